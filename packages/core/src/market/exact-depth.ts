import type { OrderBookView } from '../book/order-book-view.ts';
import { type Decimal, ZERO } from '../decimal/decimal.ts';
import type { OrderSide } from '../model/order.ts';

/** What an amount would trade at, exactly. */
export interface ExactDepth {
  /** The average price, each level weighted by what is taken of it. */
  readonly averagePrice: Decimal;
  /** The worst price that is needed. */
  readonly lastPrice: Decimal;
}

/**
 * Walks along the levels that an order of this side would take until `amount` of base is found.
 * @returns undefined when the known depth does not suffice, or the amount is not above 0.
 */
export function walkExactly(book: OrderBookView, side: OrderSide, amount: Decimal): ExactDepth | undefined {
  if (!amount.gt(0) || !amount.isFinite()) return undefined;
  const levels = side === 'buy' ? 'ask' : 'bid';
  let missing = amount;
  let quote = ZERO;
  for (let index = 0; ; index += 1) {
    const level = book.exactLevel(levels, index);
    if (level === undefined) return undefined;
    const { price, quantity } = level;
    if (quantity.gte(missing)) {
      return { averagePrice: quote.plus(price.times(missing)).dividedBy(amount), lastPrice: price };
    }
    missing = missing.minus(quantity);
    quote = quote.plus(price.times(quantity));
  }
}
