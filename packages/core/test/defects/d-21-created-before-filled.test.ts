import { describe, expect, it } from 'vitest';
import { TrackerBench } from '../orders/order-fixtures.ts';

describe('D-21: an order is created before it is filled', () => {
  it.each([
    ['a fill before the acknowledgement', (bench: TrackerBench) => bench.fill('t1', 4).report('open')],
    ['a whole fill before the acknowledgement', (bench: TrackerBench) => bench.fill('t1', 10).report('open').report('filled')],
    ['a whole fill and no acknowledgement', (bench: TrackerBench) => bench.fill('t1', 10).report('filled')],
    ['a fill while the cancel is on its way', (bench: TrackerBench) => bench.signal('cancel-requested').fill('t1', 4)],
    ['a fill while nothing is known of the placing', (bench: TrackerBench) => bench.unknown('place').fill('t1', 4)],
    ['a fill of an order that had been taken for lost', (bench: TrackerBench) => bench.unknown('place').pass(600_000).fill('t1', 4)],
    ['a fill of an order that had been taken for refused', (bench: TrackerBench) => bench.rejected().fill('t1', 4)],
    ['a fill learned from a query after a restart', (bench: TrackerBench) => bench.restart().fill('t1', 4, {}, true)],
  ])('%s', (_name, run) => {
    const bench = new TrackerBench();
    bench.track();
    run(bench);
    const trace = bench.trace.map((line) => line.split(' ')[0]);
    expect(trace.filter((line) => line === 'created')).toHaveLength(1);
    expect(trace.indexOf('created')).toBeLessThan(trace.indexOf('filled'));
    expect(trace).toContain('filled');
  });
});
