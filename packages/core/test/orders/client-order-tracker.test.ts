import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { OrderDeniedError } from '../../src/errors/order-denied-error.ts';
import type { NotFoundEvidence } from '../../src/orders/tracker-input.ts';
import { PAIR, START_MS, TrackerBench, anOrder } from './order-fixtures.ts';

describe('how an order fails', () => {
  it('fails as denied, with the reason', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.denied();
    expect(bench.events).toMatchObject([
      { type: 'order-failed', cause: 'denied', denialReason: 'below-minimum-size', message: 'too small' },
    ]);
    expect(order.isFailure).toBe(true);
    expect([...bench.tracker.cachedOrders.keys()]).toEqual(['c1']);
  });

  it('fails as rejected, once, however often it is told', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.rejected('not enough').rejected('not enough').denied().report('failed');
    expect(bench.events).toMatchObject([{ type: 'order-failed', cause: 'rejected', denialReason: undefined, message: 'not enough' }]);
  });

  it("gives the venue's words for a failure told by an update, or its own", () => {
    const bench = new TrackerBench();
    bench.track();
    bench.track({ clientOrderId: 'c2' });
    bench.report('failed', { reason: 'post-only' }).report('failed', { clientOrderId: 'c2', exchangeOrderId: 'e2' });
    expect(bench.events).toMatchObject([{ message: 'post-only' }, { message: 'the venue refused the order' }]);
  });

  it.each(['denied', 'rejected'] as const)('does not believe "%s" of an order that the venue has told of, and asks', (kind) => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open')[kind]();
    expect(order.state).toBe('open');
    expect(bench.queries).toEqual(['c1']);
    expect(bench.problems[0]).toContain(kind);
    bench.report('canceled')[kind]();
    expect(bench.trace).toEqual(['created', 'canceled']);
    expect(bench.queries).toEqual(['c1']);
  });

  it('fails as never arrived when all four proofs are there', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.unknown('place').notFound();
    expect(bench.trace).toEqual(['failed never-arrived']);
    expect(order.outcome).toBe('known');
  });

  it.each(['askedAfterValidityEnded', 'absentFromOpenOrders', 'hasNoTrade', 'streamWasGapFree'] satisfies (keyof NotFoundEvidence)[])(
    'does not end an order while the proof "%s" is missing, however often it is not found',
    (proof) => {
      const bench = new TrackerBench();
      const order = bench.track();
      bench.unknown('place');
      for (let count = 0; count < 50; count += 1) bench.notFound({ [proof]: false });
      expect(bench.events).toEqual([]);
      expect(order.state).toBe('pending-create');
      expect(order.tracking.notFoundCount).toBe(50);
    },
  );

  it('does not end an order that the venue has told of, even with all proofs', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open').notFound().notFound();
    expect(order.state).toBe('open');
    expect(bench.trace).toEqual(['created']);
  });

  it('takes up again whatever the venue tells of an order that had failed, and reports the contradiction', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.unknown('place').notFound().report('open').signal('seen').fill('t1', 3);
    expect(bench.trace).toEqual(['failed never-arrived', 'created', 'filled 3']);
    expect(bench.problems).toHaveLength(3);
    expect(order.state).toBe('failed');
  });

  it('ignores "not found" of an order that has ended', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('canceled').notFound();
    expect(bench.trace).toEqual(['created', 'canceled']);
  });
});

describe('commands without a usable answer', () => {
  it('keeps the order, marks its outcome as unknown and asks', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.unknown('place');
    expect([order.state, order.outcome]).toEqual(['pending-create', 'unknown']);
    expect(bench.queries).toEqual(['c1']);
    bench.report('open');
    expect([order.state, order.outcome]).toEqual(['open', 'known']);
  });

  it('does not doubt the placing of an order that the venue has told of', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open').unknown('place');
    expect(order.outcome).toBe('known');
    expect(bench.queries).toEqual([]);
  });

  it('doubts a cancel until the next sighting, and nothing of an order that has ended', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open').signal('cancel-requested').unknown('cancel');
    expect([order.state, order.outcome]).toEqual(['pending-cancel', 'unknown']);
    bench.fill('t1', 1);
    expect([order.state, order.outcome]).toEqual(['pending-cancel', 'known']);
    bench.report('canceled').unknown('cancel');
    expect(order.outcome).toBe('known');
  });

  it('returns to what was before when a cancel is refused', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.signal('cancel-requested').signal('cancel-refused');
    expect(order.state).toBe('pending-create');
    bench.report('open').signal('cancel-requested').unknown('cancel').signal('cancel-refused');
    expect([order.state, order.outcome]).toEqual(['open', 'known']);
    bench.fill('t1', 1).signal('cancel-requested').signal('cancel-refused').signal('cancel-refused');
    expect(order.state).toBe('partially-filled');
    bench.report('canceled').signal('cancel-refused').signal('cancel-requested');
    expect(order.state).toBe('canceled');
  });

  it('announces an order that was only seen, and resets the count of not-found answers', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.unknown('place').notFound({ hasNoTrade: false }).signal('seen').signal('seen');
    expect(bench.trace).toEqual(['created']);
    expect(order.tracking).toMatchObject({ notFoundCount: 0, undecidedSinceMs: undefined });
    expect(order.outcome).toBe('known');
  });

  it('reports a signal about an order that is not tracked', () => {
    const bench = new TrackerBench();
    bench.rejected('no', 'other\u0000').signal('seen', 'x');
    expect(bench.problems).toHaveLength(2);
    expect(bench.problems[0]).not.toContain('\u0000');
    expect(bench.events).toEqual([]);
  });
});

