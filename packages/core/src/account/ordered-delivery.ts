import type { MaybePromise } from '../model/maybe-promise.ts';

interface Item {
  readonly event: unknown;
  /** Set for a mark in the queue that carries no event. */
  readonly reached?: () => void;
}

/** Hands events to a handler one after the other, in order, waiting for a handler that returns a promise. */
export class OrderedDelivery {
  readonly #handle: (event: unknown) => MaybePromise<void>;
  readonly #onFailure: (error: unknown) => void;
  #queue: Item[] = [];
  /** What stands before this index has been taken. */
  #head = 0;
  #waiting = 0;
  #isBusy = false;

  /** @param onFailure told what the handler throws; the next event is handled nevertheless. */
  constructor(handle: (event: unknown) => MaybePromise<void>, onFailure: (error: unknown) => void) {
    this.#handle = handle;
    this.#onFailure = onFailure;
  }

  /** Events that are still to be handed over. */
  get waiting(): number {
    return this.#waiting;
  }

  /** True when nothing waits and no handler is at work. */
  get isIdle(): boolean {
    return !this.#isBusy;
  }

  /** Hands an event over: at once when nothing stands before it. */
  deliver(event: unknown): void {
    if (this.#isBusy) {
      this.#queue.push({ event });
      this.#waiting += 1;
      return;
    }
    this.#isBusy = true;
    const pending = this.#start(event);
    if (pending === undefined) this.#runOn();
    else void pending.then(() => this.#runOn());
  }

  /** Resolves when everything that was given until now has been handled or dropped. */
  whenDelivered(): Promise<void> {
    if (!this.#isBusy) return Promise.resolve();
    return new Promise((resolve) => {
      this.#queue.push({ event: undefined, reached: resolve });
    });
  }

  /** Drops what has not been handed over. An event that is being handled is handled to its end. */
  drop(): void {
    this.#queue = this.#queue.filter((item, index) => index >= this.#head && item.reached !== undefined);
    this.#head = 0;
    this.#waiting = 0;
  }

  /** Hands over what waits until a handler has to be waited for. */
  #runOn(): void {
    for (let next = this.#take(); next !== undefined; next = this.#take()) {
      if (next.reached !== undefined) {
        next.reached();
        continue;
      }
      this.#waiting -= 1;
      const pending = this.#start(next.event);
      if (pending === undefined) continue;
      void pending.then(() => this.#runOn());
      return;
    }
    this.#isBusy = false;
  }

  #take(): Item | undefined {
    const item = this.#queue[this.#head];
    this.#head += 1;
    if (item === undefined) {
      this.#queue = [];
      this.#head = 0;
    } else if (this.#head >= 1_024) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** @returns undefined when the handler is through, else a promise that never rejects. */
  #start(event: unknown): Promise<void> | undefined {
    try {
      const result = this.#handle(event);
      return result === undefined ? undefined : result.catch(this.#onFailure);
    } catch (error) {
      this.#onFailure(error);
      return undefined;
    }
  }
}
