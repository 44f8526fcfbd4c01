import { describe, expect, it } from 'vitest';
import { TrackerBench } from '../orders/order-fixtures.ts';

describe('D-18: two fills are one only when order and trade id are the same', () => {
  it('fills of different ids all count, also where amount, price and time are the same', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.fill('t1', 4).fill('t2', 4);
    expect(bench.trace).toEqual(['created', 'filled 4', 'filled 4']);
    expect(order.executedBase.toString()).toBe('8');
  });

  it('fills without an id are never taken for one another: each is reported, and none is counted under a made-up id', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.fill('', 4).fill('', 4);
    expect(bench.trace.filter((line) => line.startsWith('filled'))).toEqual([]);
    expect(bench.problems).toEqual([expect.stringContaining('no trade id'), expect.stringContaining('no trade id')]);
  });

  it('what such fills executed is asked for, because the venue’s sum shows it', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.fill('', 4).fill('', 4);
    bench.report('partially-filled', { cumulativeBase: order.amount.minus(2) });
    expect(bench.queries).toContain('c1');
    expect(order.missingBase.toString()).toBe('8');
    bench.fill('t1', 4, {}, true).fill('t2', 4, {}, true);
    expect(order.missingBase.toString()).toBe('0');
  });
});
