import type { BookStateEvent, StreamStateEvent } from '../model/events.ts';
import type { PublicTrade } from '../model/public-trade.ts';
import type { BookTrackerEvent, OrderBookTrackerOptions } from './order-book-tracker-options.ts';
import type { OrderBookView } from './order-book-view.ts';

/** Makes a tracker's events, and hands them to its owner without letting the owner's errors in. */
export class BookEventOutlet {
  readonly #options: OrderBookTrackerOptions;

  constructor(options: OrderBookTrackerOptions) {
    this.#options = options;
  }

  bookState(type: BookStateEvent['type'], book: OrderBookView, eventTimeMs: number): void {
    this.#emit({ type, tradingPair: book.tradingPair, state: book.state, reason: book.stateReason, eventTimeMs });
  }

  bookUpdated(book: OrderBookView): void {
    try {
      this.#options.onBookUpdated?.(book.tradingPair, book);
    } catch (error) {
      this.#options.runtime.log.error({ error, tradingPair: book.tradingPair }, 'a listener to book updates threw');
    }
    if (!this.#isHeard('book-updated')) return;
    this.#emit({ type: 'book-updated', tradingPair: book.tradingPair, updateId: book.updateId, eventTimeMs: book.eventTimeMs });
  }

  trade(trade: PublicTrade): void {
    if (this.#isHeard('book-trade')) this.#emit({ type: 'book-trade', trade });
  }

  streamState(type: StreamStateEvent['type'], reason: string | undefined): void {
    this.#emit({ type, stream: 'market', reason, eventTimeMs: this.#options.runtime.clock.wallMs() });
  }

  problem(stream: 'market' | 'rest', message: string, error: Error): void {
    this.#emit({ type: 'stream-problem', stream, message, error, eventTimeMs: this.#options.runtime.clock.wallMs() });
  }

  #isHeard(type: BookTrackerEvent['type']): boolean {
    return this.#options.isHeard === undefined || this.#options.isHeard(type);
  }

  #emit(event: BookTrackerEvent): void {
    try {
      this.#options.onEvent(event);
    } catch (error) {
      this.#options.runtime.log.error({ error, event: event.type }, 'a listener to book events threw');
    }
  }
}
