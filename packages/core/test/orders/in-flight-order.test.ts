import { describe, expect, it } from 'vitest';
import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import { AbortedError } from '../../src/errors/aborted-error.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { InFlightOrder } from '../../src/orders/in-flight-order.ts';
import { START_MS, anOrder, fill, report } from './order-fixtures.ts';

describe('an in-flight order', () => {
  it('starts as pending create, open, with nothing executed', () => {
    const order = anOrder();
    expect([order.state, order.outcome]).toEqual(['pending-create', 'known']);
    expect([order.isOpen, order.isPendingCreate, order.isDone, order.isFilled, order.isFailure, order.isCanceled]).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([order.leverage, order.position, order.lastUpdateTimeMs]).toEqual([1, 'nil', START_MS]);
    expect(order.averagePrice).toBeUndefined();
    expect(order.remainingBase.toString()).toBe('10');
  });

  it('is made of a request', () => {
    const order = InFlightOrder.fromRequest(
      { clientOrderId: 'c7', tradingPair: 'ETH-USDT', side: 'sell', orderType: 'market', amount: new Decimal(2), positionAction: 'close' },
      START_MS,
    );
    expect(order).toMatchObject({
      clientOrderId: 'c7',
      side: 'sell',
      price: undefined,
      timeInForce: undefined,
      position: 'close',
      creationTimeMs: START_MS,
    });
  });

  it('sums up fills, fees and the average price', () => {
    const order = anOrder();
    const bnb = { kind: 'deducted-from-returns' as const, percent: ZERO, flatFees: [{ asset: 'BNB', amount: new Decimal('-0.1') }] };
    expect(order.updateWithTradeUpdate(fill('t1', 4))).toBe(true);
    expect(order.updateWithTradeUpdate(fill('t2', 1, { price: new Decimal(110), fee: bnb }))).toBe(true);
    expect(order.updateWithTradeUpdate(fill('t3', 1, { fee: { ...bnb, percent: new Decimal('0.001') } }))).toBe(true);
    expect(order.executedBase.toString()).toBe('6');
    expect(order.executedQuote.toString()).toBe('610');
    expect(order.averagePrice?.times(6).toDecimalPlaces(20).toString()).toBe('610');
    expect(Object.fromEntries(Array.from(order.cumulativeFees, ([asset, amount]) => [asset, amount.toString()]))).toEqual({
      USDT: '0.01',
      BNB: '-0.2',
      BTC: '0.001',
    });
    expect(order.state).toBe('partially-filled');
    expect([...order.fills.keys()]).toEqual(['t1', 't2', 't3']);
  });

  it('says whether an update changed anything', () => {
    const order = anOrder();
    expect(order.updateWithOrderUpdate(report('open'))).toBe(true);
    expect(order.updateWithOrderUpdate(report('open'))).toBe(false);
    expect(order.updateWithOrderUpdate(report('open', { updateTimeMs: START_MS + 11 }))).toBe(true);
    expect(order.updateWithOrderUpdate(report('open', { cumulativeQuote: new Decimal(1) }))).toBe(true);
    expect(order.updateWithTradeUpdate(fill('t1', 1))).toBe(true);
    expect(order.updateWithTradeUpdate(fill('t1', 1))).toBe(false);
  });

  it('ignores what is about another order or market', () => {
    const order = anOrder();
    expect(order.updateWithOrderUpdate(report('canceled', { clientOrderId: 'x' }))).toBe(false);
    expect(order.updateWithOrderUpdate(report('canceled', { tradingPair: 'ETH-USDT' }))).toBe(false);
    expect(order.updateWithTradeUpdate(fill('t1', 1, { clientOrderId: 'x' }))).toBe(false);
    expect(order.state).toBe('pending-create');
    order.updateWithOrderUpdate(report('open'));
    expect(order.updateWithOrderUpdate(report('canceled', { clientOrderId: 'x' }))).toBe(true);
  });

  it('never lets what is executed go down', () => {
    const order = anOrder();
    order.updateWithOrderUpdate(report('partially-filled', { cumulativeBase: new Decimal(5), cumulativeQuote: new Decimal(500) }));
    order.updateWithOrderUpdate(report('partially-filled', { cumulativeBase: new Decimal(4), cumulativeQuote: new Decimal(400) }));
    expect([order.reportedBase.toString(), order.reportedQuote.toString(), order.missingBase.toString()]).toEqual(['5', '500', '5']);
    order.updateWithTradeUpdate(fill('t1', 5));
    expect([order.missingBase.toString(), order.hasMissingFills]).toEqual(['0', false]);
  });

  it('shows an open order with executions as partially filled', () => {
    const order = anOrder();
    order.updateWithOrderUpdate(report('open', { cumulativeBase: new Decimal(1) }));
    expect(order.state).toBe('partially-filled');
  });

  it('has nothing remaining when it has ended, or is overfilled', () => {
    const order = anOrder();
    order.updateWithOrderUpdate(report('expired'));
    expect([order.isExpired, order.remainingBase.toString()]).toEqual([true, '0']);
    const reported = anOrder();
    reported.updateWithOrderUpdate(report('partially-filled', { cumulativeBase: new Decimal(11) }));
    expect(reported.remainingBase.toString()).toBe('0');
  });

  it('cannot be failed or lost, or put in doubt, after its end', () => {
    const order = anOrder();
    order.updateWithOrderUpdate(report('canceled'));
    order.applyFailure();
    order.applyLoss();
    order.applyUnknownOutcome(START_MS);
    expect([order.state, order.outcome]).toEqual(['canceled', 'known']);
  });
});

