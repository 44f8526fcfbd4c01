import type { BookChange, BookLevel } from '../model/book-change.ts';

/**
 * Merges the changes of a book until they are taken: from the first update id to the last, the last amount per level.
 * Changes that do not follow one another are never merged, so that an id which the venue skipped stays a visible gap.
 */
export class GatheredChange {
  readonly #bids = new Map<string, BookLevel>();
  readonly #asks = new Map<string, BookLevel>();
  #first: BookChange | undefined;
  #last: BookChange | undefined;

  get isEmpty(): boolean {
    return this.#last === undefined;
  }

  /** Whether `add` may take this change. */
  accepts(change: BookChange): boolean {
    return this.#last === undefined || change.firstUpdateId === this.#last.lastUpdateId + 1;
  }

  /** @throws RangeError when it does not follow what was gathered. */
  add(change: BookChange): void {
    if (!this.accepts(change)) throw new RangeError(`update id ${change.firstUpdateId} does not follow ${this.#last?.lastUpdateId}`);
    this.#first ??= change;
    this.#last = change;
    for (const level of change.bids) this.#bids.set(level.price.toFixed(), level);
    for (const level of change.asks) this.#asks.set(level.price.toFixed(), level);
  }

  /** What was gathered, and starts again; undefined when nothing was. */
  take(): BookChange | undefined {
    if (this.#first === undefined || this.#last === undefined) return undefined;
    const change: BookChange = {
      tradingPair: this.#last.tradingPair,
      firstUpdateId: this.#first.firstUpdateId,
      lastUpdateId: this.#last.lastUpdateId,
      bids: [...this.#bids.values()].toSorted((one, other) => other.price.cmp(one.price)),
      asks: [...this.#asks.values()].toSorted((one, other) => one.price.cmp(other.price)),
      timeMs: this.#last.timeMs,
    };
    this.#first = undefined;
    this.#last = undefined;
    this.#bids.clear();
    this.#asks.clear();
    return change;
  }
}
