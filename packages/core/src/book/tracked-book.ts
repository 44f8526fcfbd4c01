import type { TradingPair } from '../model/trading-pair.ts';
import { BookSynchronizer } from './book-synchronizer.ts';
import { BookUpdates } from './book-updates.ts';
import type { DepthDiffPool } from './diff-buffer.ts';
import { OrderBook } from './order-book.ts';
import type { OrderBookDataSource } from './order-book-data-source.ts';

/** What a tracker keeps of one book. */
export class TrackedBook {
  readonly book: OrderBook;
  readonly synchronizer: BookSynchronizer;
  topics: readonly string[] = [];
  /** Its topics have just been confirmed: where the book comes with the subscription, it is on its way. */
  isFreshlySubscribed = false;
  /** Our wall clock's time of the last change of state. */
  sinceMs: number;
  /** Our monotonic time of the last message, undefined before the first. */
  lastMessageMs: number | undefined;
  #liveSinceMs = 0;
  /** How often in a row the book was lost again before it had been live for long. */
  #shortLives = 0;
  readonly #updates = new Set<BookUpdates>();

  constructor(
    pair: TradingPair,
    dataSource: Pick<OrderBookDataSource, 'continuity' | 'maximumDepth' | 'checksumOf'>,
    pool: DepthDiffPool,
    bufferLimit: number,
    sinceMs: number,
  ) {
    this.book = new OrderBook(pair);
    this.synchronizer = new BookSynchronizer({
      book: this.book,
      continuity: dataSource.continuity,
      maximumDepth: dataSource.maximumDepth,
      checksumOf: dataSource.checksumOf === undefined ? undefined : (book) => dataSource.checksumOf?.(book) ?? 0,
      pool,
      bufferLimit,
    });
    this.sinceMs = sinceMs;
  }

  get pair(): TradingPair {
    return this.book.tradingPair;
  }

  becameLive(monotonicMs: number, wallMs: number): void {
    this.sinceMs = wallMs;
    this.#liveSinceMs = monotonicMs;
  }

  becameStale(monotonicMs: number, wallMs: number, stableAfterMs: number): void {
    this.sinceMs = wallMs;
    this.#shortLives = monotonicMs - this.#liveSinceMs >= stableAfterMs ? 0 : this.#shortLives + 1;
  }

  /** How many failures the next snapshot request has behind it; one short life is forgiven. */
  retriesBefore(attempt: number): number {
    return attempt - 1 + Math.max(0, this.#shortLives - 1);
  }

  /** How long a live book has been without a message. */
  silenceMs(monotonicMs: number): number {
    return monotonicMs - Math.max(this.#liveSinceMs, this.lastMessageMs ?? 0);
  }

  updates(signal: AbortSignal | undefined): BookUpdates {
    const updates = new BookUpdates(this.book, signal, (ended) => this.#updates.delete(ended));
    if (signal?.aborted !== true) this.#updates.add(updates);
    return updates;
  }

  notifyReaders(): void {
    if (this.#updates.size === 0) return;
    for (const updates of this.#updates) updates.notify();
  }

  endReaders(): void {
    for (const updates of this.#updates) updates.end();
  }
}
