import { describe, expect, it } from 'vitest';
import type { OrderState, ReportedOrderState } from '../../src/model/order-state.ts';
import { TrackerBench } from '../orders/order-fixtures.ts';

const REPORTS: readonly ReportedOrderState[] = ['open', 'partially-filled', 'pending-cancel', 'filled', 'canceled', 'expired', 'failed'];
const ENDS: ReadonlySet<OrderState> = new Set<OrderState>(['filled', 'canceled', 'expired', 'failed']);
const RANK = new Map<OrderState, number>([
  ['pending-create', 0],
  ['open', 1],
  ['partially-filled', 2],
  ['pending-cancel', 3],
]);

function rankOf(state: OrderState): number {
  return RANK.get(state) ?? 4;
}

/** Every sequence of so many of the venue's reports. */
function* sequences(length: number): Generator<readonly ReportedOrderState[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const before of sequences(length - 1)) for (const report of REPORTS) yield [...before, report];
}

describe('D-20: states only go forward, and an order ends once', () => {
  it('whatever four reports the venue sends, in whatever order', () => {
    for (const reports of sequences(4)) {
      const bench = new TrackerBench();
      const order = bench.track();
      const states: OrderState[] = [order.state];
      for (const report of reports) {
        bench.report(report);
        states.push(order.state);
      }
      bench.pass(60_000);
      const story = reports.join(' ');
      for (const [index, state] of states.slice(1).entries()) {
        const before = states[index] ?? 'pending-create';
        expect(rankOf(state), story).toBeGreaterThanOrEqual(rankOf(before));
        expect(ENDS.has(before) ? before : state, story).toBe(state);
      }
      const ends = bench.events.filter(({ type }) => type !== 'order-created' && type !== 'order-filled');
      expect(ends.length, story).toBe(ENDS.has(order.state) ? 1 : 0);
      expect(bench.events.filter(({ type }) => type === 'order-created').length, story).toBeLessThanOrEqual(1);
    }
  });

  it('a late "open" from the answer does not undo what the stream has told', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.report('partially-filled').report('open');
    expect(order.state).toBe('partially-filled');
    bench.report('canceled').report('open').report('canceled');
    expect(bench.trace).toEqual(['created', 'canceled']);
  });
});
