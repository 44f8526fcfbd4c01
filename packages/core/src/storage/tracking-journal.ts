import { ConnectorError } from '../errors/connector-error.ts';
import { excerpt } from '../errors/excerpt.ts';
import { StorageError } from '../errors/storage-error.ts';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { Clock } from '../runtime/clock.ts';
import { JournalGroup } from './journal-group.ts';
import { DEFAULT_RETENTION, type PruneReport, type RetentionPolicy } from './retention.ts';
import { readEvents, readTracking, type RestoredEventPage, type RestoredTracking } from './restored-tracking.ts';
import type { TrackingChange, TrackingStore } from './tracking-store.ts';

/** An order as a JSON value. */
interface OrderRecord {
  readonly clientOrderId: string;
  readonly value: unknown;
  /** When it ended, in ms; undefined while it is not over, and it is never pruned. */
  readonly settledAtMs?: number | undefined;
}

/** What has changed together. */
export interface TrackingRecord {
  readonly orders?: readonly OrderRecord[];
  /** Identities of fills that have been counted. */
  readonly fills?: readonly string[];
  /** Events for the application, as JSON values, in their order. */
  readonly events?: readonly unknown[];
  readonly notes?: ReadonlyMap<string, unknown>;
}

export interface TrackingJournalOptions {
  readonly store: TrackingStore;
  readonly clock: Clock;
  /** Called for each group of changes that could not be saved. */
  readonly onFailure: (error: Error) => void;
  readonly retention?: Partial<RetentionPolicy>;
}

/** How many rows of a kind one pruning deletes at most. */
const PRUNE_LIMIT = 1_000;

/**
 * Saves what a connector must know after a restart. Everything that is recorded in one turn is committed to the store as one group,
 * at the turn's end; groups follow one another.
 *
 * What is recorded must hold no key, signature or listen key: the store writes it as it is.
 */
export class TrackingJournal {
  readonly #store: TrackingStore;
  readonly #clock: Clock;
  readonly #onFailure: (error: Error) => void;
  readonly #retention: RetentionPolicy;
  #state: 'new' | 'open' | 'closed' = 'new';
  #lastSequence = 0;
  #group = new JournalGroup();
  /** Orders, fills, notes and deliveries of groups that failed: they go with the next one. */
  #unsaved: TrackingChange[] = [];
  #isScheduled = false;
  #underWay: Promise<void> | undefined;

  constructor(options: TrackingJournalOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#onFailure = options.onFailure;
    this.#retention = { ...DEFAULT_RETENTION, ...options.retention };
  }

  /**
   * Takes the store and reads what was saved; what is damaged is reported in the result and left out. Comes first, and again after `close`.
   * @throws StorageError, ConfigurationError
   */
  async open(): Promise<RestoredTracking> {
    const stored = await this.#asStorageError(() => this.#store.open());
    this.#state = 'open';
    this.#lastSequence = stored.lastSequence;
    return readTracking(stored);
  }