describe('waiting for an order', () => {
  it('resolves when the exchange id becomes known, or is known already', async () => {
    const order = anOrder();
    const { signal } = new AbortController();
    const wait = order.whenExchangeOrderIdKnown(signal);
    order.updateWithOrderUpdate(report('open'));
    await expect(wait).resolves.toBe('e1');
    await expect(order.whenExchangeOrderIdKnown(signal)).resolves.toBe('e1');
  });

  it('resolves when the order ends, or has ended already', async () => {
    const order = anOrder();
    const { signal } = new AbortController();
    const waits = Promise.all([order.whenDone(signal), order.whenDone(signal)]);
    order.updateWithTradeUpdate(fill('t1', 10));
    await waits;
    await expect(order.whenDone(signal)).resolves.toBeUndefined();
  });

  it('rejects when the signal ends first, and leaves no listener behind either way', async () => {
    const order = anOrder();
    const controller = new AbortController();
    const counts = { added: 0, removed: 0 };
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...parameters: Parameters<typeof add>): void => {
      counts.added += 1;
      add(...parameters);
    };
    signal.removeEventListener = (...parameters: Parameters<typeof remove>): void => {
      counts.removed += 1;
      remove(...parameters);
    };
    const idKnown = order.whenExchangeOrderIdKnown(signal);
    const done = order.whenDone(signal);
    order.updateWithOrderUpdate(report('open'));
    await idKnown;
    expect(counts).toEqual({ added: 2, removed: 1 });
    controller.abort();
    await expect(done).rejects.toBeInstanceOf(AbortedError);
    order.updateWithOrderUpdate(report('canceled'));
    await expect(anOrder().whenDone(signal)).rejects.toBeInstanceOf(AbortedError);
  });
});

describe('a saved order', () => {
  it('is read back equal, with and without a price, ids and fills', () => {
    const plain = anOrder({ price: undefined, timeInForce: undefined, orderType: 'market', leverage: 5, positionAction: 'open' });
    const filled = anOrder();
    filled.updateWithOrderUpdate(report('partially-filled', { cumulativeBase: new Decimal('4.000000000000000000000000000001') }));
    const fee = { kind: 'deducted-from-returns' as const, percent: new Decimal('0.001'), percentAsset: 'BNB', flatFees: [] };
    filled.updateWithTradeUpdate(fill('t1', '4.000000000000000000000000000001', { side: 'buy', fee }));
    const { clientOrderId: _none, ...withoutClientId } = fill('t2', 1);
    filled.updateWithTradeUpdate(withoutClientId);
    for (const order of [plain, filled]) {
      const restored = InFlightOrder.fromJSON(JSON.parse(JSON.stringify(order)), 'saved order "c1"');
      expect(restored.toJSON()).toEqual(order.toJSON());
      expect(restored.price).toEqual(order.price);
      expect([...restored.fills.values()]).toEqual([...order.fills.values()]);
    }
  });

  const bad: readonly (readonly [string, unknown])[] = [
    ['order', 7],
    ['order', []],
    ['version', { ...good(), version: 2 }],
    ['clientOrderId', { ...good(), clientOrderId: '' }],
    ['tradingPair', { ...good(), tradingPair: 'BTCUSDT' }],
    ['side', { ...good(), side: 'both' }],
    ['price', { ...good(), price: 'None' }],
    ['amount', { ...good(), amount: undefined }],
    ['creationTimeMs', { ...good(), creationTimeMs: '1' }],
    ['state', { ...good(), state: 'approved' }],
    ['tracking', { ...good(), tracking: null }],
    ['tracking.isSeenAtVenue', { ...good(), tracking: { isSeenAtVenue: 1 } }],
    ['fills', { ...good(), fills: {} }],
    ['fills', { ...good(), fills: [goodFill(), goodFill()] }],
    ['fills[0]', { ...good(), fills: [null] }],
    ['fills[0].price', { ...good(), fills: [{ ...goodFill(), price: 'NaN' }] }],
    [
      'fills[0].fee.flatFees[0].asset',
      { ...good(), fills: [{ ...goodFill(), fee: { kind: 'added-to-cost', percent: '0', flatFees: [{}] } }] },
    ],
  ];

  it.each(bad)('that cannot be read is refused, naming the field %s and where it came from', (field, value) => {
    const read = (): InFlightOrder => InFlightOrder.fromJSON(value, 'saved order "c1"');
    expect(read).toThrow(InvalidPayloadError);
    expect(read).toThrow(`saved order "c1": field "${field}"`);
  });
});

function good(): Record<string, unknown> {
  const order = anOrder();
  order.updateWithTradeUpdate(fill('t1', 1));
  return { ...order.toJSON() };
}

function goodFill(): Record<string, unknown> {
  const order = anOrder();
  order.updateWithTradeUpdate(fill('t1', 1));
  return { ...order.toJSON().fills[0] };
}
