import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { type DenialReason, OrderDeniedError } from '../../src/errors/order-denied-error.ts';
import type { OrderRequest } from '../../src/model/order.ts';
import type { TradingRule } from '../../src/model/trading-rule.ts';
import { type OrderProposal, type OrderValidationContext, spentAsset, validateOrder } from '../../src/orders/order-validation.ts';

const d = (text: string | number): Decimal => new Decimal(text);

const RULE: TradingRule = {
  tradingPair: 'BTC-USDT',
  priceIncrement: d('0.01'),
  amountIncrement: d('0.001'),
  minimumAmount: d('0.002'),
  maximumAmount: d(100),
  marketAmountIncrement: d('0.1'),
  minimumMarketAmount: d('0.2'),
  maximumMarketAmount: d(50),
  minimumPrice: d(1),
  maximumPrice: d(1_000),
  minimumNotional: d(10),
  maximumNotional: d(5_000),
  appliesMinimumNotionalToMarket: true,
  appliesMaximumNotionalToMarket: false,
  orderTypes: ['limit', 'market'],
  isTradable: true,
};

interface Case {
  readonly proposal?: Partial<OrderProposal>;
  readonly context?: Partial<OrderValidationContext>;
  readonly rule?: Partial<TradingRule>;
}

function check({ proposal = {}, context = {}, rule = {} }: Case = {}): OrderRequest {
  return validateOrder(
    {
      clientOrderId: 'c1',
      tradingPair: 'BTC-USDT',
      side: 'buy',
      orderType: 'limit',
      amount: d(1),
      price: d(100),
      positionAction: 'nil',
      ...proposal,
    },
    { rule: { ...RULE, ...rule }, supportedOrderTypes: ['limit', 'market'], bestPrice: d(100), ...context },
  );
}

function reasonOf(given: Case): DenialReason | 'accepted' {
  try {
    check(given);
    return 'accepted';
  } catch (error) {
    if (error instanceof OrderDeniedError) return error.reason;
    throw error;
  }
}

const market = { orderType: 'market', price: undefined } as const;
const fee = { kind: 'added-to-cost', percent: d('0.001'), flatFees: [] } as const;

describe('an order that is accepted', () => {
  it('is floored to the grid, and is good till canceled by default', () => {
    const request = check({ proposal: { amount: d('1.0019'), price: d('100.019') } });
    expect(request).toEqual({
      clientOrderId: 'c1',
      tradingPair: 'BTC-USDT',
      side: 'buy',
      orderType: 'limit',
      amount: d('1.001'),
      price: d('100.01'),
      timeInForce: 'GTC',
      positionAction: 'nil',
    });
  });

  it('has a price with no more significant digits than the market takes, and on the increment', () => {
    const rule = { maximumPriceSignificantDigits: 4 };
    expect(check({ proposal: { price: d('100.99') }, rule }).price?.toFixed()).toBe('100.9');
    expect(check({ proposal: { price: d('100.99') }, rule: { ...rule, priceIncrement: d('0.25') } }).price?.toFixed()).toBe('100.5');
  });

  it('takes the market grid and neither price nor time in force as a market order', () => {
    const request = check({ proposal: { orderType: 'market', amount: d('1.09'), timeInForce: 'IOC' } });
    expect(request.amount.toString()).toBe('1');
    expect('price' in request || 'timeInForce' in request).toBe(false);
  });

  it('keeps the asked time in force of a limit order; a limit maker has none', () => {
    expect(check({ proposal: { timeInForce: 'FOK' } }).timeInForce).toBe('FOK');
    const maker = check({
      proposal: { orderType: 'limit-maker', timeInForce: 'IOC' },
      rule: { orderTypes: ['limit-maker'] },
      context: { supportedOrderTypes: ['limit-maker'] },
    });
    expect('timeInForce' in maker).toBe(false);
  });

  it('falls back to the general grid and bounds as a market order', () => {
    const {
      marketAmountIncrement: _grid,
      minimumMarketAmount: _minimum,
      maximumMarketAmount: _maximum,
      maximumAmount: _most,
      ...rule
    } = RULE;
    const request = validateOrder(
      { clientOrderId: 'c1', tradingPair: 'BTC-USDT', side: 'sell', orderType: 'market', amount: d('1000.0019'), positionAction: 'nil' },
      { rule, supportedOrderTypes: ['market'], bestPrice: d(100) },
    );
    expect(request.amount.toString()).toBe('1000.001');
  });
});

