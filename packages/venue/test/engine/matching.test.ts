import { describe, expect, it } from 'vitest';
import { at, bookText, holding, openFloor, PAIR, refusalOf, ticket, tradeText } from './trading-floor.ts';

describe('limit orders', () => {
  it('rest in the book and hold price times amount, or the amount', () => {
    const { world } = openFloor();
    const bid = world.place(ticket('ann', 'buy', at('2@100.5')));
    world.place(ticket('bob', 'sell', at('1.5@101')));
    expect(bid.order.status).toBe('new');
    expect(bookText(world.book(PAIR))).toEqual({ bids: ['2@100.5'], asks: ['1.5@101'] });
    expect(holding(world, 'ann', 'USDT')).toBe('9799+201');
    expect(holding(world, 'bob', 'BTC')).toBe('8.5+1.5');
  });

  it('trade at the resting price, and what that saves is free at once', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    const { order, fills } = world.place(ticket('ann', 'buy', at('3@110')));
    expect(fills.map((fill) => tradeText(fill.trade))).toEqual(['1@100']);
    expect(order.status).toBe('partially-filled');
    expect(order.executedQuote.toString()).toBe('100');
    expect(holding(world, 'ann', 'USDT')).toBe('9680+220');
    expect(holding(world, 'ann', 'BTC')).toBe('11+0');
    expect(holding(world, 'bob', 'USDT')).toBe('10100+0');
    expect(holding(world, 'bob', 'BTC')).toBe('9+0');
    expect(bookText(world.book(PAIR))).toEqual({ bids: ['2@110'], asks: [] });
  });

  it('are matched by price, then by time', () => {
    const { world } = openFloor();
    world.addAccount('cem', { BTC: '10' });
    world.place(ticket('bob', 'sell', at('1@101', { clientOrderId: 'late-price' })));
    world.place(ticket('bob', 'sell', at('1@100', { clientOrderId: 'first' })));
    world.place(ticket('cem', 'sell', at('1@100', { clientOrderId: 'second' })));
    const { fills } = world.place(ticket('ann', 'buy', at('2.5@101')));
    expect(fills.map((fill) => tradeText(fill.trade))).toEqual(['1@100', '1@100', '0.5@101']);
    expect(world.order('bob', PAIR, { clientOrderId: 'first' }).status).toBe('filled');
    expect(world.order('cem', PAIR, { clientOrderId: 'second' }).status).toBe('filled');
    expect(world.order('bob', PAIR, { clientOrderId: 'late-price' }).status).toBe('partially-filled');
  });

  it('keep their place in the queue after a partial fill', () => {
    const { world } = openFloor();
    world.addAccount('cem', { BTC: '10' });
    world.place(ticket('bob', 'sell', at('2@100', { clientOrderId: 'first' })));
    world.place(ticket('cem', 'sell', at('2@100', { clientOrderId: 'second' })));
    world.place(ticket('ann', 'buy', at('1@100')));
    world.place(ticket('ann', 'buy', at('1@100')));
    expect(world.order('bob', PAIR, { clientOrderId: 'first' }).status).toBe('filled');
    expect(world.order('cem', PAIR, { clientOrderId: 'second' }).status).toBe('new');
  });

  it('stop before a price that is worse than their own', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('1@99.99')));
    const { fills } = world.place(ticket('bob', 'sell', at('1@100')));
    expect(fills).toEqual([]);
    expect(bookText(world.book(PAIR))).toEqual({ bids: ['1@99.99'], asks: ['1@100'] });
  });
});

describe('time in force', () => {
  it('IOC trades what is there, and the rest expires and is released', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    const { order, fills } = world.place(ticket('ann', 'buy', at('3@100', { timeInForce: 'IOC' })));
    expect(fills).toHaveLength(1);
    expect([order.status, order.expiryReason, order.executedBase.toString()]).toEqual(['expired', 'unfilled-ioc', '1']);
    expect(holding(world, 'ann', 'USDT')).toBe('9900+0');
    expect(bookText(world.book(PAIR))).toEqual({ bids: [], asks: [] });
  });

  it('FOK trades nothing when a hair is missing', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@101')));
    const { order, fills } = world.place(ticket('ann', 'buy', at('2.001@101', { timeInForce: 'FOK' })));
    expect([order.status, order.expiryReason, fills.length]).toEqual(['expired', 'unfilled-fok', 0]);
    expect(holding(world, 'ann', 'USDT')).toBe('10000+0');
    expect(bookText(world.book(PAIR)).asks).toEqual(['1@100', '1@101']);
  });

  it('FOK does not count what is beyond its price', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@101')));
    expect(world.place(ticket('ann', 'buy', at('2@100.99', { timeInForce: 'FOK' }))).order.status).toBe('expired');
  });

  it('FOK fills when the whole amount is there over several levels', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@101')));
    const { order } = world.place(ticket('ann', 'buy', at('2@101', { timeInForce: 'FOK' })));
    expect([order.status, order.executedQuote.toString()]).toEqual(['filled', '201']);
  });
});

