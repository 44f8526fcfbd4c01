import type { ConnectorEvent } from '../model/events.ts';
import type { SavedEvent } from './order-event-json.ts';

/** Where the events of an outbox go. */
export interface EventOutboxParts {
  /** Tells the listeners before it returns. */
  readonly emit: (event: ConnectorEvent) => void;
  /** Told after the listeners ran. */
  readonly markDelivered: (sequence: number) => void;
}

/** Tells events once they are saved, in the order in which they were given. */
export class EventOutbox {
  readonly #parts: EventOutboxParts;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(parts: EventOutboxParts) {
    this.#parts = parts;
  }

  /** @param saved their sequence numbers, once they are saved; when that fails they are told without. */
  tellWhenSaved(events: readonly SavedEvent[], saved: Promise<readonly number[]>): void {
    this.#enqueue(async () => {
      const sequences = await saved.catch((): readonly number[] => []);
      for (const [index, event] of events.entries()) {
        const sequence = sequences[index];
        this.#parts.emit(sequence === undefined ? event : { ...event, sequence });
      }
      const last = sequences.at(-1);
      if (last !== undefined) this.#parts.markDelivered(last);
    });
  }

  /** Tells an event that is not saved: at once, or after those that wait. */
  tell(event: ConnectorEvent): void {
    if (this.#waiting === 0) this.#parts.emit(event);
    else
      this.#enqueue(() => {
        this.#parts.emit(event);
        return Promise.resolve();
      });
  }

  /** Resolves when nothing waits any more. */
  async whenEmpty(): Promise<void> {
    while (this.#waiting > 0) await this.#last;
  }

  #enqueue(task: () => Promise<void>): void {
    this.#waiting += 1;
    this.#last = this.#last.then(task).finally(() => {
      this.#waiting -= 1;
    });
  }
}
