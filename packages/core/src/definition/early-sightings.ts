import type { TradingPair } from '../model/trading-pair.ts';

/** An order by the venue's own name. */
export interface VenueOrderName {
  readonly tradingPair: TradingPair;
  readonly exchangeOrderId: string;
}

/**
 * Orders that the private stream has told of by the venue's id before we knew that id: the message may overtake the answer that tells
 * whose order it is. Bounded; the oldest are forgotten first.
 */
export class EarlySightings {
  readonly #capacity: number;
  /** Whether the end of the order was told. */
  readonly #ends = new Map<string, boolean>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  note(order: VenueOrderName, isEnd: boolean): void {
    const key = keyOf(order);
    this.#ends.set(key, isEnd || this.#ends.get(key) === true);
    if (this.#ends.size <= this.#capacity) return;
    for (const oldest of this.#ends.keys()) {
      this.#ends.delete(oldest);
      return;
    }
  }

  /** Takes out what was told of an order; undefined when nothing was. */
  take(order: VenueOrderName): { readonly isEnd: boolean } | undefined {
    const key = keyOf(order);
    const isEnd = this.#ends.get(key);
    this.#ends.delete(key);
    return isEnd === undefined ? undefined : { isEnd };
  }
}

function keyOf({ tradingPair, exchangeOrderId }: VenueOrderName): string {
  return `${tradingPair} ${exchangeOrderId}`;
}
