/** A timer of the manual clock. */
export interface QueuedTimer {
  readonly dueMs: number;
  /** The order of setting, which decides between timers of the same time. */
  readonly sequence: number;
  /** Undefined once the timer ran or was taken back. */
  callback: (() => void) | undefined;
}

const COMPACT_ABOVE = 64;

/** A binary heap of timers, earliest first; timers of the same time come out in the order in which they went in. */
export class TimerQueue {
  #heap: QueuedTimer[] = [];
  #sequence = 0;
  #live = 0;

  /** How many timers are set and have neither run nor been taken back. */
  get size(): number {
    return this.#live;
  }

  add(dueMs: number, callback: () => void): QueuedTimer {
    const timer: QueuedTimer = { dueMs, sequence: this.#sequence, callback };
    this.#sequence += 1;
    this.#live += 1;
    this.#heap.push(timer);
    this.#siftUp(this.#heap.length - 1);
    return timer;
  }

  /** Takes a timer back; does nothing when it ran already. */
  remove(timer: QueuedTimer): void {
    if (timer.callback === undefined) return;
    timer.callback = undefined;
    this.#live -= 1;
    if (this.#heap.length > COMPACT_ABOVE && this.#live * 2 < this.#heap.length) this.#compact();
  }

  /** The time of the earliest timer, or undefined when none is set. */
  nextDueMs(): number | undefined {
    this.#dropRemoved();
    return this.#heap[0]?.dueMs;
  }

  /** The times of all timers that are set, earliest first. */
  dueTimes(): readonly number[] {
    return this.#heap.flatMap(({ callback, dueMs }) => (callback === undefined ? [] : [dueMs])).toSorted((left, right) => left - right);
  }

  /** Takes the earliest timer out and returns its callback. */
  take(): (() => void) | undefined {
    this.#dropRemoved();
    const timer = this.#removeFirst();
    const callback = timer?.callback;
    if (timer === undefined || callback === undefined) return undefined;
    timer.callback = undefined;
    this.#live -= 1;
    return callback;
  }

  #dropRemoved(): void {
    while (this.#heap[0] !== undefined && this.#heap[0].callback === undefined) this.#removeFirst();
  }

  #compact(): void {
    this.#heap = this.#heap.filter((timer) => timer.callback !== undefined).sort(byTime);
  }

  #removeFirst(): QueuedTimer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#heap[0] = last;
    this.#siftDown();
    return first;
  }

  #siftUp(start: number): void {
    const heap = this.#heap;
    const timer = heap[start];
    if (timer === undefined) return;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || byTime(parent, timer) <= 0) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = timer;
  }

  #siftDown(): void {
    const heap = this.#heap;
    const timer = heap[0];
    if (timer === undefined) return;
    let index = 0;
    for (;;) {
      let childIndex = index * 2 + 1;
      let child = heap[childIndex];
      if (child === undefined) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && byTime(right, child) < 0) {
        childIndex += 1;
        child = right;
      }
      if (byTime(timer, child) <= 0) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = timer;
  }
}

function byTime(left: QueuedTimer, right: QueuedTimer): number {
  return left.dueMs === right.dueMs ? left.sequence - right.sequence : left.dueMs - right.dueMs;
}
