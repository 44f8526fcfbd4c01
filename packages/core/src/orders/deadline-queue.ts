interface Entry {
  readonly key: string;
  readonly dueMs: number;
}

/** At most one deadline per key, the earliest first. Setting and removing cost O(log n) amortised; nothing is ever scanned to look for what is due. */
export class DeadlineQueue {
  /** The deadline that counts, by key; a heap entry that differs from it is void. */
  readonly #due = new Map<string, number>();
  /** A binary heap by time. */
  #heap: Entry[] = [];

  get size(): number {
    return this.#due.size;
  }

  has(key: string): boolean {
    return this.#due.has(key);
  }

  /** Sets the deadline of a key, or moves it. */
  set(key: string, dueMs: number): void {
    if (this.#due.get(key) === dueMs) return;
    this.#due.set(key, dueMs);
    this.#push({ key, dueMs });
    this.#dropVoid();
  }

  delete(key: string): void {
    if (this.#due.delete(key)) this.#dropVoid();
  }

  /** The earliest deadline; undefined when there is none. */
  get nextMs(): number | undefined {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (this.#due.get(first.key) === first.dueMs) return first.dueMs;
      this.#pop();
    }
    return undefined;
  }

  /** Removes the earliest deadline and gives its key; undefined when there is none, or none until `untilMs`. */
  take(untilMs: number = Number.POSITIVE_INFINITY): string | undefined {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (first.dueMs > untilMs) return undefined;
      this.#pop();
      if (this.#due.get(first.key) !== first.dueMs) continue;
      this.#due.delete(first.key);
      return first.key;
    }
    return undefined;
  }

  /** Once most entries are void, so that each costs little. */
  #dropVoid(): void {
    if (this.#heap.length <= 2 * this.#due.size + 64) return;
    this.#heap = [];
    for (const [key, dueMs] of this.#due) this.#push({ key, dueMs });
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.dueMs <= entry.dueMs) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = heap[below];
      const right = heap[below + 1];
      if (child !== undefined && right !== undefined && right.dueMs < child.dueMs) {
        child = right;
        below += 1;
      }
      if (child === undefined || child.dueMs >= last.dueMs) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
  }
}

/** The earliest of some times, of which each may be absent. */
export function earliestOf(...times: readonly (number | undefined)[]): number | undefined {
  const earliest = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
  return earliest === Number.POSITIVE_INFINITY ? undefined : earliest;
}
