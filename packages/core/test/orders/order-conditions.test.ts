import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { type DenialReason, OrderDeniedError } from '../../src/errors/order-denied-error.ts';
import type { OrderRequest, OrderType } from '../../src/model/order.ts';
import type { TradingRule } from '../../src/model/trading-rule.ts';
import type { ConditionSupport } from '../../src/orders/order-conditions-check.ts';
import { InFlightOrder } from '../../src/orders/in-flight-order.ts';
import { type OrderProposal, type OrderValidationContext, validateOrder } from '../../src/orders/order-validation.ts';

const d = (text: string | number): Decimal => new Decimal(text);

const TYPES: readonly OrderType[] = ['limit', 'limit-maker', 'market', 'stop-loss', 'stop-loss-limit', 'take-profit', 'take-profit-limit'];

const RULE: TradingRule = {
  tradingPair: 'BTC-USDT',
  priceIncrement: d('0.01'),
  amountIncrement: d('0.001'),
  minimumAmount: d('0.002'),
  minimumPrice: d(1),
  maximumPrice: d(1_000),
  minimumNotional: d(10),
  maximumNotional: d(5_000),
  appliesMinimumNotionalToMarket: true,
  appliesMaximumNotionalToMarket: true,
  orderTypes: TYPES,
  isTradable: true,
};

const ALL: ConditionSupport = {
  supportsTrailing: true,
  supportsIceberg: true,
  supportsQuoteAmount: true,
  selfTradePreventionModes: ['expire-taker'],
};

function check(proposal: Partial<OrderProposal>, context: Partial<OrderValidationContext> = {}): OrderRequest {
  return validateOrder(
    { clientOrderId: 'c1', tradingPair: 'BTC-USDT', side: 'sell', orderType: 'limit', amount: d(1), positionAction: 'nil', ...proposal },
    { rule: RULE, supportedOrderTypes: TYPES, bestPrice: d(100), conditions: ALL, ...context },
  );
}

function reasonOf(proposal: Partial<OrderProposal>, context: Partial<OrderValidationContext> = {}): DenialReason | 'accepted' {
  try {
    check(proposal, context);
    return 'accepted';
  } catch (error) {
    if (error instanceof OrderDeniedError) return error.reason;
    throw error;
  }
}