describe('post-only orders', () => {
  it('rest when they do not cross, and are refused when they would trade', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@100', { type: 'limit-maker' }))))).toBe('would-match');
    expect(world.place(ticket('ann', 'buy', at('1@99.99', { type: 'limit-maker' }))).order.status).toBe('new');
  });

  it('are refused against an own order too', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'sell', at('1@100')));
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@100', { type: 'limit-maker' }))))).toBe('would-match');
  });
});

describe('market orders', () => {
  it('by base walk the book and need no more than that costs', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@200')));
    const { order } = world.place(ticket('ann', 'buy', { type: 'market', amount: '1.5' }));
    expect([order.status, order.executedQuote.toString(), order.price.toString()]).toEqual(['filled', '200', '0']);
    expect(holding(world, 'ann', 'USDT')).toBe('9800+0');
  });

  it('expire with what the book could not give', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('1@100')));
    const { order } = world.place(ticket('bob', 'sell', { type: 'market', amount: '3' }));
    expect([order.status, order.expiryReason, order.executedBase.toString()]).toEqual(['expired', 'insufficient-liquidity', '1']);
    expect(holding(world, 'bob', 'BTC')).toBe('9+0');
  });

  it('expire whole on an empty book', () => {
    const { world } = openFloor();
    const { order, fills } = world.place(ticket('bob', 'sell', { type: 'market', amount: '3' }));
    expect([order.status, order.executedBase.toString(), fills.length]).toEqual(['expired', '0', 0]);
  });

  it('by quote buy whole increments and leave the dust', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@300')));
    const { order } = world.place(ticket('ann', 'buy', { type: 'market', quoteAmount: '200.5' }));
    expect([order.status, order.amount.toString(), order.executedQuote.toString()]).toEqual(['filled', '1.335', '200.5']);
    const next = world.place(ticket('ann', 'buy', { type: 'market', quoteAmount: '100' })).order;
    expect([next.status, next.amount.toString(), next.executedQuote.toString()]).toEqual(['filled', '0.333', '99.9']);
  });

  it('by quote sell until they have received that much', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('1@100')));
    world.place(ticket('ann', 'buy', at('1@50')));
    const { order } = world.place(ticket('bob', 'sell', { type: 'market', quoteAmount: '120' }));
    expect([order.status, order.amount.toString(), order.executedQuote.toString()]).toEqual(['filled', '1.4', '120']);
  });

  it('by quote expire when the book runs dry first', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    const { order } = world.place(ticket('ann', 'buy', { type: 'market', quoteAmount: '150' }));
    expect([order.status, order.expiryReason, order.amount.toString()]).toEqual(['expired', 'insufficient-liquidity', '1']);
    expect(holding(world, 'ann', 'USDT')).toBe('9900+0');
    expect(world.openOrders('ann')).toEqual([]);
  });
});

describe('self-trade', () => {
  it('ends the taker where it meets an own order, after what it traded before', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('ann', 'sell', at('1@101', { clientOrderId: 'own' })));
    const { order, fills } = world.place(ticket('ann', 'buy', at('3@102')));
    expect(fills).toHaveLength(1);
    expect([order.status, order.preventedBase.toString(), order.executedBase.toString()]).toEqual(['expired-in-match', '2', '1']);
    expect(world.order('ann', PAIR, { clientOrderId: 'own' }).status).toBe('new');
    expect(holding(world, 'ann', 'USDT')).toBe('9900+0');
  });

  it('does not touch an order that is filled before it meets its own', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('ann', 'sell', at('1@100')));
    expect(world.place(ticket('ann', 'buy', at('1@100'))).order.status).toBe('filled');
  });

  it('kills a FOK order that would need its own order', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('ann', 'sell', at('1@100')));
    const { order, fills } = world.place(ticket('ann', 'buy', at('2@100', { timeInForce: 'FOK' })));
    expect([order.status, order.preventedBase.toString(), fills.length]).toEqual(['expired-in-match', '2', 0]);
  });

  it('ends a market order given in quote with what it executed and what was prevented', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('ann', 'sell', at('1@100')));
    const { order } = world.place(ticket('ann', 'buy', { type: 'market', quoteAmount: '150' }));
    expect([order.status, order.amount.toString(), order.executedBase.toString()]).toEqual(['expired-in-match', '1.5', '1']);
  });
});
