import { describe, expect, it } from 'vitest';
import type { OrderTicket } from '../../src/index.ts';
import { at, openFloor, PAIR, recorder, refusalOf, stateOf, ticket, type Words } from './trading-floor.ts';

describe('the form of orders that wait', () => {
  it.each<[string, Words, string]>([
    ['neither stop price nor delta', { amount: '1', type: 'stop-loss' }, 'missing-parameter: stopPrice'],
    ['a price where there is none', at('1@100', { type: 'take-profit', stopPrice: '90' }), 'unexpected-parameter: price'],
    ['no price where there is one', { amount: '1', type: 'take-profit-limit', stopPrice: '90' }, 'missing-parameter: price'],
    ['a quote amount', { quoteAmount: '10', type: 'stop-loss', stopPrice: '90' }, 'unexpected-parameter: quoteAmount'],
    ['no amount', { type: 'stop-loss', stopPrice: '90' }, 'missing-parameter: amount'],
    ['a stop price off the grid', { amount: '1', type: 'stop-loss', stopPrice: '90.001' }, 'invalid-price: stopPrice'],
    ['a stop price that is no number', { amount: '1', type: 'stop-loss', stopPrice: 'NaN' }, 'malformed-parameter: stopPrice'],
    ['too little worth at its stop price', { amount: '0.05', type: 'stop-loss', stopPrice: '99' }, 'below-minimum-notional: 4.95'],
  ])('may not have %s', (_name, words, message) => {
    expect(refusalOf(() => openFloor().world.place(ticket('ann', 'sell', words)))).toBe(message);
  });

  it.each<[string, Words]>([
    ['stopPrice', at('1@100', { stopPrice: '90' })],
    ['trailingDelta', { type: 'market', amount: '1', trailingDelta: 50 }],
  ])('%s belongs to no other type', (name, words) => {
    expect(refusalOf(() => openFloor().world.place(ticket('ann', 'sell', words)))).toBe(`unexpected-parameter: ${name}`);
  });
});

describe('what a market offers', () => {
  it('is named where it is not offered', () => {
    const { world } = openFloor({
      rules: { orderTypes: ['limit', 'market', 'stop-loss'], features: { iceberg: false, trailing: false, quoteMarket: false } },
    });
    const asked = (words: Words): string => refusalOf(() => world.place(ticket('ann', 'sell', words)));
    expect(asked(at('1@100', { type: 'limit-maker' }))).toBe('order-type-not-offered: limit-maker');
    expect(asked(at('1@100', { icebergAmount: '0.5' }))).toBe('feature-not-offered: iceberg');
    expect(asked({ amount: '1', type: 'stop-loss', trailingDelta: 50 })).toBe('feature-not-offered: trailing');
    expect(asked({ type: 'market', quoteAmount: '50' })).toBe('feature-not-offered: quoteMarket');
  });
});

