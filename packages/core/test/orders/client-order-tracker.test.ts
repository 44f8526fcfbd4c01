import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { OrderDeniedError } from '../../src/errors/order-denied-error.ts';
import { PAIR, START_MS, TrackerBench, anOrder } from './order-fixtures.ts';

describe('fills', () => {
  it('are found by the exchange id when the client id is unknown or absent', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('open').fill('t1', 1, { clientOrderId: 'web_123' }).fill('t2', 2, { clientOrderId: '' });
    expect(bench.trace).toEqual(['created', 'filled 1', 'filled 2']);
  });

  it('are found by the client id when the exchange id is not known yet', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.fill('t1', 1, { exchangeOrderId: 'e9' });
    expect(order.exchangeOrderId).toBe('e9');
    expect(bench.tracker.fetchOrder({ exchangeOrderId: 'e9' })).toBe(order);
  });

  it('of one trade id count for each of two orders, as in a trade with oneself', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.track({ clientOrderId: 'c2', side: 'sell' });
    bench.fill('t1', 1).fill('t1', 1, { clientOrderId: 'c2', exchangeOrderId: 'e2' });
    expect(bench.trace).toEqual(['created', 'filled 1', 'created', 'filled 1']);
  });

  it('of the same exchange order id in another market are not ours', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('open').fill('t1', 1, { tradingPair: 'ETH-USDT' }).report('canceled', { tradingPair: 'ETH-USDT' });
    expect(bench.kinds('unmatched-trade')).toHaveLength(1);
    expect(bench.kinds('unmatched-order')).toHaveLength(1);
    expect(bench.trace).toEqual(['created']);
  });

  it('that cannot be counted are reported and change nothing', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench
      .fill('', 1)
      .fill('t1', 0)
      .fill('t2', -1)
      .fill('t3', 'NaN')
      .fill('t4', 1, { price: new Decimal('Infinity') });
    bench.fill('t5', 1, { quoteAmount: new Decimal('NaN') });
    expect(bench.problems).toHaveLength(6);
    expect(bench.events).toEqual([]);
    expect(order.executedBase.isZero()).toBe(true);
  });

  it('above the amount are counted, flagged and reported once', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.fill('t1', 6).fill('t2', 6).fill('t3', 1);
    expect(order.isOverfilled).toBe(true);
    expect(order.executedBase.toString()).toBe('13');
    expect(bench.problems).toHaveLength(1);
    expect(bench.trace).toEqual(['created', 'filled 6', 'filled 6', 'completed 12', 'filled 1']);
  });

  it('told twice with other numbers, or with the other side, are reported', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench
      .fill('t1', 1, { side: 'buy' })
      .fill('t1', 2)
      .fill('t1', 1, { price: new Decimal(99) })
      .fill('t2', 1, { side: 'sell' });
    expect(bench.problems).toHaveLength(3);
    expect(order.executedBase.toString()).toBe('2');
  });

  it("missing by the venue's sum are asked for", () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('partially-filled', { cumulativeBase: new Decimal(4), cumulativeQuote: new Decimal(400) });
    expect(bench.queries).toEqual(['c1']);
    expect(order.hasMissingFills).toBe(true);
    expect(order.remainingBase.toString()).toBe('6');
    bench.fill('t1', 4, {}, true).report('partially-filled', { cumulativeBase: new Decimal(4) });
    expect(bench.queries).toEqual(['c1']);
    expect(bench.events[1]).toMatchObject({ type: 'order-filled', isRecovered: true });
  });

  it('missing of a canceled order are asked for, and count when they come', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('canceled', { cumulativeBase: new Decimal(4) }).fill('t1', 4, {}, true);
    expect(bench.events[1]).toMatchObject({ type: 'order-canceled', executedBase: new Decimal(4) });
    expect(bench.queries).toEqual(['c1']);
    expect(bench.trace).toEqual(['created', 'canceled', 'filled 4']);
  });

  it('are asked for each second while a filled order waits for them', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('filled', { cumulativeBase: new Decimal(10), cumulativeQuote: new Decimal(1_000) });
    expect(bench.queries).toHaveLength(1);
    for (let second = 0; second < 5; second += 1) bench.pass(1_000);
    expect(bench.queries).toHaveLength(5);
    expect(bench.events.at(-1)).toMatchObject({ type: 'order-completed', hasMissingFills: true, executedQuote: new Decimal(1_000) });
    bench.pass(10_000);
    expect(bench.queries).toHaveLength(5);
  });

  it('never seen are reported when their order is forgotten', () => {
    const bench = new TrackerBench();
    bench.track();
    bench
      .report('canceled', { cumulativeBase: new Decimal(4) })
      .fill('t1', 1)
      .pass(86_399_000);
    expect([...bench.tracker.cachedOrders.keys()]).toEqual(['c1']);
    bench.pass(1_000);
    expect(bench.problems).toEqual([expect.stringContaining('fills of 3 BTC-USDT')]);
  });

  it('that come late end the long wait for them, and missing ones that are told of late begin it', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('canceled', { cumulativeBase: new Decimal(4) }).pass(20_000);
    bench.fill('t1', 4).pass(20_000);
    expect([...bench.tracker.cachedOrders.keys()]).toEqual(['c1']);
    bench.report('canceled', { cumulativeBase: new Decimal(5) }).pass(80_000_000);
    expect([...bench.tracker.cachedOrders.keys()]).toEqual(['c1']);
    bench.fill('t2', 1).pass(30_000);
    expect(bench.tracker.cachedOrders.size).toBe(0);
    expect(bench.problems).toEqual([]);
    expect(bench.trace).toEqual(['created', 'canceled', 'filled 4', 'filled 1']);
  });
});

