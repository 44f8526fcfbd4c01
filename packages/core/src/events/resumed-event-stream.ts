import { ConfigurationError } from '../errors/configuration-error.ts';
import { EventsPrunedError } from '../errors/events-pruned-error.ts';
import type { ConnectorEvent } from '../model/events.ts';
import { EventStream } from './event-stream.ts';
import type { SavedEvent } from './order-event-json.ts';

/** Saved events after some sequence number, oldest first. */
export interface HistoryPage {
  readonly events: readonly SavedEvent[];
  /** Where to go on; equal to what was asked when no event follows. */
  readonly readUpTo: number;
  /** Events up to this one are not kept any more. */
  readonly prunedUpTo: number;
}

/** The saved events of a connector. */
export interface EventHistory {
  /** The sequence number of the latest event; 0 for none. Known once it is open. */
  readonly lastSequence: number;
  /** Resolves when it can be read. */
  whenOpen(): Promise<void>;
  /** @throws StorageError */
  eventsAfter(sequence: number): Promise<HistoryPage>;
}

/** Where a stream takes up, and what it gives. */
export interface Resumption {
  readonly history: EventHistory;
  /** The sequence number of the last event that the reader has had; 0 for none. */
  readonly after: number;
  readonly isWanted: (event: ConnectorEvent) => boolean;
}

/** Events from a sequence number on: first those that are saved, then those that come, none twice. */
export class ResumedEventStream extends EventStream {
  readonly #resumption: Resumption;
  readonly #ended: PromiseWithResolvers<void> = Promise.withResolvers();
  #page: readonly SavedEvent[] = [];
  #nextOfPage = 0;
  #readUpTo: number;
  #isCaughtUp = false;

  constructor(capacity: number, onEnd: () => void, resumption: Resumption) {
    super(capacity, onEnd);
    this.#resumption = resumption;
    this.#readUpTo = resumption.after;
  }

  override end(): void {
    super.end();
    this.#ended.resolve();
  }

  override async next(): Promise<IteratorResult<ConnectorEvent, undefined>> {
    while (!this.#isCaughtUp && !this.isEnded) {
      const event = this.#page[this.#nextOfPage];
      if (event === undefined) {
        await this.#readPage();
        continue;
      }
      this.#nextOfPage += 1;
      if (this.#resumption.isWanted(event)) return { done: false, value: event };
    }
    for (;;) {
      const result = await super.next();
      if (result.done === true || !this.#isOfHistory(result.value)) return result;
    }
  }

  async #readPage(): Promise<void> {
    const { history } = this.#resumption;
    await Promise.race([history.whenOpen(), this.#ended.promise]);
    if (this.isEnded) return;
    try {
      if (this.#readUpTo > history.lastSequence) {
        const expected = `should be the sequence number of an event of this store, whose last is ${history.lastSequence}`;
        throw new ConfigurationError('after', 'events', expected);
      }
      const { events, readUpTo, prunedUpTo } = await history.eventsAfter(this.#readUpTo);
      if (prunedUpTo > this.#readUpTo) throw new EventsPrunedError(this.#readUpTo, prunedUpTo);
      this.#isCaughtUp = readUpTo === this.#readUpTo;
      this.#readUpTo = readUpTo;
      this.#page = events;
      this.#nextOfPage = 0;
    } catch (error) {
      this.end();
      throw error;
    }
  }

  #isOfHistory(event: ConnectorEvent): boolean {
    return 'sequence' in event && event.sequence <= this.#readUpTo;
  }
}
