import { describe, expect, it } from 'vitest';
import { TrackerBench } from '../orders/order-fixtures.ts';

describe('D-17: an exchange id that turns out to be a placeholder is corrected', () => {
  it.each([
    ['an order state', (bench: TrackerBench) => bench.report('open', { exchangeOrderId: '9001' })],
    ['a fill', (bench: TrackerBench) => bench.fill('t1', 4, { exchangeOrderId: '9001' })],
  ])('by %s with the right one, which finds the order from then on', (_name, correct) => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('open', { exchangeOrderId: 'UNKNOWN' });
    correct(bench);
    expect(order.exchangeOrderId).toBe('9001');
    bench.fill('t2', 6, { clientOrderId: 'somebody else', exchangeOrderId: '9001' });
    expect(bench.trace).toContain('filled 6');
    expect(bench.events.at(-1)).toMatchObject({ exchangeOrderId: '9001' });
    expect(bench.tracker.fetchOrder({ exchangeOrderId: 'UNKNOWN' })).toBeUndefined();
  });
});
