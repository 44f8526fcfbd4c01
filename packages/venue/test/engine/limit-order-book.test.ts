import { Decimal, ZERO } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { LimitOrderBook } from '../../src/engine/limit-order-book.ts';
import type { VenueOrder } from '../../src/index.ts';
import { bookText, PAIR } from './trading-floor.ts';

function bid(orderId: number, amount: string, price: string): VenueOrder {
  return {
    orderId,
    clientOrderId: `c${orderId}`,
    account: 'ann',
    tradingPair: PAIR,
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    price: new Decimal(price),
    amount: new Decimal(amount),
    quoteAmount: undefined,
    executedBase: ZERO,
    executedQuote: ZERO,
    status: 'new',
    expiryReason: undefined,
    creationTimeMs: 0,
    updateTimeMs: 0,
  };
}

describe('a step on a book', () => {
  it('that puts a level back to where it was is no change and takes no update id', () => {
    const book = new LimitOrderBook(PAIR);
    const first = bid(1, '2', '100');
    book.rest(first);
    expect(book.endStep(0)?.lastUpdateId).toBe(2);
    book.reduce(first, new Decimal(2), true);
    book.rest(bid(2, '2', '100.00'));
    expect(book.endStep(0)).toBeUndefined();
    expect(book.view().lastUpdateId).toBe(2);
    expect(bookText(book.view())).toEqual({ bids: ['2@100'], asks: [] });
  });

  it('tells only the levels that differ', () => {
    const book = new LimitOrderBook(PAIR);
    const first = bid(1, '2', '100');
    book.rest(first);
    book.endStep(0);
    book.rest(bid(2, '1', '99'));
    book.reduce(first, new Decimal(1), false);
    book.rest(bid(3, '1', '100'));
    const change = book.endStep(7);
    expect([change?.firstUpdateId, change?.lastUpdateId, change?.timeMs]).toEqual([3, 3, 7]);
    expect(change && bookText(change)).toEqual({ bids: ['1@99'], asks: [] });
  });

  it('cannot take out an order that does not rest there', () => {
    const book = new LimitOrderBook(PAIR);
    book.rest(bid(1, '2', '100'));
    expect(() => {
      book.reduce(bid(2, '2', '100'), new Decimal(2), true);
    }).toThrow('order 2 does not rest at 100');
  });
});
