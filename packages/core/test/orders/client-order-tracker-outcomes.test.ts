import { describe, expect, it } from 'vitest';
import type { NotFoundEvidence } from '../../src/orders/tracker-input.ts';
import { START_MS, TrackerBench } from './order-fixtures.ts';

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
