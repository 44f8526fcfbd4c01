import type { BookEvent, BookState, StreamProblemEvent, StreamStateEvent } from '../model/events.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { StreamAdmission } from '../network/stream-gate.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { OrderBookDataSource } from './order-book-data-source.ts';
import type { OrderBookView } from './order-book-view.ts';

/** Everything that a tracker tells its owner. */
export type BookTrackerEvent = BookEvent | StreamStateEvent | StreamProblemEvent;

/** What a tracker is made of. */
export interface OrderBookTrackerOptions {
  readonly runtime: Runtime;
  readonly dataSource: OrderBookDataSource;
  /** The context of one run, from a start to a stop; `signal` ends with the run. */
  context(signal: AbortSignal): RequestContext;
  /** The pairs that are followed from the start; default none. */
  readonly tradingPairs?: readonly TradingPair[];
  /** Takes the events. What it throws is logged and stops nothing. */
  onEvent(event: BookTrackerEvent): void;
  /** Whether anybody would see such an event; a `book-updated` that nobody would see is never made. Default: everything is. */
  isHeard?(type: BookTrackerEvent['type']): boolean;
  /** Called after every change of a live book, before its event. */
  onBookUpdated?(pair: TradingPair, book: OrderBookView): void;
  /** Asked before each attempt to connect and before each frame that is sent. Default: nothing waits. */
  readonly admit?: StreamAdmission | undefined;
  /** Snapshots that are fetched at once. Default 4. */
  readonly maximumConcurrentSnapshots?: number;
  /** Waits before a snapshot is fetched again. Default 1,000 ms to 30,000 ms, stable after 60,000 ms of a live book. */
  readonly snapshotBackoff?: Partial<BackoffPlan>;
  /** Diffs of one book that may wait for its snapshot. Default 1,000. */
  readonly bufferLimit?: number;
  /**
   * A live book without a message for this long, while the stream lives, is fetched anew; 0 means never, because a quiet
   * market is no fault. Default 0.
   */
  readonly maximumBookAgeMs?: number;
}

/** The public state of one book. */
export interface BookStatus {
  readonly state: BookState;
  /** Why the book is not live; undefined while it is. */
  readonly reason: string | undefined;
  /** Since when it has been in this state, by our wall clock in ms. */
  readonly sinceMs: number;
  /** How long ago the last message of this pair came, in ms; undefined before the first. */
  readonly ageMs: number | undefined;
  /** How often it became live again after it had been lost. */
  readonly resyncs: number;
  /** How often a message did not follow the one before. */
  readonly gaps: number;
  /** Diffs that wait for a snapshot. */
  readonly bufferedDiffs: number;
}
