import { describe, expect, it } from 'vitest';
import type { OrderListTicket, World } from '../../src/index.ts';
import { at, bookText, holding, openFloor, PAIR, recorder, refusalOf, START_MS, stateOf, ticket, type Words } from './trading-floor.ts';

function floor(rules = {}): World {
  const { world } = openFloor({ rules });
  world.printTrade(PAIR, '100');
  return world;
}

/** Buys 2 at 99, and sells them at 110 when that is done. */
function buyThenSell(working: Words = {}, pending: Words = {}): OrderListTicket {
  return {
    kind: 'oto',
    working: ticket('ann', 'buy', { ...at('2@99', { clientOrderId: 'w' }), ...working }),
    pending: ticket('ann', 'sell', { ...at('2@110', { clientOrderId: 'p' }), ...pending }),
  };
}

/** The same with a stop beside the gain. */
function buyThenPair(): OrderListTicket {
  return {
    kind: 'otoco',
    working: ticket('ann', 'buy', at('2@99', { clientOrderId: 'w' })),
    above: ticket('ann', 'sell', at('2@110', { type: 'limit-maker', clientOrderId: 'gain' })),
    below: ticket('ann', 'sell', { amount: '2', type: 'stop-loss', stopPrice: '90', clientOrderId: 'loss' }),
  };
}

const states = (world: World, ...ids: string[]): string[] => ids.map((id) => stateOf(world, 'ann', id));

describe('an order that waits for another', () => {
  it('is pending, holds nothing, and is not in the book', () => {
    const world = floor();
    const { placements } = world.placeList(buyThenSell());
    expect(placements.map(({ order }) => [order.status, order.workingTimeMs !== undefined])).toEqual([
      ['new', true],
      ['pending-new', false],
    ]);
    expect([holding(world, 'ann', 'BTC'), holding(world, 'ann', 'USDT')]).toEqual(['10+0', '9802+198']);
    expect(bookText(world.book(PAIR)).asks).toEqual([]);
    expect(refusalOf(() => world.fillOrder('ann', 'p'))).toBe('unknown-order');
  });

  it('is placed when the other one is filled, not before', () => {
    const world = floor();
    world.placeList(buyThenSell());
    world.fillOrder('ann', 'w', '1.999');
    expect(states(world, 'w', 'p')).toEqual(['partially-filled 1.999', 'pending-new 0']);
    const { listener, texts } = recorder();
    world.addListener(listener);
    world.fillOrder('ann', 'w');
    expect(texts().slice(1)).toEqual([
      'ann trade w filled 2',
      expect.stringMatching(/^house trade /),
      'ann new p new 0',
      'house: BTC -2+0, USDT 198+0',
      'ann: USDT 9802+0, BTC 10+2',
      'trade 3 0.001@99',
      'book 4-4 bids 0@99 asks 2@110',
    ]);
    expect(world.order('ann', PAIR, { clientOrderId: 'p' }).workingTimeMs).toBe(START_MS);
    world.fillOrder('ann', 'p');
    expect(world.orderList('ann', { listId: 1 }).status).toBe('all-done');
  });

  it('is told as pending where the other one is filled at once', () => {
    const world = floor();
    world.place(ticket('bob', 'sell', at('2@98')));
    const { list, placements } = world.placeList(buyThenSell());
    expect([list.status, placements.map(({ order }) => order.status), placements[0]?.fills.length]).toEqual([
      'executing',
      ['filled', 'pending-new'],
      1,
    ]);
    expect(states(world, 'w', 'p')).toEqual(['filled 2', 'new 0']);
  });

  it('ends with the other one', () => {
    const expired = floor();
    expired.placeList(buyThenSell({ timeInForce: 'IOC' }));
    expect(states(expired, 'w', 'p')).toEqual(['expired unfilled-ioc 0', 'expired working-order-ended 0']);

    const prevented = floor();
    prevented.placeList(buyThenSell());
    prevented.place(ticket('ann', 'sell', at('1@99', { selfTradePrevention: 'expire-maker' })));
    expect(states(prevented, 'w', 'p')).toEqual(['expired-in-match 0', 'expired working-order-ended 0']);

    for (const name of ['w', 'p']) {
      const canceled = floor();
      canceled.placeList(buyThenSell());
      canceled.fillOrder('ann', 'w', '1');
      canceled.cancel('ann', PAIR, { clientOrderId: name });
      expect(states(canceled, 'w', 'p')).toEqual(['canceled 1', 'canceled 0']);
      expect(canceled.orderList('ann', { listId: 1 }).status).toBe('all-done');
    }
  });

  it.each<[string, Words, string]>([
    ['has too little', at('12.001@110'), 'expired insufficient-balance 0'],
    ['would take', at('2@98', { type: 'limit-maker' }), 'expired would-match 0'],
    ['would be triggered at once', { amount: '2', type: 'stop-loss', stopPrice: '99.5' }, 'expired would-trigger 0'],
    ['finds nobody', { amount: '2', type: 'market' }, 'expired insufficient-liquidity 1'],
    ['is accepted', at('12@110'), 'new 0'],
  ])('does what it can when it %s at its time', (_name, pending, state) => {
    const world = floor();
    const sell = ticket('ann', 'sell', { clientOrderId: 'p', ...pending });
    world.placeList({ kind: 'oto', working: ticket('ann', 'buy', at('2@99', { clientOrderId: 'w' })), pending: sell });
    world.place(ticket('bob', 'buy', at('1@98.5')));
    world.fillOrder('ann', 'w');
    expect(states(world, 'w', 'p')).toEqual(['filled 2', state]);
    expect(world.orderList('ann', { listId: 1 }).status).toBe(state === 'new 0' ? 'executing' : 'all-done');
  });

  it('may be anything but a market order in quote, behind a limit order', () => {
    const world = floor();
    const pending = ticket('ann', 'buy', { type: 'market', quoteAmount: '50' });
    const list = { kind: 'oto', working: ticket('ann', 'buy', at('1@99')), pending } as const;
    expect(refusalOf(() => world.placeList(list))).toBe('bad-list-types: pending');
    expect(refusalOf(() => world.placeList({ ...list, working: pending }))).toBe('bad-list-types: working');
    expect(refusalOf(() => floor({ features: { oto: false } }).placeList(buyThenSell()))).toBe('feature-not-offered: oto');
    expect(refusalOf(() => world.placeList(buyThenSell({}, { price: '110.001' })))).toBe('invalid-price: price');
    expect(refusalOf(() => world.placeList(buyThenSell({}, { clientOrderId: 'w' })))).toBe('duplicate-client-order-id: w');
  });
});

