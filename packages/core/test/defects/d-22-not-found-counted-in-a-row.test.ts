import { describe, expect, it } from 'vitest';
import { TrackerBench } from '../orders/order-fixtures.ts';

const WEAK = { absentFromOpenOrders: false, hasNoTrade: false, streamWasGapFree: false, askedAfterValidityEnded: false };

describe('D-22: "not found" is counted in a row, and however often it is said it ends no order by itself', () => {
  it('any sighting sets the count back to nothing', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open').notFound(WEAK).notFound(WEAK).notFound(WEAK);
    expect(order.tracking.notFoundCount).toBe(3);
    bench.report('open');
    expect(order.tracking.notFoundCount).toBe(0);
    bench.notFound(WEAK).fill('t1', 4);
    expect(order.tracking.notFoundCount).toBe(0);
    bench.notFound(WEAK).signal('seen');
    expect(order.tracking.notFoundCount).toBe(0);
  });

  it('a hundred answers spread over a day, each between two sightings, leave the order as it is', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    for (let round = 0; round < 100; round += 1) bench.report('open').notFound(WEAK).pass(300_000).report('open').pass(600_000);
    expect(bench.trace).toEqual(['created']);
    expect([order.state, order.outcome]).toEqual(['open', 'known']);
  });

  it('a hundred in a row never make it fail: after the declared age it is lost, and may still be found', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open');
    for (let round = 0; round < 100; round += 1) bench.notFound(WEAK).pass(10_000);
    expect(bench.trace).toEqual(['created', 'lost']);
    bench.fill('t1', 10).report('filled');
    expect(bench.trace).toEqual(['created', 'lost', 'filled 10', 'completed 10']);
    expect(order.state).toBe('filled');
  });
});
