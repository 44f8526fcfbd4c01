import { type FillQuery, spotInstrument, type World } from '../../src/index.ts';
import { describe, expect, it } from 'vitest';
import { at, bookText, openFloor, PAIR, refusalOf, START_MS, ticket, tradeText } from './trading-floor.ts';

describe('looking up an order', () => {
  it('works by either id, also when it is closed', () => {
    const { world } = openFloor();
    const { order } = world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'a' })));
    world.cancel('ann', PAIR, { orderId: order.orderId });
    expect(world.order('ann', PAIR, { orderId: order.orderId }).status).toBe('canceled');
    expect(world.order('ann', PAIR, { clientOrderId: 'a' }).orderId).toBe(order.orderId);
  });

  it('by a client id that was used again finds the newest order', () => {
    const { world } = openFloor();
    world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'a' })));
    world.cancel('ann', PAIR, { clientOrderId: 'a' });
    const second = world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'a' }))).order;
    expect(world.order('ann', PAIR, { clientOrderId: 'a' }).orderId).toBe(second.orderId);
    expect(world.orders('ann', PAIR).map((order) => order.status)).toEqual(['canceled', 'new']);
  });

  it('is refused for another account, another market, no id, and ids that disagree', () => {
    const { world } = openFloor();
    world.addInstrument(spotInstrument({ base: 'ETH', quote: 'USDT', amountIncrement: '0.001' }));
    const { order } = world.place(ticket('ann', 'buy', at('1@100', { clientOrderId: 'a' })));
    const { orderId } = order;
    expect(refusalOf(() => world.order('bob', PAIR, { orderId }))).toBe('unknown-order');
    expect(refusalOf(() => world.order('ann', 'ETH-USDT', { orderId }))).toBe('unknown-order');
    expect(refusalOf(() => world.order('ann', 'XRP-USDT', { orderId }))).toBe('unknown-symbol: XRP-USDT');
    expect(refusalOf(() => world.order('ann', PAIR, {}))).toBe('missing-parameter: orderId');
    expect(refusalOf(() => world.cancel('ann', PAIR, {}))).toBe('missing-parameter: orderId');
    expect(refusalOf(() => world.order('ann', PAIR, { orderId, clientOrderId: 'b' }))).toBe('order-ids-disagree');
    expect(refusalOf(() => world.order('ann', PAIR, { orderId, clientOrderId: 'a' }))).toBe('accepted');
  });
});

describe('canceling', () => {
  it('is refused once the order is closed', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100', { clientOrderId: 's' })));
    world.place(ticket('ann', 'buy', at('1@100')));
    expect(refusalOf(() => world.cancel('bob', PAIR, { clientOrderId: 's' }))).toBe('unknown-order');
    expect(refusalOf(() => world.cancelAll('bob', PAIR))).toBe('unknown-order');
  });

  it('keeps what was executed before', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('2@100', { clientOrderId: 's' })));
    world.place(ticket('ann', 'buy', at('0.5@100')));
    const order = world.cancel('bob', PAIR, { clientOrderId: 's' });
    expect([order.status, order.executedBase.toString(), order.amount.toString()]).toEqual(['canceled', '0.5', '2']);
  });
});

describe('ids', () => {
  it('of orders run over all markets, of trades in each market', () => {
    const { world } = openFloor();
    world.addInstrument(spotInstrument({ base: 'ETH', quote: 'USDT', amountIncrement: '0.001' }));
    world.deposit('bob', 'ETH', '10');
    const eth = { tradingPair: 'ETH-USDT' } as const;
    const ids = [
      world.place(ticket('bob', 'sell', at('1@100'))),
      world.place(ticket('bob', 'sell', at('1@10', eth))),
      world.place(ticket('ann', 'buy', at('1@100'))),
      world.place(ticket('ann', 'buy', at('1@10', eth))),
    ];
    expect(ids.map(({ order }) => order.orderId)).toEqual([1, 2, 3, 4]);
    expect(ids.flatMap(({ fills }) => fills.map((fill) => fill.trade.tradeId))).toEqual([1, 1]);
  });

  it('are made by the venue where the client gives none, each another', () => {
    const { world } = openFloor();
    const made = [1, 2, 3].map(() => world.place(ticket('ann', 'buy', at('1@100'))).order.clientOrderId);
    expect(new Set(made).size).toBe(3);
    for (const id of made) expect(id).toMatch(/^v[0-9a-f]{20}$/);
  });
});

describe('open orders', () => {
  it('come by id, over all markets or for one', () => {
    const { world } = openFloor();
    world.addInstrument(spotInstrument({ base: 'ETH', quote: 'USDT', amountIncrement: '0.001' }));
    world.place(ticket('ann', 'buy', at('1@100')));
    world.place(ticket('ann', 'buy', at('1@10', { tradingPair: 'ETH-USDT' })));
    world.place(ticket('ann', 'buy', at('1@101')));
    expect(world.openOrders('ann').map((order) => order.orderId)).toEqual([1, 2, 3]);
    expect(world.openOrders('ann', PAIR).map((order) => order.orderId)).toEqual([1, 3]);
    expect(world.openOrders('bob')).toEqual([]);
  });
});