describe('limits of a market', () => {
  it('hold the notional from above, for orders without a price only where that is said', () => {
    for (const appliesMaximumNotionalToMarket of [false, true]) {
      const { world } = openFloor({ rules: { maximumNotional: '500', appliesMaximumNotionalToMarket } });
      world.printTrade(PAIR, '100');
      const asked = (words: Words): string => refusalOf(() => world.check(ticket('ann', 'sell', words)));
      expect([asked(at('5@100')), asked(at('5.001@100'))]).toEqual(['accepted', 'above-maximum-notional: 500.1']);
      const answer = appliesMaximumNotionalToMarket ? 'above-maximum-notional: 600' : 'accepted';
      expect(asked({ type: 'market', amount: '6' })).toBe(answer);
    }
  });

  it('keep prices within a band of the reference price, on each side its own', () => {
    const { world } = openFloor({ rules: { priceBand: { buyUp: '1.1', buyDown: '0.5', sellUp: '2', sellDown: '0.9' } } });
    const asked = (side: OrderTicket['side'], price: string): string => refusalOf(() => world.check(ticket('ann', side, at(`1@${price}`))));
    expect(asked('buy', '9999')).toBe('accepted');
    world.printTrade(PAIR, '100');
    expect(['50', '110'].map((price) => asked('buy', price))).toEqual(['accepted', 'accepted']);
    expect(['90', '200'].map((price) => asked('sell', price))).toEqual(['accepted', 'accepted']);
    for (const price of ['49.99', '110.01']) expect(asked('buy', price)).toBe('price-out-of-band: price');
    for (const price of ['89.99', '200.01']) expect(asked('sell', price)).toBe('price-out-of-band: price');
    world.setReferencePrice(PAIR, '1000');
    expect([world.referencePrice(PAIR).toString(), asked('buy', '1100')]).toEqual(['1000', 'accepted']);
    world.setReferencePrice(PAIR, undefined);
    expect(asked('buy', '1100')).toBe('price-out-of-band: price');
  });

  it('keep trades within a band of the set reference price, and the rest of the order expires', () => {
    const { world } = openFloor({ rules: { executionBand: { buyUp: '1.01', buyDown: '0.9', sellUp: '1.1', sellDown: '0.99' } } });
    const trade = (clientOrderId: string, words: Words): string => {
      world.place(ticket('ann', 'buy', { ...words, clientOrderId }));
      return stateOf(world, 'ann', clientOrderId);
    };
    for (const price of ['100', '101', '102']) world.place(ticket('bob', 'sell', at(`2@${price}`)));
    expect(trade('free', { type: 'market', amount: '1' })).toBe('filled 1');
    world.setReferencePrice(PAIR, '100');
    expect(trade('limit', at('9@105'))).toBe('expired price-range 3');
    expect(trade('market', { type: 'market', amount: '1' })).toBe('expired price-range 0');
    expect(trade('outside', at('1@101.5'))).toBe('new 0');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@102', { type: 'limit-maker' }))))).toBe('would-match');
  });

  it('hold what a buyer may come to own', () => {
    const { world } = openFloor({ rules: { maximumPosition: '13' } });
    const buy = (words: Words): string => refusalOf(() => world.place(ticket('ann', 'buy', words)));
    world.place(ticket('ann', 'sell', at('4@200')));
    expect(buy(at('2@50'))).toBe('accepted');
    expect(buy(at('1.001@50'))).toBe('above-maximum-position: 13.001');
    world.place(ticket('bob', 'sell', at('5@60')));
    expect(buy({ type: 'market', quoteAmount: '61' })).toBe('above-maximum-position: 13.016');
    world.cancelAll('ann', PAIR);
    world.printTrade(PAIR, '55');
    const above = ticket('ann', 'buy', at('2@57', { type: 'stop-loss-limit', stopPrice: '57' }));
    world.placeList({ kind: 'oco', above, below: ticket('ann', 'buy', at('2@50', { type: 'limit-maker' })) });
    expect([buy(at('1.001@50')), buy(at('1@50'))]).toEqual(['above-maximum-position: 13.001', 'accepted']);
    expect(refusalOf(() => world.place(ticket('ann', 'sell', at('1@200'))))).toBe('accepted');
  });

  it('count open orders that trigger, and icebergs, apart', () => {
    const { world } = openFloor({ rules: { maximumTriggerOrders: 1, maximumIcebergOrders: 1 } });
    const sell = (words: Words): string => refusalOf(() => world.place(ticket('ann', 'sell', words)));
    const stop = { amount: '1', type: 'stop-loss', stopPrice: '90' } as const;
    expect([sell(stop), sell(stop)]).toEqual(['accepted', 'too-many-trigger-orders: 1']);
    const iceberg = at('1@100', { icebergAmount: '0.5' });
    expect([sell(iceberg), sell(iceberg), sell(at('1@100'))]).toEqual(['accepted', 'too-many-iceberg-orders: 1', 'accepted']);
  });

  it('count an order that waits among the open ones whatever its time in force', () => {
    const { world } = openFloor({ rules: { maximumOpenOrders: 1 } });
    const stop = at('1@90', { type: 'stop-loss-limit', stopPrice: '90', timeInForce: 'IOC' });
    world.place(ticket('ann', 'sell', stop));
    expect(refusalOf(() => world.place(ticket('ann', 'sell', stop)))).toBe('too-many-open-orders: 1');
  });
});

describe('a printed trade', () => {
  it('is told, is the last price, and changes nobody', () => {
    const { world } = openFloor();
    const { listener, texts } = recorder();
    world.addListener(listener);
    const before = world.totals();
    expect(world.printTrade(PAIR, '100', '2').takerSide).toBe('buy');
    expect(world.printTrade(PAIR, '99').takerSide).toBe('sell');
    expect(texts()).toEqual(['trade 1 2@100', 'trade 2 0.001@99']);
    expect([world.lastPrice(PAIR).toString(), world.totals()]).toEqual(['99', before]);
  });

  it('is one that the market could have', () => {
    const { world } = openFloor();
    expect(refusalOf(() => world.printTrade(PAIR, '99.001'))).toBe('invalid-price: price');
    expect(refusalOf(() => world.printTrade(PAIR, '0'))).toBe('invalid-price: price');
    expect(refusalOf(() => world.printTrade(PAIR, '99', '0.0001'))).toBe('invalid-amount: amount');
    expect(refusalOf(() => world.printTrade('ETH-USDT', '99'))).toBe('unknown-symbol: ETH-USDT');
    expect(() => world.setReferencePrice(PAIR, 'much')).toThrow('must be a decimal number');
  });
});

describe('the first fill of an order', () => {
  it('is told once for each side', () => {
    const { world } = openFloor();
    const told: string[] = [];
    world.addListener({
      onExecution: () => undefined,
      onFirstFill: ({ account, orderId, isMaker }) => told.push(`${account} ${orderId} ${isMaker ? 'maker' : 'taker'}`),
      onBalances: () => undefined,
      onTrade: () => undefined,
      onBookChange: () => undefined,
    });
    world.place(ticket('ann', 'buy', at('3@100')));
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@100')));
    world.cancelAll('ann', PAIR);
    expect(told).toEqual(['ann 1 maker', 'bob 2 taker', 'bob 3 taker']);
  });
});
