import type { OrderBookView } from './order-book-view.ts';

/**
 * The changes of one book as an async iterator that conflates: a slow reader misses states in between, never the latest,
 * and nothing piles up. It gives the book itself, which goes on changing; read `state` before trusting it.
 */
export class BookUpdates implements AsyncIterableIterator<OrderBookView, undefined> {
  readonly #book: OrderBookView;
  readonly #onEnd: (updates: BookUpdates) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #waiting: ((result: IteratorResult<OrderBookView, undefined>) => void)[] = [];
  #hasChanged: boolean;
  #hasEnded = false;

  /** @param onEnd called once, when the reader, the signal or `end` ends it. */
  constructor(book: OrderBookView, signal: AbortSignal | undefined, onEnd: (updates: BookUpdates) => void) {
    this.#book = book;
    this.#onEnd = onEnd;
    this.#signal = signal;
    this.#hasChanged = book.state === 'live';
    if (signal?.aborted === true) this.end();
    else signal?.addEventListener('abort', this.end);
  }

  /** The book has changed, or its state. */
  notify(): void {
    const resolve = this.#waiting.shift();
    if (resolve === undefined) this.#hasChanged = true;
    else resolve({ done: false, value: this.#book });
  }

  /** Ends the iteration for its reader. */
  readonly end = (): void => {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#signal?.removeEventListener('abort', this.end);
    for (const resolve of this.#waiting.splice(0)) resolve({ done: true, value: undefined });
    this.#onEnd(this);
  };

  async next(): Promise<IteratorResult<OrderBookView, undefined>> {
    if (this.#hasEnded) return { done: true, value: undefined };
    if (!this.#hasChanged) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#hasChanged = false;
    return { done: false, value: this.#book };
  }

  async return(): Promise<IteratorResult<OrderBookView, undefined>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
