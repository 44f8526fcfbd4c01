import type { MaybePromise } from '../model/maybe-promise.ts';
import type { PruneReport, PruneRequest } from './retention.ts';

/** One change of what is saved. A `body` is JSON text, which the store keeps and gives back unread. */
export type TrackingChange = OrderChange | FillChange | EventChange | DeliveredChange | NoteChange;

/** An order as it stands now; replaces what was saved of it. */
export interface OrderChange {
  readonly kind: 'order';
  readonly clientOrderId: string;
  readonly body: string;
  /** When it ended, in ms; only then may it be pruned. */
  readonly settledAtMs?: number | undefined;
}

/** A fill that has been counted; the same identity again changes nothing. */
export interface FillChange {
  readonly kind: 'fill';
  readonly identity: string;
}

/** An event for the application, to be told after it has been saved. */
export interface EventChange extends StoredEvent {
  readonly kind: 'event';
}

/** The application's listeners have had all events up to this one. Never goes back, nor past the last event. */
export interface DeliveredChange {
  readonly kind: 'delivered';
  readonly upTo: number;
}

/** A named value, for instance when the private stream was last whole; replaces the one before. */
export interface NoteChange {
  readonly kind: 'note';
  readonly name: string;
  readonly body: string;
}

export interface StoredOrder {
  readonly clientOrderId: string;
  readonly body: string;
  readonly settledAtMs: number | undefined;
}

export interface StoredEvent {
  /** Greater than that of every event saved before; 1 for the first. Numbers may be left out. */
  readonly sequence: number;
  readonly savedAtMs: number;
  readonly body: string;
}

/** A row that was found damaged and skipped. What it held is not shown. */
export interface DamagedRow {
  readonly kind: TrackingChange['kind'] | 'mark';
  /** Its number in the table; undefined where not even that can be read. For an event, its sequence number. */
  readonly row: number | undefined;
  readonly message: string;
}

/** What was saved. */
export interface StoredTracking {
  readonly orders: readonly StoredOrder[];
  /** Identities of counted fills, oldest first. */
  readonly fills: readonly string[];
  readonly notes: ReadonlyMap<string, string>;
  /** Events after `deliveredUpTo`, oldest first. */
  readonly undelivered: readonly StoredEvent[];
  /** The greatest sequence number ever saved; 0 for none. */
  readonly lastSequence: number;
  readonly deliveredUpTo: number;
  /** Events up to this one have been pruned; 0 for none. */
  readonly prunedUpTo: number;
  readonly damaged: readonly DamagedRow[];
}

/** A part of the saved events. */
export interface StoredEventPage {
  readonly events: readonly StoredEvent[];
  /** Where to go on; equal to what was asked when no event follows. */
  readonly readUpTo: number;
  /** Events up to this one have been pruned: a reader that asked for earlier ones has missed some. */
  readonly prunedUpTo: number;
  readonly damaged: readonly DamagedRow[];
}

/**
 * Where a connector saves what it must know after a restart: one store for one account at one venue. Calls come one after
 * another; each may answer at once or later.
 */
export interface TrackingStore {
  /**
   * Takes the store for this process and reads what is saved.
   * @throws StorageError when another has it, or it cannot be used; ConfigurationError when an option is wrong.
   */
  open(): MaybePromise<StoredTracking>;
  /**
   * Saves a group of changes, all or none; they are durable when it returns.
   * @throws StorageError
   */
  commit(changes: readonly TrackingChange[]): MaybePromise<void>;
  /** Events after a sequence number, delivered or not, oldest first, at most `limit`. @throws StorageError */
  eventsAfter(sequence: number, limit: number): MaybePromise<StoredEventPage>;
  /** Deletes what need not be kept. Open orders and undelivered events always stay. @throws StorageError */
  prune(request: PruneRequest): MaybePromise<PruneReport>;
  /** Gives the store free. Does nothing when it is not open. */
  close(): MaybePromise<void>;
}
