import type { OrderBookView } from '../book/order-book-view.ts';
import { type Decimal, ONE } from '../decimal/decimal.ts';
import { tradingPair } from '../model/trading-pair.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { RateSource } from '../orders/trade-fee.ts';

/** Converts assets by the live books that are followed: what selling one unit of `from` brings now, in `to`. */
export function ratesOfBooks(books: ReadonlyMap<TradingPair, OrderBookView>): RateSource {
  const best = (pair: TradingPair, side: 'bid' | 'ask'): Decimal | undefined => {
    const book = books.get(pair);
    return book?.state === 'live' ? book.exactLevel(side, 0)?.price : undefined;
  };
  return (from, to) => {
    if (from === to) return ONE;
    const sold = best(tradingPair(from, to), 'bid');
    if (sold !== undefined) return sold;
    const bought = best(tradingPair(to, from), 'ask');
    return bought === undefined || bought.isZero() ? undefined : ONE.dividedBy(bought);
  };
}