describe('a pair that waits for an order', () => {
  it('is placed as a pair, and one ends the other', () => {
    const world = floor();
    world.placeList(buyThenPair());
    expect(states(world, 'gain', 'loss')).toEqual(['pending-new 0', 'pending-new 0']);
    world.fillOrder('ann', 'w');
    expect([...states(world, 'gain', 'loss'), holding(world, 'ann', 'BTC')]).toEqual(['new 0', 'new 0', '10+2']);
    world.place(ticket('bob', 'buy', at('5@89')));
    world.printTrade(PAIR, '90');
    expect([...states(world, 'gain', 'loss'), holding(world, 'ann', 'BTC')]).toEqual(['expired oco-partner 0', 'filled 2', '10+0']);
    expect(world.orderList('ann', { listId: 1 })).toMatchObject({ kind: 'otoco', status: 'all-done' });
  });

  it('ends as a whole where one of it cannot be placed', () => {
    const world = floor();
    world.placeList(buyThenPair());
    world.place(ticket('bob', 'buy', at('1@111')));
    world.fillOrder('ann', 'w');
    expect(states(world, 'w', 'gain', 'loss')).toEqual(['filled 2', 'expired would-match 0', 'expired would-match 0']);
  });

  it('is refused where its prices can never stand so', () => {
    const list = buyThenPair();
    if (list.kind !== 'otoco') throw new Error('another kind');
    const below = ticket('ann', 'sell', { amount: '2', type: 'stop-loss', stopPrice: '110' });
    expect(refusalOf(() => floor().placeList({ ...list, below }))).toBe('bad-list-prices: pair');
  });
});