describe('an order that waits for a price', () => {
  it.each(['stop-loss', 'take-profit'] as const)('%s has a stop price on the grid, no limit price and no time in force', (orderType) => {
    const request = check({ orderType, stopPrice: d('90.129'), price: d(5) });
    const coarse = check({ orderType, stopPrice: d('90.129') }, { rule: { ...RULE, maximumPriceSignificantDigits: 3 } });
    expect(coarse.stopPrice?.toFixed()).toBe('90.1');
    expect(request).toMatchObject({ orderType, stopPrice: d('90.12') });
    expect(request).not.toHaveProperty('price');
    expect(request).not.toHaveProperty('timeInForce');
  });

  it.each(['stop-loss-limit', 'take-profit-limit'] as const)('%s has both prices and a time in force', (orderType) => {
    expect(check({ orderType, stopPrice: d('90.129'), price: d('89.999') })).toMatchObject({
      stopPrice: d('90.12'),
      price: d('89.99'),
      timeInForce: 'GTC',
    });
    expect(reasonOf({ orderType, stopPrice: d(90) })).toBe('invalid-price');
  });

  it('needs a stop price or a trailing delta', () => {
    expect(reasonOf({ orderType: 'stop-loss' })).toBe('invalid-stop-price');
    expect(reasonOf({ orderType: 'stop-loss', trailingDelta: 50 })).toBe('accepted');
    expect(reasonOf({ orderType: 'stop-loss', trailingDelta: 50, stopPrice: d(90) })).toBe('accepted');
  });

  it.each(['0', '-1', '0.999', '1000.01', 'Infinity', 'NaN'])('is denied with the stop price %s', (stopPrice) => {
    expect(reasonOf({ orderType: 'stop-loss', stopPrice: d(stopPrice) })).toBe('invalid-stop-price');
  });

  it.each([0, -5, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('is denied with the trailing delta %s', (trailingDelta) => {
    expect(reasonOf({ orderType: 'take-profit', trailingDelta })).toBe('invalid-trailing-delta');
  });

  it('is valued at its stop price, so that no book is needed', () => {
    const noBook = { bestPrice: undefined };
    expect(reasonOf({ orderType: 'stop-loss', stopPrice: d(90) }, noBook)).toBe('accepted');
    expect(reasonOf({ orderType: 'stop-loss', stopPrice: d(90), amount: d('0.1') }, noBook)).toBe('below-minimum-notional');
    expect(reasonOf({ orderType: 'stop-loss', stopPrice: d(90), amount: d(60) }, noBook)).toBe('above-maximum-notional');
    expect(reasonOf({ orderType: 'stop-loss', trailingDelta: 50 }, noBook)).toBe('no-price-known');
    expect(reasonOf({ side: 'buy', orderType: 'stop-loss', stopPrice: d(90) }, { availableBalance: d(89) })).toBe('insufficient-balance');
    expect(reasonOf({ side: 'buy', orderType: 'stop-loss', stopPrice: d(90) }, { availableBalance: d(90) })).toBe('accepted');
  });
});

describe('what an order type does not take', () => {
  it.each<[string, Partial<OrderProposal>]>([
    ['a stop price of a limit order', { price: d(100), stopPrice: d(90) }],
    ['a stop price of a market order', { orderType: 'market', stopPrice: d(90) }],
    ['a trailing limit order', { price: d(100), trailingDelta: 5 }],
    ['a hidden market order', { orderType: 'market', icebergAmount: d('0.5') }],
    ['a hidden stop-loss order', { orderType: 'stop-loss', stopPrice: d(90), icebergAmount: d('0.5') }],
    ['a hidden order that is IOC', { price: d(100), timeInForce: 'IOC', icebergAmount: d('0.5') }],
    ['a limit order with its amount in quote', { price: d(100), quoteAmount: d(100) }],
    ['an unknown self-trade prevention', { price: d(100), selfTradePrevention: 'decrement' }],
  ])('is denied: %s', (_what, proposal) => {
    expect(reasonOf(proposal)).toBe('unsupported-option');
  });

  it.each<[string, Partial<OrderProposal>]>([
    ['trailing', { orderType: 'stop-loss', trailingDelta: 5 }],
    ['iceberg', { price: d(100), icebergAmount: d('0.5') }],
    ['self-trade prevention', { price: d(100), selfTradePrevention: 'expire-taker' }],
    ['an amount in quote', { orderType: 'market', quoteAmount: d(100) }],
  ])('is denied where the venue has no %s, and sent where it has', (_what, proposal) => {
    expect(reasonOf(proposal, { conditions: undefined })).toBe('unsupported-option');
    expect(reasonOf(proposal)).toBe('accepted');
  });
});

describe('a time in force', () => {
  it.each(['limit', 'stop-loss-limit', 'take-profit-limit'] as const)(
    'of a %s order is denied where the venue does not take it',
    (orderType) => {
      const order = { orderType, price: d(100), ...(orderType === 'limit' ? {} : { stopPrice: d(90) }) };
      expect(reasonOf({ ...order, timeInForce: 'FOK' }, { conditions: { timeInForce: ['GTC', 'IOC'] } })).toBe('unsupported-option');
      expect(reasonOf({ ...order, timeInForce: 'IOC' }, { conditions: { timeInForce: ['GTC', 'IOC'] } })).toBe('accepted');
      expect(reasonOf(order, { conditions: { timeInForce: ['IOC'] } })).toBe('unsupported-option');
    },
  );

  it('is not looked at where an order has none', () => {
    const conditions = { timeInForce: ['GTC'] } as const;
    expect(reasonOf({ orderType: 'market', timeInForce: 'IOC' }, { conditions })).toBe('accepted');
    expect(reasonOf({ orderType: 'limit-maker', price: d(100), timeInForce: 'IOC' }, { conditions })).toBe('accepted');
  });
});

describe('an iceberg order', () => {
  it('shows an amount on the grid', () => {
    expect(check({ price: d(100), icebergAmount: d('0.1239') })).toMatchObject({ amount: d(1), icebergAmount: d('0.123') });
  });

  it.each(['1', '2', '0.0019', '0', '-1', 'NaN'])('is denied when it shows %s of 1', (shown) => {
    expect(reasonOf({ price: d(100), icebergAmount: d(shown) })).toBe('invalid-iceberg-amount');
  });
});

describe('a market order with its amount in quote', () => {
  it('estimates its amount in base at the best price', () => {
    const request = check({ orderType: 'market', amount: d(0), quoteAmount: d('50.5') }, { bestPrice: d(101) });
    expect(request).toMatchObject({ amount: d('0.5'), quoteAmount: d('50.5') });
  });

  it('is measured by the notional rules with what it spends', () => {
    const order = { orderType: 'market', amount: d(0) } as const;
    expect(reasonOf({ ...order, quoteAmount: d(10) })).toBe('below-minimum-notional');
    expect(reasonOf({ ...order, quoteAmount: d('10.1') })).toBe('accepted');
    expect(reasonOf({ ...order, quoteAmount: d('5000.01') })).toBe('above-maximum-notional');
  });

  it('is floored to the grid of amounts in quote', () => {
    const rule = { ...RULE, quoteAmountIncrement: d('0.5') };
    const order = { orderType: 'market', amount: d(0) } as const;
    const request = check({ ...order, quoteAmount: d('50.99') }, { rule, bestPrice: d(101) });
    expect(request).toMatchObject({ amount: d('0.5'), quoteAmount: d('50.5') });
    expect(reasonOf({ ...order, quoteAmount: d('0.49') }, { rule })).toBe('below-minimum-size');
    expect(reasonOf({ ...order, quoteAmount: d('10.49') }, { rule })).toBe('below-minimum-notional');
    expect(reasonOf({ ...order, quoteAmount: d('10.99') }, { rule })).toBe('accepted');
    expect(reasonOf({ ...order, quoteAmount: d('10.99') }, { rule: { ...rule, minimumOrderValue: d('10.51') } })).toBe(
      'below-minimum-notional',
    );
  });

  it('never spends more than was asked, and stands on the grid, whatever the amounts', () => {
    const cents = fc.integer({ min: 1, max: 100_000_000 }).map((count) => d(count).dividedBy(10_000));
    fc.assert(
      fc.property(cents, cents, (quoteAmount, quoteAmountIncrement) => {
        fc.pre(quoteAmount.gte(quoteAmountIncrement));
        const { maximumNotional: _most, ...open } = RULE;
        const rule = { ...open, quoteAmountIncrement, amountIncrement: d(0), minimumAmount: d(0), minimumNotional: d(0) };
        const spent = check({ orderType: 'market', amount: d(0), quoteAmount }, { rule }).quoteAmount ?? d('NaN');
        expect(spent.lte(quoteAmount) && spent.modulo(quoteAmountIncrement).isZero()).toBe(true);
        expect(quoteAmount.minus(spent).lt(quoteAmountIncrement)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is denied when it is not above 0, and when no price is known', () => {
    expect(reasonOf({ orderType: 'market', quoteAmount: d(0) })).toBe('invalid-amount');
    expect(reasonOf({ orderType: 'market', quoteAmount: d(100) }, { bestPrice: undefined })).toBe('no-price-known');
  });

  it('is filled when the venue says so, and not when the estimate is reached', () => {
    const request = check({ orderType: 'market', amount: d(0), quoteAmount: d(100) });
    const order = InFlightOrder.fromRequest(request, 1_000);
    const fill = (tradeId: string, baseAmount: string): void => {
      const amounts = { price: d(50), baseAmount: d(baseAmount), quoteAmount: d(50).times(baseAmount) };
      const fee = { kind: 'added-to-cost', percent: d(0), flatFees: [] } as const;
      order.updateWithTradeUpdate({
        tradingPair: 'BTC-USDT',
        tradeId,
        clientOrderId: 'c1',
        exchangeOrderId: 'e1',
        fillTimeMs: 1_001,
        isTaker: true,
        fee,
        ...amounts,
      });
    };
    fill('1', '1');
    expect(order.state).toBe('partially-filled');
    fill('2', '1');
    expect(order.isOverfilled).toBe(false);
    order.updateWithOrderUpdate({ tradingPair: 'BTC-USDT', clientOrderId: 'c1', state: 'filled', updateTimeMs: 1_002 });
    expect(order).toMatchObject({ state: 'filled', hasMissingFills: false, executedBase: d(2) });
  });

  it('that expires after its estimate was reached has expired', () => {
    const order = InFlightOrder.fromRequest(check({ orderType: 'market', amount: d(0), quoteAmount: d(100) }), 1_000);
    order.updateWithOrderUpdate({
      tradingPair: 'BTC-USDT',
      clientOrderId: 'c1',
      state: 'expired',
      updateTimeMs: 1_002,
      cumulativeBase: d(1),
    });
    expect(order.state).toBe('expired');
  });
});

describe('saved conditions', () => {
  it('come back with the order', () => {
    const request = check({
      orderType: 'stop-loss-limit',
      price: d('89.5'),
      stopPrice: d(90),
      trailingDelta: 50,
      icebergAmount: d('0.1'),
      selfTradePrevention: 'expire-taker',
    });
    const order = InFlightOrder.fromRequest(request, 1_000);
    const read = InFlightOrder.fromJSON(JSON.parse(JSON.stringify(order)), 'test');
    expect(read.conditions).toEqual(order.conditions);
    expect(read.conditions).toEqual({
      stopPrice: d(90),
      trailingDelta: 50,
      icebergAmount: d('0.1'),
      selfTradePrevention: 'expire-taker',
    });
    expect(read.orderType).toBe('stop-loss-limit');
  });

  it('of a market order in quote come back too; an order without any has none', () => {
    const market = InFlightOrder.fromRequest(check({ orderType: 'market', quoteAmount: d(100) }), 1_000);
    expect(InFlightOrder.fromJSON(JSON.parse(JSON.stringify(market)), 'test').conditions).toEqual({ quoteAmount: d(100) });
    const limit = InFlightOrder.fromRequest(check({ price: d(100) }), 1_000);
    expect(limit.toJSON()).not.toHaveProperty('conditions');
    expect(InFlightOrder.fromJSON(JSON.parse(JSON.stringify(limit)), 'test').conditions).toEqual({});
  });

  it.each([
    ['stopPrice', 'x'],
    ['trailingDelta', '5'],
    ['selfTradePrevention', 'sometimes'],
  ])('with an unusable %s are refused by name', (field, value) => {
    const saved = { ...InFlightOrder.fromRequest(check({ price: d(100) }), 1_000).toJSON(), conditions: { [field]: value } };
    expect(() => InFlightOrder.fromJSON(saved, 'test')).toThrow(new RegExp(field));
  });
});