describe('the book', () => {
  it('is cut to a depth from the best price on', () => {
    const { world } = openFloor();
    for (const price of ['98', '100', '99']) world.place(ticket('ann', 'buy', at(`1@${price}`)));
    for (const price of ['103', '101', '102']) world.place(ticket('ann', 'sell', at(`1@${price}`)));
    expect(bookText(world.book(PAIR, 2))).toEqual({ bids: ['1@100', '1@99'], asks: ['1@101', '1@102'] });
    expect(refusalOf(() => world.book('XRP-USDT'))).toBe('unknown-symbol: XRP-USDT');
  });
});

describe('the last price', () => {
  it('is the last trade, before it the middle, before that the only side, and 0 in the beginning', () => {
    const { world } = openFloor();
    expect(world.lastPrice(PAIR).toString()).toBe('0');
    world.place(ticket('ann', 'buy', at('1@100')));
    expect(world.lastPrice(PAIR).toString()).toBe('100');
    world.place(ticket('bob', 'sell', at('1@100.05')));
    expect(world.lastPrice(PAIR).toString()).toBe('100.02');
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('ann', 'buy', at('1@90')));
    expect(world.lastPrice(PAIR).toString()).toBe('100');
  });
});

/** Six trades, 10 ms apart: two of Ann's order at 101, four of the one at 100. */
function floorWithFills(): ReturnType<typeof openFloor> {
  const floor = openFloor();
  floor.world.place(ticket('ann', 'buy', at('5@100', { clientOrderId: 'deep' })));
  floor.world.place(ticket('ann', 'buy', at('2@101', { clientOrderId: 'top' })));
  for (let index = 0; index < 6; index += 1) {
    floor.clock.jumpWall(10);
    floor.world.place(ticket('bob', 'sell', at('1@100')));
  }
  return floor;
}

function tradeIds(world: World, query: Partial<FillQuery>): number[] {
  return world.fills('ann', { tradingPair: PAIR, limit: 100, ...query }).map((fill) => fill.trade.tradeId);
}

describe('fills', () => {
  it('come oldest first, the newest ones when no lower bound is given', () => {
    const { world } = floorWithFills();
    expect(tradeIds(world, {})).toEqual([1, 2, 3, 4, 5, 6]);
    expect(tradeIds(world, { limit: 2 })).toEqual([5, 6]);
    expect(tradeIds(world, { limit: 0 })).toEqual([]);
  });

  it('come from a trade id, a time, up to a time, or of an order', () => {
    const { world } = floorWithFills();
    expect(tradeIds(world, { fromTradeId: 3, limit: 2 })).toEqual([3, 4]);
    expect(tradeIds(world, { fromTradeId: 7 })).toEqual([]);
    expect(tradeIds(world, { startTimeMs: START_MS + 50 })).toEqual([5, 6]);
    expect(tradeIds(world, { endTimeMs: START_MS + 20 })).toEqual([1, 2]);
    expect(tradeIds(world, { startTimeMs: START_MS + 20, endTimeMs: START_MS + 40, limit: 2 })).toEqual([2, 3]);
    const top = world.order('ann', PAIR, { clientOrderId: 'top' }).orderId;
    expect(tradeIds(world, { orderId: top })).toEqual([1, 2]);
    expect(tradeIds(world, { orderId: top, fromTradeId: 2 })).toEqual([2]);
  });

  it('belong to both sides, each with its own role', () => {
    const { world } = floorWithFills();
    const [own] = world.fills('ann', { tradingPair: PAIR, limit: 1 });
    const [other] = world.fills('bob', { tradingPair: PAIR, limit: 1 });
    expect([own?.isMaker, own?.side, other?.isMaker, other?.side]).toEqual([true, 'buy', false, 'sell']);
    expect(own?.trade).toEqual(other?.trade);
    expect(own?.trade.takerSide).toBe('sell');
  });
});

describe('recent trades', () => {
  it('are the newest, oldest first, and at least 1,000 of them are kept', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('10@10')));
    for (let index = 0; index < 2_500; index += 1) world.fillOrder('bob', world.openOrders('bob')[0]?.clientOrderId ?? '', '0.001');
    const trades = world.recentTrades(PAIR, 1_000);
    expect(trades).toHaveLength(1_000);
    expect([trades[0]?.tradeId, trades.at(-1)?.tradeId]).toEqual([1_501, 2_500]);
    expect(world.recentTrades(PAIR, 1).map(tradeText)).toEqual(['0.001@10']);
    expect(world.recentTrades(PAIR, 0)).toEqual([]);
  });
});

describe('an account without history', () => {
  it('forgets what is closed and keeps what is open', () => {
    const { world } = openFloor();
    world.keepNoHistory('bob');
    world.place(ticket('bob', 'sell', at('1@100', { clientOrderId: 'gone' })));
    world.place(ticket('bob', 'sell', at('1@101', { clientOrderId: 'open' })));
    world.place(ticket('ann', 'buy', at('1@100')));
    expect(world.orders('bob', PAIR).map((order) => order.clientOrderId)).toEqual(['open']);
    expect(world.fills('bob', { tradingPair: PAIR, limit: 10 })).toEqual([]);
    expect(refusalOf(() => world.order('bob', PAIR, { clientOrderId: 'gone' }))).toBe('unknown-order');
    expect(world.fills('ann', { tradingPair: PAIR, limit: 10 })).toHaveLength(1);
  });
});
