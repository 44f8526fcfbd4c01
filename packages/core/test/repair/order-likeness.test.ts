import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { OpenOrder } from '../../src/model/open-order.ts';
import type { TradeUpdate } from '../../src/model/trade-update.ts';
import { InFlightOrder } from '../../src/orders/in-flight-order.ts';
import type { InFlightOrderOptions } from '../../src/orders/in-flight-order.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';
import { areAlike, isInTimeOf, isLike, mayBeFillOf } from '../../src/repair/order-likeness.ts';

const START = 1_000_000;

function order(change: Partial<InFlightOrderOptions> = {}): InFlightOrder {
  return new InFlightOrder({
    clientOrderId: 'c1',
    tradingPair: 'BTC-USDT',
    side: 'buy',
    orderType: 'limit',
    amount: new Decimal(2),
    price: new Decimal(100),
    creationTimeMs: START,
    ...change,
  });
}

const row: OpenOrder = {
  tradingPair: 'BTC-USDT',
  clientOrderId: undefined,
  exchangeOrderId: 'e1',
  side: 'buy',
  orderType: 'limit',
  price: new Decimal(100),
  amount: new Decimal(2),
  executedAmount: new Decimal(0),
  state: 'open',
  creationTimeMs: START,
  updateTimeMs: START,
};

const trade: TradeUpdate = {
  tradingPair: 'BTC-USDT',
  tradeId: 't1',
  exchangeOrderId: 'e1',
  fillTimeMs: START,
  price: new Decimal(100),
  baseAmount: new Decimal(1),
  quoteAmount: new Decimal(100),
  fee: NO_FEE,
  isTaker: false,
};

describe('an open order of the venue', () => {
  it.each([
    { what: 'the same', change: {}, expected: true },
    { what: 'another market', change: { tradingPair: 'ETH-USDT' }, expected: false },
    { what: 'the other side', change: { side: 'sell' }, expected: false },
    { what: 'another amount', change: { amount: new Decimal('2.0001') }, expected: false },
    { what: 'another price', change: { price: new Decimal('100.01') }, expected: false },
    { what: 'the same numbers written otherwise', change: { price: new Decimal('100.00'), amount: new Decimal('2.0') }, expected: true },
  ] as const)('of $what looks like ours: $expected', ({ change, expected }) => {
    expect(isLike(order(), { ...row, ...change })).toBe(expected);
  });

  it('never looks like a market order', () => {
    expect(isLike(order({ orderType: 'market', price: undefined }), row)).toBe(false);
  });

  it.each([
    { timeMs: START - 10_001, expected: false },
    { timeMs: START - 10_000, expected: true },
    { timeMs: START + 5_000 + 10_000, expected: true },
    { timeMs: START + 5_000 + 10_001, expected: false },
  ])('made at $timeMs is of its time: $expected', ({ timeMs, expected }) => {
    expect(isInTimeOf(order(), timeMs, START + 5_000)).toBe(expected);
  });
});

describe('a fill', () => {
  it.each([
    { what: 'at the price', change: {}, expected: true },
    { what: 'of no told side at a better price', change: { price: new Decimal(99) }, expected: true },
    { what: 'at a worse price', change: { price: new Decimal(101) }, expected: false },
    { what: 'of the other side', change: { side: 'sell' }, expected: false },
    { what: 'of another market', change: { tradingPair: 'ETH-USDT' }, expected: false },
    { what: 'from before the order', change: { fillTimeMs: START - 10_001 }, expected: false },
  ] as const)('$what may be of a buy order: $expected', ({ change, expected }) => {
    expect(mayBeFillOf(order(), { ...trade, ...change })).toBe(expected);
  });

  it('of a sell order is not below its price, and of a market order at any', () => {
    expect(mayBeFillOf(order({ side: 'sell' }), { ...trade, price: new Decimal(101) })).toBe(true);
    expect(mayBeFillOf(order({ side: 'sell' }), { ...trade, price: new Decimal(99) })).toBe(false);
    expect(mayBeFillOf(order({ price: undefined }), { ...trade, price: new Decimal(5_000) })).toBe(true);
  });
});

describe('two orders of ours', () => {
  it.each([
    { what: 'the same', change: {}, expected: true },
    { what: 'another market', change: { tradingPair: 'ETH-USDT' }, expected: false },
    { what: 'another side', change: { side: 'sell' }, expected: false },
    { what: 'another amount', change: { amount: new Decimal(3) }, expected: false },
    { what: 'another price', change: { price: new Decimal(3) }, expected: false },
    { what: 'no price', change: { price: undefined }, expected: false },
  ] as const)('with $what are alike: $expected', ({ change, expected }) => {
    expect(areAlike(order(), order({ clientOrderId: 'c2', ...change }))).toBe(expected);
  });

  it('without prices are alike', () => {
    expect(areAlike(order({ price: undefined }), order({ price: undefined }))).toBe(true);
  });
});
