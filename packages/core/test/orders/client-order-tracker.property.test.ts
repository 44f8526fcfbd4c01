import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, ZERO } from '../../src/decimal/decimal.ts';
import type { OrderEvent } from '../../src/model/events.ts';
import type { OrderState, ReportedOrderState } from '../../src/model/order-state.ts';
import { isTerminalState } from '../../src/model/order-state.ts';
import { InFlightOrder } from '../../src/orders/in-flight-order.ts';
import { START_MS, TrackerBench } from './order-fixtures.ts';

/** What may happen, in any order and any number. Fill k is always the same fill. */
type Step =
  | { readonly kind: 'fill'; readonly index: number; readonly isRecovered: boolean; readonly byExchangeId: boolean }
  | { readonly kind: 'report'; readonly state: ReportedOrderState; readonly executed: number | undefined; readonly timeMs: number }
  | { readonly kind: 'unknown' | 'cancel' | 'rejected' | 'not-found' | 'seen' | 'restart' }
  | { readonly kind: 'tick'; readonly ms: number };

const AMOUNTS = ['1', '2.5', '0.000000000000000001', '3.3', '0.7', '4'];
const TERMINAL = new Set<OrderEvent['type']>(['order-completed', 'order-canceled', 'order-expired', 'order-failed']);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('fill' as const),
      index: fc.nat(AMOUNTS.length - 1),
      isRecovered: fc.boolean(),
      byExchangeId: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      state: fc.constantFrom<ReportedOrderState>('open', 'partially-filled', 'pending-cancel', 'filled', 'canceled', 'expired', 'failed'),
      executed: fc.option(fc.nat(12), { nil: undefined }),
      timeMs: fc.nat(1_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('unknown' as const, 'cancel' as const, 'rejected' as const, 'not-found' as const, 'seen' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tick' as const), ms: fc.nat(4_000) }) },
);

const RANK: Readonly<Record<OrderState, number>> = {
  'pending-create': 0,
  open: 1,
  'partially-filled': 2,
  'pending-cancel': 3,
  lost: 4,
  filled: 5,
  canceled: 5,
  expired: 5,
  failed: 5,
};

function apply(bench: TrackerBench, next: Step): void {
  switch (next.kind) {
    case 'fill':
      bench.fill(
        `t${next.index}`,
        AMOUNTS[next.index] ?? '1',
        next.byExchangeId ? { clientOrderId: "another client's" } : {},
        next.isRecovered,
      );
      break;
    case 'report':
      bench.report(next.state, {
        updateTimeMs: START_MS + next.timeMs,
        ...(next.executed === undefined ? {} : { cumulativeBase: new Decimal(next.executed) }),
      });
      break;
    case 'unknown':
      bench.unknown('place');
      break;
    case 'cancel':
      bench.signal('cancel-requested').unknown('cancel');
      break;
    case 'rejected':
      bench.rejected();
      break;
    case 'not-found':
      bench.notFound({ hasNoTrade: false });
      break;
    case 'seen':
      bench.signal('seen');
      break;
    case 'restart':
      bench.restart();
      break;
    case 'tick':
      bench.pass(next.ms);
      break;
  }
}

function current(bench: TrackerBench): InFlightOrder {
  const order = bench.tracker.fetchOrder({ clientOrderId: 'c1' });
  if (order === undefined) throw new Error('the order has been forgotten');
  return order;
}

describe('any order of updates, fills, doubts and restarts', () => {
  it('counts each fill once, creates before it fills, ends once, never goes back, and survives being saved at any moment', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const bench = new TrackerBench({ cacheTtlMs: 10_000_000 });
        bench.track({ exchangeOrderId: 'e1' });
        const given = new Set<number>();
        let before = current(bench).toJSON();
        for (const next of steps) {
          apply(bench, next);
          if (next.kind === 'fill') given.add(next.index);
          const order = current(bench);
          expect(RANK[order.state]).toBeGreaterThanOrEqual(RANK[before.state]);
          expect(order.state).toBe(isTerminalState(before.state) ? before.state : order.state);
          expect(order.reportedBase.gte(before.reportedBase)).toBe(true);
          expect(order.lastUpdateTimeMs).toBeGreaterThanOrEqual(before.lastUpdateTimeMs);
          before = order.toJSON();
          const restored = InFlightOrder.fromJSON(JSON.parse(JSON.stringify(before)), 'saved');
          expect(restored.toJSON()).toEqual(before);
          expect(restored.executedBase.eq(order.executedBase)).toBe(true);
          expect(restored.cumulativeFees).toEqual(order.cumulativeFees);
        }
        bench.pass(5_000);

        const order = current(bench);
        const amounts = [...given].map((index) => new Decimal(AMOUNTS[index] ?? '1'));
        const sum = amounts.reduce((total, amount) => total.plus(amount), ZERO);
        expect(order.executedBase.toString()).toBe(sum.toString());
        expect(order.executedQuote.toString()).toBe(sum.times(100).toString());
        const fills = bench.events.filter((event) => event.type === 'order-filled');
        expect(fills.map((event) => event.tradeId).toSorted()).toEqual([...given].map((index) => `t${index}`).toSorted());

        const types = bench.events.map((event) => event.type);
        const created = types.indexOf('order-created');
        expect(fills.length === 0 || created >= 0).toBe(true);
        expect(types.filter((type) => type === 'order-created').length).toBeLessThanOrEqual(1);
        const firstFill = types.indexOf('order-filled');
        expect(firstFill === -1 || created < firstFill).toBe(true);
        expect(types.filter((type) => TERMINAL.has(type)).length).toBe(isTerminalState(order.state) ? 1 : 0);
        expect(isTerminalState(order.state) || sum.lt(order.amount)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('ends in the same sums and the same state whatever the order in which the fills and the end of an order arrive', () => {
    const end = fc.constantFrom<ReportedOrderState>('canceled', 'expired');
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), end, fc.nat(4), (indexes, state, at) => {
        const bench = new TrackerBench();
        bench.track();
        indexes.forEach((index, position) => {
          if (position === at) bench.report(state);
          bench.fill(`t${index}`, AMOUNTS[index] ?? '1');
        });
        if (at >= indexes.length) bench.report(state);
        const sum = indexes.reduce((total, index) => total.plus(AMOUNTS[index] ?? '1'), ZERO);
        expect(current(bench).executedBase.toString()).toBe(sum.toString());
        expect(current(bench).state).toBe(state);
      }),
    );
  });
});