describe('ids', () => {
  it('corrects a placeholder exchange id, and finds the order by the right one only', () => {
    const bench = new TrackerBench();
    const order = bench.track({ exchangeOrderId: 'UNKNOWN' });
    bench.report('open', { exchangeOrderId: '42' });
    expect(order.exchangeOrderId).toBe('42');
    expect(bench.tracker.fetchOrder({ exchangeOrderId: 'UNKNOWN' })).toBeUndefined();
    expect(bench.tracker.fetchOrder({ exchangeOrderId: '42', tradingPair: PAIR })).toBe(order);
    expect(bench.problems).toHaveLength(1);
  });

  it('keeps orders apart that were told with one placeholder', () => {
    const bench = new TrackerBench();
    const first = bench.track();
    const second = bench.track({ clientOrderId: 'c2' });
    bench.report('open', { exchangeOrderId: 'UNKNOWN' }).report('open', { clientOrderId: 'c2', exchangeOrderId: 'UNKNOWN' });
    bench.fill('t1', 1, { exchangeOrderId: '7' }).fill('t1', 2, { clientOrderId: 'c2', exchangeOrderId: '8' });
    expect(first.executedBase.toString()).toBe('1');
    expect(second.executedBase.toString()).toBe('2');
    expect(bench.tracker.fetchOrder({ exchangeOrderId: '8' })).toBe(second);
  });

  it('looks orders up by client id first, then by exchange id, in any market or one', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open');
    expect(bench.tracker.fetchOrder({ clientOrderId: 'c1' })).toBe(order);
    expect(bench.tracker.fetchOrder({ clientOrderId: 'c9', exchangeOrderId: 'e1' })).toBe(order);
    expect(bench.tracker.fetchOrder({ exchangeOrderId: 'e1', tradingPair: 'ETH-USDT' })).toBeUndefined();
    expect(bench.tracker.fetchOrder({ exchangeOrderId: 'e2' })).toBeUndefined();
    expect(bench.tracker.fetchOrder({ clientOrderId: 'c9' })).toBeUndefined();
  });

  it('denies a client id that is tracked', () => {
    const bench = new TrackerBench();
    bench.track();
    expect(() => bench.tracker.startTrackingOrder(anOrder())).toThrow(OrderDeniedError);
  });
});

describe('the next deadline', () => {
  it('is that of the earliest thing to do, and none while nothing is to do', () => {
    const bench = new TrackerBench({ lostAfterMs: 7_000 });
    expect(bench.tracker.nextDeadlineMs).toBeUndefined();
    bench.track();
    expect(bench.tracker.nextDeadlineMs).toBe(START_MS + 7_000);
    bench.report('open');
    expect(bench.tracker.nextDeadlineMs).toBeUndefined();
    bench.report('filled', { cumulativeBase: new Decimal(10) });
    expect(bench.tracker.nextDeadlineMs).toBe(START_MS + 1_000);
    bench.fill('t1', 10);
    expect(bench.tracker.nextDeadlineMs).toBe(START_MS + 30_000);
    bench.pass(30_000);
    expect(bench.tracker.nextDeadlineMs).toBeUndefined();
  });

  it('has passed when it has been acted upon: ticks at deadlines alone miss nothing', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('filled', { cumulativeBase: new Decimal(10) });
    let ticks = 0;
    for (let dueMs = bench.tracker.nextDeadlineMs; dueMs !== undefined && ticks < 20; dueMs = bench.tracker.nextDeadlineMs) {
      ticks += 1;
      bench.pass(dueMs - bench.nowMs);
    }
    expect(ticks).toBe(6);
    expect(bench.trace).toEqual(['created', 'completed 10 missing']);
    expect(bench.tracker.allOrders.size).toBe(0);
  });
});

