import { describe, expect, it } from 'vitest';
import type { OrderListTicket, World } from '../../src/index.ts';
import { at, bookText, holding, openFloor, PAIR, recorder, refusalOf, stateOf, ticket, type Words } from './trading-floor.ts';

/** A floor whose last trade was at 100, and where bob buys and sells. */
function floorAt100(rules = {}): World {
  const { world } = openFloor({ rules });
  world.printTrade(PAIR, '100');
  world.place(ticket('bob', 'buy', at('5@90')));
  return world;
}

/** Sells above 110 with a gain, or below 95 with a loss. */
function sellPair(above: Words = {}, below: Words = {}): OrderListTicket {
  return {
    kind: 'oco',
    clientListId: 'l',
    above: ticket('ann', 'sell', { ...at('2@110', { type: 'limit-maker', clientOrderId: 'gain' }), ...above }),
    below: ticket('ann', 'sell', { amount: '2', type: 'stop-loss', stopPrice: '95', clientOrderId: 'loss', ...below }),
  };
}

function buyPair(): OrderListTicket {
  return {
    kind: 'oco',
    above: ticket('ann', 'buy', { ...at('2@106'), type: 'stop-loss-limit', stopPrice: '105', clientOrderId: 'loss' }),
    below: ticket('ann', 'buy', at('2@95', { type: 'limit-maker', clientOrderId: 'gain' })),
  };
}

const states = (world: World): string[] => ['gain', 'loss'].map((id) => stateOf(world, 'ann', id));