  /** The sequence number of the latest event that was recorded; 0 for none. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /**
   * Records changes. The values are read before it returns.
   * @returns when they are durable: the sequence numbers of the events.
   * @throws StorageError when a value cannot be written as JSON, the journal is not open, or the group could not be saved. After the last,
   * orders, fills and notes are tried again with the next group; the events are not.
   */
  async record(record: TrackingRecord): Promise<readonly number[]> {
    if (this.#state !== 'open') throw notOpen();
    const { orders = [], fills = [], events = [], notes = new Map<string, unknown>() } = record;
    // All values are written before anything is added, so that one that cannot be written leaves nothing behind.
    const changes: TrackingChange[] = [
      ...orders.map(({ clientOrderId, value, settledAtMs }) => ({
        kind: 'order' as const,
        clientOrderId,
        settledAtMs,
        body: jsonText(value, `the order ${excerpt(clientOrderId)}`),
      })),
      ...fills.map((identity) => ({ kind: 'fill' as const, identity })),
      ...Array.from(notes, ([name, value]) => ({ kind: 'note' as const, name, body: jsonText(value, `the note ${excerpt(name)}`) })),
    ];
    const bodies = events.map((event) => jsonText(event, 'an event'));
    const savedAtMs = this.#clock.wallMs();
    const sequences = bodies.map((body) => {
      this.#lastSequence += 1;
      changes.push({ kind: 'event', sequence: this.#lastSequence, savedAtMs, body });
      return this.#lastSequence;
    });
    await this.#add(changes);
    return sequences;
  }

  /**
   * Notes that the application's listeners have had all events up to this one. Saved with the group of this turn; should that fail, or the
   * process die first, the events are told again after the restart.
   */
  markDelivered(upTo: number): void {
    if (this.#state === 'open') void this.#add([{ kind: 'delivered', upTo }]);
  }

  /** Resolves when everything recorded so far is durable. @throws StorageError when the last group could not be saved. */
  async flush(): Promise<void> {
    if (this.#state !== 'open') throw notOpen();
    await this.#commitAll();
  }

  /**
   * Saved events after a sequence number, oldest first, delivered or not; also those recorded a moment ago.
   * @param limit at most so many; ask again from `readUpTo` until it stays the same.
   * @throws StorageError
   */
  async eventsAfter(sequence: number, limit = 1_000): Promise<RestoredEventPage> {
    return readEvents(await this.#ask(() => this.#store.eventsAfter(sequence, limit)));
  }

  /** Deletes some of what is over and need not be kept, at most 1,000 rows of each kind. To be called about once a minute. @throws StorageError */
  async prune(): Promise<PruneReport> {
    const request = { policy: this.#retention, nowMs: this.#clock.wallMs(), limit: PRUNE_LIMIT };
    return this.#ask(() => this.#store.prune(request));
  }

  /** Commits what is recorded, then gives the store free, also when the former fails. @throws StorageError */
  async close(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    try {
      await this.#commitAll();
    } finally {
      await this.#asStorageError(() => this.#store.close());
    }
  }

  #add(changes: readonly TrackingChange[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    for (const change of changes) this.#group.add(change);
    const { durable } = this.#group;
    if (!this.#isScheduled) {
      this.#isScheduled = true;
      queueMicrotask(() => this.#commitNext());
    }
    return durable;
  }

  async #commitAll(): Promise<void> {
    // A group that holds anything is on its way to the store already.
    if (!this.#group.isEmpty) return this.#group.durable;
    while (this.#underWay !== undefined) await this.#underWay;
    if (this.#unsaved.length === 0) return undefined;
    const { durable } = this.#group;
    this.#commitNext();
    return durable;
  }

  /** Keeps other calls of the store back until this one has ended. */
  async #ask<Result>(question: () => MaybePromise<Result>): Promise<Result> {
    await this.flush();
    while (this.#underWay !== undefined) await this.#underWay;
    if (this.#state !== 'open') throw notOpen();
    const answer = this.#asStorageError(question);
    this.#occupy(answer.then(nothing, nothing));
    return answer;
  }

  /** @param work must not reject. */
  #occupy(work: Promise<void>): void {
    this.#underWay = work.then(() => {
      this.#underWay = undefined;
      if (!this.#group.isEmpty) this.#commitNext();
    });
  }

  /** Commits the group that has been gathered; at once if the store is free and answers at once. */
  #commitNext(): void {
    this.#isScheduled = false;
    if (this.#underWay !== undefined || (this.#group.isEmpty && this.#unsaved.length === 0)) return;
    const group = this.#group;
    this.#group = new JournalGroup();
    const changes = this.#withUnsaved(group);
    let answer: MaybePromise<void>;
    try {
      answer = this.#store.commit(changes);
    } catch (error) {
      this.#fail(group, changes, error);
      return;
    }
    if (!(answer instanceof Promise)) {
      group.succeed();
      return;
    }
    this.#occupy(
      answer.then(
        () => group.succeed(),
        (error: unknown) => this.#fail(group, changes, error),
      ),
    );
  }

  #withUnsaved(group: JournalGroup): TrackingChange[] {
    if (this.#unsaved.length === 0) return group.changes();
    const whole = new JournalGroup();
    for (const change of [...this.#unsaved, ...group.changes()]) whole.add(change);
    this.#unsaved = [];
    return whole.changes();
  }

  #fail(group: JournalGroup, changes: readonly TrackingChange[], reason: unknown): void {
    const error = storageError(reason);
    this.#unsaved = changes.filter(({ kind }) => kind !== 'event');
    group.fail(error);
    this.#onFailure(error);
  }

  async #asStorageError<Result>(task: () => MaybePromise<Result>): Promise<Result> {
    try {
      return await task();
    } catch (error) {
      throw storageError(error);
    }
  }
}

function nothing(): void {}

function notOpen(): StorageError {
  return new StorageError('closed', 'the tracking journal is not open');
}

function storageError(reason: unknown): Error {
  if (ConnectorError.is(reason)) return reason;
  return new StorageError('failed', 'the tracking store failed', { cause: reason });
}

function jsonText(value: unknown, what: string): string {
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    cause = error;
  }
  if (text === undefined)
    throw new StorageError('unusable-value', `${what} cannot be saved: its value cannot be written as JSON`, { cause });
  return text;
}
