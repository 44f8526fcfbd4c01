import type { DeliveredChange, EventChange, FillChange, NoteChange, OrderChange, TrackingChange } from './tracking-store.ts';

/** The changes that are committed together. A later change of the same order or note takes the place of the earlier. */
export class JournalGroup {
  readonly #orders = new Map<string, OrderChange>();
  readonly #fills = new Map<string, FillChange>();
  readonly #notes = new Map<string, NoteChange>();
  readonly #events: EventChange[] = [];
  #delivered: DeliveredChange | undefined;
  readonly #settled: PromiseWithResolvers<void> = Promise.withResolvers<void>();

  constructor() {
    // Whoever waits for the group sees its failure; without a waiter it is no unhandled rejection.
    this.#settled.promise.catch(() => undefined);
  }

  /** Resolves when the group is durable. */
  get durable(): Promise<void> {
    return this.#settled.promise;
  }

  get isEmpty(): boolean {
    return this.#orders.size + this.#fills.size + this.#notes.size + this.#events.length === 0 && this.#delivered === undefined;
  }

  add(change: TrackingChange): void {
    switch (change.kind) {
      case 'order':
        this.#orders.set(change.clientOrderId, change);
        break;
      case 'fill':
        this.#fills.set(change.identity, change);
        break;
      case 'note':
        this.#notes.set(change.name, change);
        break;
      case 'event':
        this.#events.push(change);
        break;
      case 'delivered':
        if (change.upTo > (this.#delivered?.upTo ?? 0)) this.#delivered = change;
        break;
    }
  }

  changes(): TrackingChange[] {
    const delivered = this.#delivered === undefined ? [] : [this.#delivered];
    return [...this.#orders.values(), ...this.#fills.values(), ...this.#notes.values(), ...this.#events, ...delivered];
  }

  succeed(): void {
    this.#settled.resolve();
  }

  fail(error: Error): void {
    this.#settled.reject(error);
  }
}
