import { createDepthDiff } from '../../src/book/depth-diff.ts';
import type { OrderBookView } from '../../src/book/order-book-view.ts';
import { OrderBook } from '../../src/book/order-book.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';

type Row = readonly [price: string, quantity: string];

/** A book with these levels, in this state. */
export function bookOf(pair: TradingPair, bids: readonly Row[], asks: readonly Row[], state: OrderBookView['state'] = 'live'): OrderBook {
  const book = new OrderBook(pair);
  const rows = createDepthDiff(pair);
  for (const [price, quantity] of bids) rows.bids.pushText(price, quantity, 'test');
  for (const [price, quantity] of asks) rows.asks.pushText(price, quantity, 'test');
  book.applySnapshot(rows);
  book.mark(state, undefined);
  return book;
}