describe('lost orders', () => {
  it('are lost after the declared age, once, and not sooner', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.unknown('place').pass(599_999);
    expect(order.state).toBe('pending-create');
    bench.pass(1).pass(600_000);
    expect(bench.trace).toEqual(['lost']);
    expect(order.isOpen).toBe(false);
    expect([...bench.tracker.lostOrders.keys()]).toEqual(['c1']);
    expect(bench.tracker.activeOrders.size).toBe(0);
    expect([...bench.tracker.allUpdatableOrders.keys()]).toEqual(['c1']);
    expect([...bench.tracker.allFillableOrders.keys()]).toEqual(['c1']);
    expect(bench.tracker.allOrders.size).toBe(0);
  });

  it('does not lose an order that the venue has told of, nor one whose doubt a sighting has ended', () => {
    const bench = new TrackerBench({ lostAfterMs: 1_000 });
    const order = bench.track();
    bench.report('open').pass(10_000).notFound().pass(999);
    bench.report('open').pass(10_000);
    expect(order.state).toBe('open');
    bench.notFound().pass(1_000);
    expect(order.state).toBe('lost');
  });

  it('counts the age from the first doubt, not from the latest', () => {
    const bench = new TrackerBench({ lostAfterMs: 1_000 });
    bench.track();
    bench.report('open').unknown('cancel').pass(600).notFound().unknown('cancel').pass(400);
    expect(bench.trace).toEqual(['created', 'lost']);
  });

  it.each(['canceled', 'expired'] as const)('end as the venue says: %s', (state) => {
    const bench = new TrackerBench();
    bench.track();
    bench.pass(600_000).report(state);
    expect(bench.trace).toEqual(['lost', 'created', state]);
    expect(bench.tracker.lostOrders.size).toBe(0);
  });

  it('are filled late, asked for, and complete when the whole amount is there', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.pass(600_000).fill('t1', 4).fill('t1', 4);
    expect(order.state).toBe('lost');
    expect(bench.queries).toEqual(['c1', 'c1']);
    bench.fill('t2', 6);
    expect(bench.trace).toEqual(['lost', 'created', 'filled 4', 'filled 6', 'completed 10']);
  });

  it('wait for their fills when the venue calls them filled', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.pass(600_000).report('filled').fill('t1', 10);
    expect(bench.trace).toEqual(['lost', 'created', 'filled 10', 'completed 10']);
  });

  it('are active again when the venue shows them open, and are announced as lost only once', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.pass(600_000).report('open');
    expect([...bench.tracker.activeOrders.keys()]).toEqual(['c1']);
    bench.notFound().pass(600_000);
    expect(order.state).toBe('lost');
    expect(bench.trace).toEqual(['lost', 'created']);
  });

  it('are not called back by a message older than what is known', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench
      .report('open', { updateTimeMs: START_MS + 500 })
      .notFound()
      .pass(600_000)
      .report('open', { updateTimeMs: START_MS + 499 });
    expect(order.state).toBe('lost');
  });

  it('are asked for when they are seen, and fail only with all proofs', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.track({ clientOrderId: 'c2' });
    bench.pass(600_000).signal('seen').notFound({ hasNoTrade: false }, 'c2').signal('cancel-requested', 'c2').notFound({}, 'c2');
    expect(bench.trace).toEqual(['lost', 'lost', 'created', 'failed never-arrived']);
    expect(bench.queries).toEqual(['c1']);
  });

  it('survive a restart and settle afterwards', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.pass(600_000).restart();
    expect([...bench.tracker.lostOrders.keys()]).toEqual(['c1']);
    bench.pass(10_000_000).fill('t1', 2).report('canceled');
    expect(bench.trace).toEqual(['lost', 'created', 'filled 2', 'canceled']);
  });
});

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
      .pass(30_000);
    expect(bench.problems).toEqual([expect.stringContaining('fills of 3 BTC-USDT')]);
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