describe('an order that is denied', () => {
  const cases: readonly (readonly [string, DenialReason | 'accepted', Case])[] = [
    ['the connector lacks the type', 'unsupported-order-type', { context: { supportedOrderTypes: ['market'] } }],
    ['the market is unknown', 'unknown-trading-pair', { context: { rule: undefined } }],
    ['the market is closed', 'market-not-tradable', { rule: { isTradable: false } }],
    ['the market lacks the type', 'unsupported-order-type', { rule: { orderTypes: ['market'] } }],
    ['the amount is 0', 'invalid-amount', { proposal: { amount: d(0) } }],
    ['the amount is negative', 'invalid-amount', { proposal: { amount: d(-1) } }],
    ['the amount is no number', 'invalid-amount', { proposal: { amount: d('NaN') } }],
    ['the amount is infinite', 'invalid-amount', { proposal: { amount: d('Infinity') } }],
    ['a limit order has no price', 'invalid-price', { proposal: { price: undefined } }],
    ['the price is 0', 'invalid-price', { proposal: { price: d(0) } }],
    ['the price is below the increment', 'invalid-price', { proposal: { price: d('0.009') } }],
    ['the price is below the minimum', 'invalid-price', { proposal: { price: d('0.99'), amount: d(90) } }],
    ['the price is above the maximum', 'invalid-price', { proposal: { price: d('1000.01') } }],
    ['the amount is below the increment', 'below-minimum-size', { proposal: { amount: d('0.0009') }, rule: { minimumAmount: d(0) } }],
    ['the amount on the grid is below the minimum', 'below-minimum-size', { proposal: { amount: d('0.0019') } }],
    ['the amount is above the maximum', 'above-maximum-size', { proposal: { amount: d('100.001'), price: d(1) } }],
    ['a market order is below its own minimum', 'below-minimum-size', { proposal: { ...market, amount: d('0.19') } }],
    ['a market order is above its own maximum', 'above-maximum-size', { proposal: { ...market, amount: d('50.1') } }],
    ['the notional is below the minimum', 'below-minimum-notional', { proposal: { amount: d('0.099') } }],
    [
      'the notional is exactly the minimum, without a margin',
      'accepted',
      { proposal: { amount: d('0.1') }, context: { notionalMargin: d(0) } },
    ],
    ['the notional is within the margin above the minimum', 'below-minimum-notional', { proposal: { amount: d('0.1') } }],
    ['the notional is exactly the margin above the minimum', 'accepted', { proposal: { amount: d('0.101') } }],
    [
      'the notional is below a margin of one half',
      'below-minimum-notional',
      { proposal: { amount: d('0.149') }, context: { notionalMargin: d('0.5') } },
    ],
    ['the value is below the minimum order value', 'below-minimum-notional', { rule: { minimumOrderValue: d('100.01') } }],
    ['the value is exactly the minimum order value, which has no margin', 'accepted', { rule: { minimumOrderValue: d(100) } }],
    [
      'there is a minimum order value without a minimum notional',
      'below-minimum-notional',
      { rule: { minimumNotional: d(0), minimumOrderValue: d(101) } },
    ],
    [
      'the minimum notional with its margin is above the minimum order value',
      'below-minimum-notional',
      { proposal: { amount: d('0.1') }, rule: { minimumOrderValue: d(5) } },
    ],
    [
      'a market order is below the minimum order value',
      'below-minimum-notional',
      { proposal: market, rule: { minimumOrderValue: d(101) } },
    ],
    [
      'the minimum order value does not hold for market orders',
      'accepted',
      { proposal: market, rule: { minimumOrderValue: d(101), appliesMinimumNotionalToMarket: false } },
    ],
    ['the notional is above the maximum', 'above-maximum-notional', { proposal: { amount: d(51) } }],
    [
      'a market order is within the margin above the minimum',
      'below-minimum-notional',
      { proposal: { ...market, amount: d('0.2') }, context: { bestPrice: d('50.4') } },
    ],
    [
      'a market order is at the margin above the minimum',
      'accepted',
      { proposal: { ...market, amount: d('0.2') }, context: { bestPrice: d('50.5') } },
    ],
    [
      'the margin is chosen',
      'accepted',
      { proposal: { ...market, amount: d('0.2') }, context: { bestPrice: d('50'), notionalMargin: d(0) } },
    ],
    [
      'the minimum does not hold for market orders',
      'accepted',
      { proposal: { ...market, amount: d('0.2') }, context: { bestPrice: d(1) }, rule: { appliesMinimumNotionalToMarket: false } },
    ],
    [
      'the maximum holds for market orders',
      'above-maximum-notional',
      { proposal: { ...market, amount: d(50) }, context: { bestPrice: d(101) }, rule: { appliesMaximumNotionalToMarket: true } },
    ],
    ['the maximum does not hold for market orders', 'accepted', { proposal: { ...market, amount: d(50) }, context: { bestPrice: d(101) } }],
    ['no price is known for a market order', 'no-price-known', { proposal: market, context: { bestPrice: undefined } }],
    ['no price is needed', 'accepted', { proposal: market, context: { bestPrice: undefined }, rule: { minimumNotional: d(0) } }],
    [
      'no price is known for the budget',
      'no-price-known',
      { proposal: market, context: { bestPrice: undefined, availableBalance: d(1) }, rule: { minimumNotional: d(0) } },
    ],
    ['a buy costs more than is available', 'insufficient-balance', { context: { availableBalance: d('99.99') } }],
    ['a buy costs what is available', 'accepted', { context: { availableBalance: d(100) } }],
    ['the fee is not covered', 'insufficient-balance', { context: { availableBalance: d('100.09'), fee } }],
    ['the fee is covered', 'accepted', { context: { availableBalance: d('100.1'), fee } }],
    [
      'the fee is taken from the returns',
      'accepted',
      { context: { availableBalance: d(100), fee: { ...fee, kind: 'deducted-from-returns' } } },
    ],
    [
      'the fee is charged in another asset',
      'accepted',
      { context: { availableBalance: d(100), fee: { ...fee, percentAsset: 'BNB', flatFees: [{ asset: 'BNB', amount: d(1) }] } } },
    ],
    [
      'a sell spends more than is available',
      'insufficient-balance',
      { proposal: { side: 'sell' }, context: { availableBalance: d('0.999') } },
    ],
    ['a sell spends what is available', 'accepted', { proposal: { side: 'sell' }, context: { availableBalance: d(1) } }],
  ];

  it.each(cases)('when %s: %s', (_name, reason, given) => {
    expect(reasonOf(given)).toBe(reason);
  });

  it('is judged by the first check that fails', () => {
    expect(reasonOf({ proposal: { amount: d(0), price: d(0) }, context: { availableBalance: d(0) } })).toBe('invalid-amount');
    expect(reasonOf({ proposal: { amount: d('0.001') }, context: { availableBalance: d(0) } })).toBe('below-minimum-size');
    expect(reasonOf({ proposal: { amount: d('0.05') }, context: { availableBalance: d(0) } })).toBe('below-minimum-notional');
  });

  it('names the market, what was asked and what is allowed', () => {
    expect(() => check({ proposal: { amount: d('0.0019') } })).toThrow(
      'buy BTC-USDT: the amount 0.0019, 0.001 on the grid, is below the minimum 0.002',
    );
  });
});

