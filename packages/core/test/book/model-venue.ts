import { createDepthDiff } from '../../src/book/depth-diff.ts';
import type { ContinuityRule, DepthDiff, DepthSnapshot } from '../../src/book/depth-message.ts';
import type { OrderBookView } from '../../src/book/order-book-view.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';

/** One change of a level: bids lie below 50, asks from 50 on, so that the venue's book is never crossed. */
export interface LevelChange {
  readonly price: number;
  readonly quantity: number;
}

/** A venue's book that numbers every change and remembers what it was after each. */
export class ModelVenue {
  readonly pair: TradingPair;
  updateId = 1;
  #levels = new Map<number, number>();
  #previousUpdateId = 1;
  readonly #history = new Map<number, ReadonlyMap<number, number>>();

  constructor(pair: TradingPair = 'BTC-USDT') {
    this.pair = pair;
    this.#levels = new Map([
      [49, 1],
      [50, 1],
    ]);
    this.#remember();
  }

  /** Applies changes, each with its own id, and tells them in one message. */
  change(changes: readonly LevelChange[]): DepthDiff {
    const diff = createDepthDiff(this.pair);
    diff.firstUpdateId = this.updateId + 1;
    diff.previousUpdateId = this.#previousUpdateId;
    const changed = new Set<number>();
    for (const { price, quantity } of changes) {
      this.updateId += 1;
      if (quantity === 0) this.#levels.delete(price);
      else this.#levels.set(price, quantity);
      changed.add(price);
      this.#remember();
    }
    for (const price of changed) (price < 50 ? diff.bids : diff.asks).push(price, this.#levels.get(price) ?? 0);
    diff.lastUpdateId = this.updateId;
    diff.eventTimeMs = this.updateId;
    this.#previousUpdateId = this.updateId;
    return diff;
  }

  /** The whole book as it was after a change. */
  snapshotAt(updateId: number): DepthSnapshot {
    const snapshot = createDepthDiff(this.pair);
    snapshot.lastUpdateId = updateId;
    for (const [price, quantity] of this.#at(updateId)) (price < 50 ? snapshot.bids : snapshot.asks).push(price, quantity);
    return snapshot;
  }

  snapshot(): DepthSnapshot {
    return this.snapshotAt(this.updateId);
  }

  /** Whether a book holds exactly what the venue's held at the book's update id. */
  agreesWith(book: OrderBookView): boolean {
    const truth = this.#history.get(book.updateId);
    const held = new Map([...book.levels('bid'), ...book.levels('ask')].map(({ price, quantity }) => [price, quantity]));
    return truth !== undefined && truth.size === held.size && [...truth].every(([price, quantity]) => held.get(price) === quantity);
  }

  #at(updateId: number): ReadonlyMap<number, number> {
    return this.#history.get(updateId) ?? new Map();
  }

  #remember(): void {
    this.#history.set(this.updateId, new Map(this.#levels));
  }
}

/** Ranges of ids: each message says the first and the last change that it covers. */
export const rangeRule: ContinuityRule = {
  afterSnapshot: (snapshotUpdateId, diff) =>
    diff.lastUpdateId <= snapshotUpdateId ? 'stale' : diff.firstUpdateId <= snapshotUpdateId + 1 ? 'apply' : 'gap',
  afterDiff: (lastUpdateId, diff) =>
    diff.lastUpdateId <= lastUpdateId ? 'stale' : diff.firstUpdateId <= lastUpdateId + 1 ? 'apply' : 'gap',
  isSnapshotTooOld: (snapshotUpdateId, firstBuffered) => snapshotUpdateId + 1 < firstBuffered.firstUpdateId,
};

/** Each message names the last id of the message before. */
export const chainRule: ContinuityRule = {
  afterSnapshot: rangeRule.afterSnapshot,
  afterDiff: (lastUpdateId, diff) =>
    diff.previousUpdateId === lastUpdateId ? 'apply' : diff.lastUpdateId <= lastUpdateId ? 'stale' : 'gap',
  isSnapshotTooOld: rangeRule.isSnapshotTooOld,
};
