import { describe, expect, it } from 'vitest';
import { Decimal } from '@venuekit/core/connector';
import type { Instrument, World } from '../../src/index.ts';
import { at, bookText, holding, openFloor, PAIR, refusalOf, ticket, type Words } from './trading-floor.ts';

const RULES = { minimumPrice: '1', maximumPrice: '1000', minimumAmount: '0.01', maximumAmount: '50', maximumOpenOrders: 2 };

function refused(words: Words, side: 'buy' | 'sell' = 'buy'): string {
  const { world } = openFloor({ rules: RULES });
  return refusalOf(() => world.place(ticket('ann', side, words)));
}

function setStatus(world: World, status: Instrument['status']): void {
  const instrument = world.instruments.get(PAIR);
  if (instrument !== undefined) instrument.status = status;
}

describe('a refused ticket', () => {
  it.each<[string, Words, string]>([
    ['an unknown market', at('1@100', { tradingPair: 'XRP-USDT' }), 'unknown-symbol: XRP-USDT'],
    ['a limit order without a price', { amount: '1' }, 'missing-parameter: price'],
    ['a limit order without an amount', { price: '100' }, 'missing-parameter: amount'],
    ['a limit order given in quote', at('1@100', { quoteAmount: '100' }), 'unexpected-parameter: quoteAmount'],
    ['a market order with a price', at('1@100', { type: 'market' }), 'unexpected-parameter: price'],
    ['a market order without an amount', { type: 'market' }, 'missing-parameter: amount'],
    ['a market order with both amounts', { type: 'market', amount: '1', quoteAmount: '1' }, 'unexpected-parameter: quoteAmount'],
    ['a post-only order that may not rest', at('1@100', { type: 'limit-maker', timeInForce: 'IOC' }), 'unexpected-parameter: timeInForce'],
    ['an amount that is no number', at('NaN@100'), 'malformed-parameter: amount'],
    ['an infinite price', at('1@Infinity'), 'malformed-parameter: price'],
    ['an amount with too many decimals', at('1.000000001@100'), 'too-much-precision: amount'],
    ['a price with too many decimals', at('1@100.000000001'), 'too-much-precision: price'],
    ['a quote amount with too many decimals', { type: 'market', quoteAmount: '10.000000001' }, 'too-much-precision: quoteAmount'],
    ['a price between two ticks', at('1@100.001'), 'invalid-price: price'],
    ['a price of nothing', at('1@0'), 'invalid-price: price'],
    ['a price below the lowest', at('1@0.99'), 'invalid-price: price'],
    ['a price above the highest', at('1@1000.01'), 'invalid-price: price'],
    ['an amount between two increments', at('1.0005@100'), 'invalid-amount: amount'],
    ['an amount of nothing', at('0@100'), 'invalid-amount: amount'],
    ['a negative amount', at('-1@100'), 'invalid-amount: amount'],
    ['an amount below the smallest', at('0.009@1000'), 'invalid-amount: amount'],
    ['an amount above the largest', at('50.001@100'), 'invalid-amount: amount'],
    ['a quote amount of nothing', { type: 'market', quoteAmount: '0' }, 'invalid-amount: quoteAmount'],
    ['too small a notional', at('0.499@10'), 'below-minimum-notional: 4.99'],
    ['too small a notional in quote', { type: 'market', quoteAmount: '4.99' }, 'below-minimum-notional: 4.99'],
    ['more than the account has', at('50@1000'), 'insufficient-balance: USDT'],
  ])('names %s', (_name, words, message) => {
    expect(refused(words)).toBe(message);
  });

  it('takes the limits themselves', () => {
    expect(refused(at('0.01@1000'))).toBe('accepted');
    expect(refused(at('10@1000'))).toBe('accepted');
    expect(refused(at('10@1'))).toBe('accepted');
    expect(refused(at('0.5@10'))).toBe('accepted');
  });

  it('never takes a price or an amount of nothing, also where the market names no minimum', () => {
    const { world } = openFloor({ rules: { minimumPrice: '0', minimumAmount: '0', minimumNotional: '0' } });
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@0'))))).toBe('invalid-price: price');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('0@1'))))).toBe('invalid-amount: amount');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('0.001@0.01'))))).toBe('accepted');
  });

  it('may use all decimals of its assets', () => {
    const { world } = openFloor({ rules: { amountIncrement: '0.00000001', priceIncrement: '1' } });
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1.00000001@100'))))).toBe('accepted');
    expect(holding(world, 'ann', 'USDT')).toBe('9899.999999+100.000001');
  });

  it('names the base when a seller has too little', () => {
    expect(refused(at('10.001@100'), 'sell')).toBe('insufficient-balance: BTC');
    expect(refused({ type: 'market', amount: '10.001' }, 'sell')).toBe('insufficient-balance: BTC');
  });

  it('names an account that does not exist', () => {
    const { world } = openFloor();
    expect(refusalOf(() => world.place(ticket('eve', 'buy', at('1@100'))))).toBe('not-permitted: eve');
    expect(refusalOf(() => world.balances('eve'))).toBe('not-permitted: eve');
  });

  it('reckons the notional of a market order with the last price, unless the market spares market orders', () => {
    for (const [appliesMinimumNotionalToMarket, message] of [
      [true, 'below-minimum-notional: 4'],
      [false, 'accepted'],
    ] as const) {
      const { world } = openFloor({ rules: { appliesMinimumNotionalToMarket } });
      world.place(ticket('bob', 'sell', at('1@100')));
      expect(refusalOf(() => world.place(ticket('ann', 'buy', { type: 'market', amount: '0.04' })))).toBe(message);
    }
  });

  it('counts open orders by account and market, and only for orders that may rest', () => {
    const { world } = openFloor({ rules: RULES });
    world.place(ticket('ann', 'buy', at('1@100')));
    const { order } = world.place(ticket('ann', 'buy', at('1@100')));
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@100'))))).toBe('too-many-open-orders: 2');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@100', { timeInForce: 'IOC' }))))).toBe('accepted');
    expect(refusalOf(() => world.place(ticket('bob', 'buy', at('1@100'))))).toBe('accepted');
    world.cancel('ann', PAIR, { orderId: order.orderId });
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@100'))))).toBe('accepted');
  });

  it('holds a client id only while its order is open', () => {
    const { world } = openFloor();
    const words = at('1@100', { clientOrderId: 'same' });
    world.place(ticket('ann', 'buy', words));
    expect(refusalOf(() => world.place(ticket('ann', 'buy', words)))).toBe('duplicate-client-order-id: same');
    expect(refusalOf(() => world.place(ticket('bob', 'buy', words)))).toBe('accepted');
    world.cancel('ann', PAIR, { clientOrderId: 'same' });
    expect(refusalOf(() => world.place(ticket('ann', 'buy', words)))).toBe('accepted');
  });

  it('comes from a closed market; a cancel-only one still cancels', () => {
    const { world } = openFloor();
    const { order } = world.place(ticket('ann', 'buy', at('1@100')));
    setStatus(world, 'halted');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@100'))))).toBe('market-closed: halted');
    expect(refusalOf(() => world.cancel('ann', PAIR, { orderId: order.orderId }))).toBe('market-closed: halted');
    expect(refusalOf(() => world.cancelAll('ann', PAIR))).toBe('market-closed: halted');
    setStatus(world, 'cancel-only');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', at('1@100'))))).toBe('market-closed: cancel-only');
    expect(refusalOf(() => world.cancel('ann', PAIR, { orderId: order.orderId }))).toBe('accepted');
  });

  it('comes from a book that holds less than the smallest amount for a quote order', () => {
    const { world } = openFloor({ rules: { minimumAmount: '0.1' } });
    world.place(ticket('bob', 'sell', at('1@100')));
    expect(refusalOf(() => world.place(ticket('ann', 'buy', { type: 'market', quoteAmount: '9.99' })))).toBe('liquidity-below-minimum');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', { type: 'market', quoteAmount: '10' })))).toBe('accepted');
  });

  it('comes for a quote order that would buy more than the largest amount', () => {
    const { world } = openFloor({ rules: { maximumAmount: '1' } });
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@100')));
    expect(refusalOf(() => world.place(ticket('ann', 'buy', { type: 'market', quoteAmount: '101' })))).toBe('invalid-amount: quoteAmount');
  });

  it('for a market order by base needs only what the book costs', () => {
    const { world } = openFloor();
    world.deposit('ann', 'USDT', '-9900');
    world.place(ticket('bob', 'sell', at('1@100')));
    world.place(ticket('bob', 'sell', at('1@101')));
    expect(refusalOf(() => world.place(ticket('ann', 'buy', { type: 'market', amount: '1.001' })))).toBe('insufficient-balance: USDT');
    expect(refusalOf(() => world.place(ticket('ann', 'buy', { type: 'market', amount: '1' })))).toBe('accepted');
  });

  it('checks in the documented order', () => {
    const { world } = openFloor({ rules: { ...RULES, maximumOpenOrders: 1 } });
    world.place(ticket('bob', 'sell', at('1@100')));
    const { order } = world.place(ticket('ann', 'buy', at('1@99', { clientOrderId: 'taken' })));
    setStatus(world, 'halted');
    const wrong = at('0.0000000001@2000.0000000001', { clientOrderId: 'taken', type: 'limit-maker' });
    const next = (words: Words): string => refusalOf(() => world.place(ticket('ann', 'buy', { ...wrong, ...words })));
    expect(next({ timeInForce: 'IOC' })).toBe('unexpected-parameter: timeInForce');
    expect(next({})).toBe('too-much-precision: price');
    expect(next({ price: '2000.001' })).toBe('too-much-precision: amount');
    expect(next({ price: '2000.001', amount: '0.0001' })).toBe('invalid-price: price');
    expect(next({ price: '200', amount: '0.0001' })).toBe('invalid-amount: amount');
    expect(next({ price: '200', amount: '0.01' })).toBe('below-minimum-notional: 2');
    const large = { price: '1000', amount: '50' };
    expect(next(large)).toBe('too-many-open-orders: 1');
    expect(next({ ...large, type: 'limit', timeInForce: 'IOC' })).toBe('market-closed: halted');
    setStatus(world, 'trading');
    expect(next({ ...large, type: 'limit', timeInForce: 'IOC' })).toBe('duplicate-client-order-id: taken');
    world.cancel('ann', PAIR, { orderId: order.orderId });
    expect(next(large)).toBe('insufficient-balance: USDT');
    expect(next({ ...large, amount: '1' })).toBe('would-match');
  });

  it('changes nothing', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    const before = world.book(PAIR);
    refusalOf(() => world.place(ticket('ann', 'buy', at('1@100', { type: 'limit-maker' }))));
    refusalOf(() => world.place(ticket('ann', 'buy', at('1000@100'))));
    expect(world.book(PAIR)).toEqual(before);
    expect(world.orders('ann', PAIR)).toEqual([]);
    expect(holding(world, 'ann', 'USDT')).toBe('10000+0');
    expect(world.place(ticket('ann', 'buy', at('1@99'))).order.orderId).toBe(2);
  });
});

describe('check', () => {
  it('refuses as place does and places nothing', () => {
    const { world } = openFloor();
    world.place(ticket('bob', 'sell', at('1@100')));
    expect(refusalOf(() => world.check(ticket('ann', 'buy', at('1000@100'))))).toBe('insufficient-balance: USDT');
    expect(refusalOf(() => world.check(ticket('ann', 'buy', at('1@100'))))).toBe('accepted');
    expect(bookText(world.book(PAIR))).toEqual({ bids: [], asks: ['1@100'] });
    expect(world.orders('ann', PAIR)).toEqual([]);
    expect(world.lastPrice(PAIR)).toEqual(new Decimal('100'));
  });
});