describe('what an order spends', () => {
  it('is the quote of a buy and the base of a sell', () => {
    expect(spentAsset({ tradingPair: 'BTC-USDT', side: 'buy' })).toBe('USDT');
    expect(spentAsset({ tradingPair: 'BTC-USDT', side: 'sell' })).toBe('BTC');
  });
});

describe('quantising any order', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 0, max: 18 }))
    .map(([digits, scale]) => d(`${digits}e-${scale}`));
  const increment = fc
    .tuple(fc.constantFrom('1', '5', '25', '3'), fc.integer({ min: 0, max: 12 }))
    .map(([digits, scale]) => d(`${digits}e-${scale}`));

  it('never gives more than was asked, always stands on the grid, loses less than one increment, and is stable', () => {
    fc.assert(
      fc.property(decimal, decimal, increment, increment, (amount, price, amountIncrement, priceIncrement) => {
        const { maximumAmount: _amount, maximumPrice: _price, minimumPrice: _least, maximumNotional: _notional, ...open } = RULE;
        const rule = { ...open, amountIncrement, priceIncrement, minimumAmount: d(0), minimumNotional: d(0) };
        fc.pre(amount.gte(amountIncrement) && price.gte(priceIncrement));
        const proposal: OrderProposal = {
          clientOrderId: 'c1',
          tradingPair: 'BTC-USDT',
          side: 'buy',
          orderType: 'limit',
          amount,
          price,
          positionAction: 'nil',
        };
        const context = { rule, supportedOrderTypes: ['limit'] as const };
        const request = validateOrder(proposal, context);
        const pairs = [
          [amount, request.amount, amountIncrement],
          [price, request.price ?? d(0), priceIncrement],
        ] as const;
        for (const [asked, given, grid] of pairs) {
          expect(given.lte(asked)).toBe(true);
          expect(given.modulo(grid).isZero()).toBe(true);
          expect(asked.minus(given).lt(grid)).toBe(true);
          expect(given.gt(0)).toBe(true);
        }
        expect(validateOrder({ ...proposal, amount: request.amount, price: request.price }, context)).toEqual(request);
      }),
      { numRuns: 300 },
    );
  });
});
