import { Decimal, ZERO } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { LimitOrderBook } from '../../src/engine/limit-order-book.ts';
import type { VenueOrder } from '../../src/index.ts';
import { bookText, PAIR } from './trading-floor.ts';

function bid(orderId: number, amount: string, price: string, icebergAmount?: string): VenueOrder {
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
    stopPrice: undefined,
    trailingDelta: undefined,
    icebergAmount: icebergAmount === undefined ? undefined : new Decimal(icebergAmount),
    selfTradePrevention: 'none',
    listId: undefined,
    heldPrice: new Decimal(price),
    executedBase: ZERO,
    executedQuote: ZERO,
    preventedBase: ZERO,
    visibleAmount: ZERO,
    status: 'new',
    expiryReason: undefined,
    creationTimeMs: 0,
    updateTimeMs: 0,
    workingTimeMs: 0,
    trailingTimeMs: undefined,
  };
}

describe('a step on a book', () => {
  it('that puts a level back to where it was is no change and takes no update id', () => {
    const book = new LimitOrderBook(PAIR);
    const first = bid(1, '2', '100');
    book.rest(first);
    expect(book.endStep(0)?.lastUpdateId).toBe(2);
    book.remove(first);
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
    book.trade(first, new Decimal(1));
    book.rest(bid(3, '1', '100'));
    const change = book.endStep(7);
    expect([change?.firstUpdateId, change?.lastUpdateId, change?.timeMs]).toEqual([3, 3, 7]);
    expect(change && bookText(change)).toEqual({ bids: ['1@99'], asks: [] });
  });

  it('cannot take out an order that does not rest there', () => {
    const book = new LimitOrderBook(PAIR);
    book.rest(bid(1, '2', '100'));
    expect(() => {
      book.remove(bid(2, '2', '100'));
    }).toThrow('order 2 does not rest at 100');
  });

  it('that uses up the visible part of an iceberg and shows as much again is no change, but the order goes behind', () => {
    const book = new LimitOrderBook(PAIR);
    const iceberg = bid(1, '3', '100', '1');
    book.rest(iceberg);
    book.rest(bid(2, '5', '100'));
    book.endStep(0);
    book.trade(iceberg, new Decimal(1));
    iceberg.executedBase = new Decimal(1);
    expect(book.endStep(0)).toBeUndefined();
    expect(Array.from(book.bids.best?.queue ?? [], ({ orderId }) => orderId)).toEqual([2, 1]);
  });

  it('that makes an order smaller keeps its place, and takes it out when it wants nothing', () => {
    const book = new LimitOrderBook(PAIR);
    const first = bid(1, '3', '100');
    book.rest(first);
    book.rest(bid(2, '5', '100'));
    first.amount = new Decimal(1);
    book.shrink(first);
    expect(Array.from(book.bids.best?.queue ?? [], ({ orderId }) => orderId)).toEqual([1, 2]);
    expect(bookText(book.view()).bids).toEqual(['6@100']);
    first.amount = ZERO;
    book.shrink(first);
    expect([bookText(book.view()).bids, first.visibleAmount.toString()]).toEqual([['5@100'], '0']);
  });
});