describe('two orders of which one ends the other', () => {
  it('are placed in one step, and hold together what the dearer one needs', () => {
    const world = floorAt100();
    const { listener, texts } = recorder();
    world.addListener(listener);
    const { list, placements } = world.placeList(buyPair());
    expect(placements.map(({ order }) => [order.clientOrderId, order.status, order.listId])).toEqual([
      ['loss', 'new', list.listId],
      ['gain', 'new', list.listId],
    ]);
    expect(holding(world, 'ann', 'USDT')).toBe('9788+212');
    expect(texts()).toEqual([
      'ann new loss new 0',
      'ann new gain new 0',
      'list oco exec-started',
      'ann: USDT 9788+212',
      'book 3-3 bids 2@95 asks ',
    ]);
    world.cancelList('ann', PAIR, { listId: list.listId });
    expect(holding(world, 'ann', 'USDT')).toBe('10000+0');
  });

  it('keep the first that trades, however little, and the other one expires before it', () => {
    const world = floorAt100();
    world.placeList(buyPair());
    const { listener, texts } = recorder();
    world.addListener(listener);
    world.place(ticket('bob', 'sell', at('0.5@95', { clientOrderId: 'b' })));
    expect(texts().slice(0, 4)).toEqual([
      'bob new b new 0',
      'ann expired loss expired 0',
      'ann trade gain partially-filled 0.5',
      'bob trade b filled 0.5',
    ]);
    expect([...states(world), holding(world, 'ann', 'USDT')]).toEqual(['partially-filled 0.5', 'expired oco-partner 0', '9810+142.5']);
    expect(world.orderList('ann', { listId: 1 }).status).toBe('executing');
    world.fillOrder('ann', 'gain');
    expect(texts().filter((text) => text.startsWith('list'))).toEqual(['list oco all-done']);
  });

  it('keep the one that is triggered', () => {
    const world = floorAt100();
    world.placeList(sellPair());
    world.printTrade(PAIR, '95');
    expect(states(world)).toEqual(['expired oco-partner 0', 'filled 2']);
    expect(bookText(world.book(PAIR))).toEqual({ bids: ['3@90'], asks: [] });
    expect([holding(world, 'ann', 'BTC'), world.orderList('ann', { clientListId: 'l' }).status]).toEqual(['8+0', 'all-done']);
  });

  it('keep the older one when a trade triggers both', () => {
    const world = floorAt100();
    const trailing = { trailingDelta: 500 };
    world.placeList(sellPair({ ...at('2@90'), type: 'take-profit-limit', stopPrice: '110', ...trailing }, trailing));
    for (const price of ['95', '120', '110']) world.printTrade(PAIR, price);
    expect(states(world)).toEqual(['filled 2', 'expired oco-partner 0']);
  });

  it('keep the one that is filled before the trigger of the other takes effect', () => {
    const world = floorAt100();
    world.placeList(sellPair({}, { stopPrice: '99', trailingDelta: 100 }));
    world.printTrade(PAIR, '99');
    world.place(ticket('bob', 'sell', at('1@109', { clientOrderId: 'far' })));
    world.printTrade(PAIR, '200');
    world.place(ticket('bob', 'buy', { ...at('3@110'), selfTradePrevention: 'none' }));
    expect(states(world)).toEqual(['filled 2', 'expired oco-partner 0']);
  });

  it('are canceled together, whichever is named, and by cancelAll once', () => {
    for (const name of ['gain', 'loss'] as const) {
      const world = floorAt100();
      world.placeList(sellPair());
      expect(world.cancel('ann', PAIR, { clientOrderId: name }, 'c').clientOrderId).toBe(name);
      expect([...states(world), holding(world, 'ann', 'BTC')]).toEqual(['canceled 0', 'canceled 0', '10+0']);
    }
    const world = floorAt100();
    world.placeList(sellPair());
    const { listener, texts } = recorder();
    world.addListener(listener);
    expect(world.cancelAll('ann', PAIR).map(({ clientOrderId }) => clientOrderId)).toEqual(['gain', 'loss']);
    expect(texts().filter((text) => text.startsWith('list'))).toEqual(['list oco all-done']);
  });

  it('end together when self-trade prevention ends one', () => {
    const world = floorAt100();
    world.placeList(sellPair());
    world.place(ticket('ann', 'buy', at('1@110', { selfTradePrevention: 'expire-maker' })));
    expect([...states(world), holding(world, 'ann', 'BTC')]).toEqual(['expired-in-match 0', 'expired oco-partner 0', '10+0']);
  });

  it.each<[string, Words, Words, string]>([
    ['a gain below the price', at('2@100'), {}, 'bad-list-prices: pair'],
    ['a stop above the price', {}, { stopPrice: '100' }, 'bad-list-prices: pair'],
    ['two stops', { type: 'stop-loss-limit', stopPrice: '110' }, {}, 'bad-list-types: pair'],
    ['a plain limit order', { type: 'limit' }, {}, 'bad-list-types: pair'],
    ['two amounts', {}, { amount: '1' }, 'malformed-parameter: amount'],
    ['one id for both', { clientOrderId: 'x' }, { clientOrderId: 'x' }, 'duplicate-client-order-id: x'],
    ['an id that is taken', { clientOrderId: 'taken' }, {}, 'duplicate-client-order-id: taken'],
    ['too much', { amount: '10.001' }, { amount: '10.001' }, 'insufficient-balance: BTC'],
    ['a wrong price', { price: '110.001' }, {}, 'invalid-price: price'],
    ['all that there is', { amount: '10' }, { amount: '10' }, 'accepted'],
  ])('may not have %s', (_name, above, below, message) => {
    const world = floorAt100();
    world.place(ticket('ann', 'buy', at('1@50', { clientOrderId: 'taken' })));
    expect(refusalOf(() => world.placeList(sellPair(above, below)))).toBe(message);
  });

  it('may not be of two sides or two accounts', () => {
    const world = floorAt100();
    const above = ticket('ann', 'sell', at('2@110', { type: 'limit-maker' }));
    const stop = { amount: '2', type: 'stop-loss', stopPrice: '105' } as const;
    expect(refusalOf(() => world.placeList({ kind: 'oco', above, below: ticket('ann', 'buy', stop) }))).toBe('malformed-parameter: side');
    expect(refusalOf(() => world.placeList({ kind: 'oco', above, below: ticket('bob', 'sell', stop) }))).toBe(
      'malformed-parameter: account',
    );
  });

  it('are as many as the market allows, each order counted', () => {
    const world = floorAt100({ maximumOrderLists: 2, maximumOpenOrders: 5, maximumTriggerOrders: 2 });
    const place = (name: string): string =>
      refusalOf(() => {
        const { clientListId: _, ...list } = sellPair({ clientOrderId: `g${name}` }, { clientOrderId: `l${name}` });
        world.placeList(list);
      });
    expect([place('1'), place('2')]).toEqual(['accepted', 'accepted']);
    expect(place('3')).toBe('too-many-open-orders: 5');
    world.cancel('ann', PAIR, { clientOrderId: 'g1' });
    expect(place('3')).toBe('accepted');
    const tight = floorAt100({ maximumOrderLists: 1 });
    tight.placeList(sellPair());
    const again = sellPair({ clientOrderId: 'g' }, { clientOrderId: 'x' });
    expect(refusalOf(() => tight.placeList(again))).toBe('too-many-order-lists: 1');
    expect(refusalOf(() => floorAt100({ maximumTriggerOrders: 0 }).placeList(sellPair()))).toBe('too-many-trigger-orders: 0');
    expect(refusalOf(() => floorAt100({ features: { oco: false } }).placeList(sellPair()))).toBe('feature-not-offered: oco');
  });

  it('have an id that no other open list of the account has', () => {
    const world = floorAt100();
    world.placeList(sellPair());
    const again = sellPair({ clientOrderId: 'g' }, { clientOrderId: 'x' });
    expect(refusalOf(() => world.placeList(again))).toBe('duplicate-client-order-id: l');
    world.cancelList('ann', PAIR, { clientListId: 'l' });
    expect(refusalOf(() => world.placeList(again))).toBe('accepted');
    expect(world.orderList('ann', { clientListId: 'l' }).listId).toBe(2);
    expect(world.orderLists('ann').map(({ listId, status }) => [listId, status])).toEqual([
      [1, 'all-done'],
      [2, 'executing'],
    ]);
  });
});

describe('a list that is asked for', () => {
  it('must be named, exist, and be open to be canceled', () => {
    const world = floorAt100();
    world.placeList(sellPair());
    expect(refusalOf(() => world.orderList('ann', {}))).toBe('missing-parameter: listId');
    expect(refusalOf(() => world.orderList('bob', { clientListId: 'l' }))).toBe('unknown-order-list');
    expect(refusalOf(() => world.cancelList('ann', PAIR, { listId: 7 }))).toBe('unknown-order-list');
    const { list, orders } = world.cancelList('ann', PAIR, { clientListId: 'l' }, 'c');
    expect([list.status, orders.map(({ status }) => status)]).toEqual(['all-done', ['canceled', 'canceled']]);
    expect(refusalOf(() => world.cancelList('ann', PAIR, { clientListId: 'l' }))).toBe('unknown-order-list');
  });
});