describe('finished orders', () => {
  it('are kept for their time, then forgotten; a repeated fill is not taken for a foreign one', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.fill('t1', 10).pass(29_999);
    expect([...bench.tracker.cachedOrders.keys()]).toEqual(['c1']);
    bench.fill('t1', 10).pass(1);
    expect(bench.tracker.allFillableOrders.size).toBe(0);
    expect(bench.tracker.fetchOrder({ exchangeOrderId: 'e1' })).toBeUndefined();
    bench.fill('t1', 10);
    expect(bench.kinds('unmatched-trade')).toEqual([]);
    bench.fill('t2', 1).report('canceled');
    expect(bench.kinds('unmatched-trade')).toHaveLength(1);
    expect(bench.kinds('unmatched-order')).toHaveLength(1);
    expect(bench.trace).toEqual(['created', 'filled 10', 'completed 10']);
  });

  it('are kept up to a number, the oldest go first', () => {
    const bench = new TrackerBench({ cacheSize: 2 });
    for (const clientOrderId of ['c1', 'c2', 'c3']) {
      bench.track({ clientOrderId });
      bench.report('canceled', { clientOrderId, exchangeOrderId: `e-${clientOrderId}`, cumulativeBase: new Decimal(1) });
      bench.nowMs += 1;
    }
    expect([...bench.tracker.cachedOrders.keys()]).toEqual(['c2', 'c3']);
    expect(bench.problems).toHaveLength(1);
    bench.restart();
    expect([...bench.tracker.cachedOrders.keys()]).toEqual(['c2', 'c3']);
  });

  it('can be stopped by hand: no event, and the end is still announced when it comes', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.tracker.stopTrackingOrder('c1');
    bench.tracker.stopTrackingOrder('c1');
    bench.tracker.stopTrackingOrder('unheard of');
    expect(bench.tracker.activeOrders.size).toBe(0);
    expect([...bench.tracker.allOrders.keys()]).toEqual(['c1']);
    bench.report('open').report('canceled');
    expect(bench.trace).toEqual(['created', 'canceled']);
    bench.pass(600_000);
    expect(bench.trace).toEqual(['created', 'canceled']);
  });

  it('stops waiting for fills of an order that is stopped by hand', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('filled');
    bench.tracker.stopTrackingOrder('c1');
    bench.pass(5_000);
    expect(bench.trace).toEqual(['created']);
  });
});

describe('restarts', () => {
  it('goes on with a waiting order and asks for its fills again', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('filled').restart();
    expect(bench.queries).toEqual(['c1', 'c1']);
    bench.pass(4_999);
    expect(bench.trace).toEqual(['created']);
    bench.pass(1);
    expect(bench.trace).toEqual(['created', 'completed 10 missing']);
  });

  it('does not know whether an order that was being placed has arrived, and gives it the full time', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.nowMs += 10_000_000;
    bench.restart().pass(1);
    expect(bench.tracker.activeOrders.get('c1')).toMatchObject({ state: 'pending-create', outcome: 'unknown' });
    bench.pass(599_999);
    expect(bench.trace).toEqual(['lost']);
  });

  it('counts a fill that comes after the restart for an order that had ended before', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('canceled').restart().fill('t1', 1).report('canceled');
    expect(bench.trace).toEqual(['created', 'canceled', 'filled 1']);
  });

  it('skips and reports what cannot be read, and keeps the rest', () => {
    const bench = new TrackerBench();
    const good = anOrder({ clientOrderId: '__proto__' }).toJSON();
    const tracked = bench.track({ clientOrderId: 'tracked' }).toJSON();
    const states = Object.fromEntries([
      ['bad', { ...good, price: 'None' }],
      ['null', null],
      ['other', good],
      ['tracked', tracked],
      ['__proto__', good],
    ]);
    bench.tracker.restoreTrackingStates(states, START_MS, bench.effects);
    expect(bench.problems).toHaveLength(4);
    expect(bench.problems[0]).toContain('"price"');
    expect([...bench.tracker.activeOrders.keys()]).toEqual(['tracked', '__proto__']);
    expect(Object.keys(bench.tracker.trackingStates())).toEqual(['tracked', '__proto__']);
  });

  it('does not save an order that was denied because its amount or price is no number', () => {
    const bench = new TrackerBench();
    bench.track({ amount: new Decimal('NaN') });
    bench.track({ clientOrderId: 'c2', price: new Decimal('NaN') });
    bench.track({ clientOrderId: 'c3', price: undefined });
    bench.denied();
    expect(Object.keys(bench.tracker.trackingStates())).toEqual(['c3']);
  });
});
