import { StreamError } from '../errors/stream-error.ts';
import type { ConnectorEvent } from '../model/events.ts';

/** A bounded queue of events that is read with `for await`. One reader. */
export class EventStream implements AsyncIterableIterator<ConnectorEvent, undefined> {
  readonly #capacity: number;
  readonly #onEnd: () => void;
  #queue: ConnectorEvent[] = [];
  #next = 0;
  #hasOverflowed = false;
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(capacity: number, onEnd: () => void) {
    this.#capacity = capacity;
    this.#onEnd = onEnd;
  }

  /** Events that wait for the reader. */
  get waiting(): number {
    return this.#queue.length - this.#next;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  push(event: ConnectorEvent): void {
    if (this.#isEnded || this.#hasOverflowed) return;
    if (this.waiting >= this.#capacity) this.#hasOverflowed = true;
    else this.#queue.push(event);
    this.#wake?.();
  }

  /** Ends the iteration after what is already gathered. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onEnd();
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<ConnectorEvent, undefined>> {
    for (;;) {
      const event = this.#queue[this.#next];
      if (event !== undefined) {
        this.#next += 1;
        if (this.#next === this.#queue.length) {
          this.#queue = [];
          this.#next = 0;
        }
        return { done: false, value: event };
      }
      if (this.#hasOverflowed && !this.#isEnded) {
        this.end();
        throw new StreamError('overflow', `an event iterator fell more than ${this.#capacity} events behind`);
      }
      if (this.#isEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  return(): Promise<IteratorResult<ConnectorEvent, undefined>> {
    this.#queue = [];
    this.#next = 0;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
