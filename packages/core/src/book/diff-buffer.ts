import type { DepthDiff } from './depth-message.ts';
import { copyDepthDiff, createDepthDiff } from './depth-diff.ts';

/** Messages for reuse, shared by the buffers of many books. */
export class DepthDiffPool {
  readonly #free: DepthDiff[] = [];
  readonly #keep: number;

  /** @param keep how many unused messages are kept for later. */
  constructor(keep = 1_000) {
    this.#keep = keep;
  }

  get freeCount(): number {
    return this.#free.length;
  }

  /** A copy of `diff` that stays as it is until it is released. */
  copyOf(diff: DepthDiff): DepthDiff {
    const copy = this.#free.pop() ?? createDepthDiff(diff.tradingPair);
    copyDepthDiff(diff, copy);
    return copy;
  }

  release(diff: DepthDiff): void {
    if (this.#free.length < this.#keep) this.#free.push(diff);
  }
}

/** The diffs that wait for a snapshot, oldest first. Never holds more than its limit. */
export class DiffBuffer {
  readonly #pool: DepthDiffPool;
  readonly #limit: number;
  #diffs: DepthDiff[] = [];

  constructor(pool: DepthDiffPool, limit: number) {
    this.#pool = pool;
    this.#limit = limit;
  }

  get size(): number {
    return this.#diffs.length;
  }

  get isFull(): boolean {
    return this.#diffs.length >= this.#limit;
  }

  get first(): DepthDiff | undefined {
    return this.#diffs[0];
  }

  get last(): DepthDiff | undefined {
    return this.#diffs.at(-1);
  }

  /** Keeps a copy. The buffer must not be full. */
  add(diff: DepthDiff): void {
    this.#diffs.push(this.#pool.copyOf(diff));
  }

  clear(): void {
    this.dropFirst(this.#diffs.length);
  }

  /** Lets the `count` oldest go. */
  dropFirst(count: number): void {
    const dropped = this.#diffs.splice(0, count);
    for (const diff of dropped) this.#pool.release(diff);
  }

  [Symbol.iterator](): IterableIterator<DepthDiff> {
    return this.#diffs.values();
  }
}
