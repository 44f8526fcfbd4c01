import { describe, expect, it } from 'vitest';
import { ZERO, Decimal } from '../../src/decimal/decimal.ts';
import type { InFlightOrder } from '../../src/orders/in-flight-order.ts';
import { anOrder, TrackerBench } from '../orders/order-fixtures.ts';

type Claim = 'open' | 'done' | 'filled' | 'canceled' | 'expired' | 'failure' | 'lost' | 'pending-create' | 'pending-cancel';

function claims(order: InFlightOrder): readonly Claim[] {
  const all: readonly (readonly [Claim, boolean])[] = [
    ['open', order.isOpen],
    ['done', order.isDone],
    ['filled', order.isFilled],
    ['canceled', order.isCanceled],
    ['expired', order.isExpired],
    ['failure', order.isFailure],
    ['lost', order.isLost],
    ['pending-create', order.isPendingCreate],
    ['pending-cancel', order.isPendingCancel],
  ];
  return all.flatMap(([claim, holds]) => (holds ? [claim] : []));
}

describe('what a state says of an order', () => {
  it.each([
    ['nothing yet', (bench: TrackerBench) => bench, ['open', 'pending-create']],
    ['open', (bench: TrackerBench) => bench.report('open'), ['open']],
    ['partially filled', (bench: TrackerBench) => bench.report('partially-filled'), ['open']],
    ['a cancel under way', (bench: TrackerBench) => bench.report('open').signal('cancel-requested'), ['open', 'pending-cancel']],
    ['filled', (bench: TrackerBench) => bench.report('filled'), ['done', 'filled']],
    ['filled by its amount, whatever the venue calls it', (bench: TrackerBench) => bench.report('open').fill('t1', 10), ['done', 'filled']],
    ['canceled', (bench: TrackerBench) => bench.report('canceled'), ['done', 'canceled']],
    ['expired', (bench: TrackerBench) => bench.report('expired'), ['done', 'expired']],
    ['failed', (bench: TrackerBench) => bench.report('failed'), ['done', 'failure']],
    ['lost', (bench: TrackerBench) => bench.unknown('place').pass(600_000), ['lost']],
  ] as const)('%s', (_name, run, expected) => {
    const bench = new TrackerBench();
    const order = bench.track();
    run(bench);
    expect(claims(order)).toEqual(expected);
  });

  it('an order of nothing is not done from birth, and never both open and done', () => {
    expect(claims(anOrder({ amount: ZERO }))).toEqual(['open', 'pending-create']);
  });
});

describe('the tracker’s views', () => {
  it('hold active, finished and lost orders where each belongs', () => {
    const bench = new TrackerBench();
    for (const clientOrderId of ['active', 'lost']) bench.track({ clientOrderId });
    bench.report('open', { clientOrderId: 'active', exchangeOrderId: 'e1' }).unknown('place', 'lost').pass(600_000);
    bench.track({ clientOrderId: 'done' });
    bench.report('canceled', { clientOrderId: 'done', exchangeOrderId: 'e3' });
    const { tracker } = bench;
    expect([...tracker.activeOrders.keys()]).toEqual(['active']);
    expect([...tracker.cachedOrders.keys()]).toEqual(['done']);
    expect([...tracker.lostOrders.keys()]).toEqual(['lost']);
    expect([...tracker.allOrders.keys()]).toEqual(['active', 'done']);
    expect([...tracker.allFillableOrders.keys()]).toEqual(['active', 'done', 'lost']);
    expect([...tracker.allUpdatableOrders.keys()]).toEqual(['active', 'lost']);
  });

  it('keep a finished order for 30 s', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.report('canceled').pass(29_999);
    expect(bench.tracker.cachedOrders.has('c1')).toBe(true);
    bench.pass(1);
    expect(bench.tracker.cachedOrders.has('c1')).toBe(false);
  });

  it('keep the 1,000 latest finished orders', () => {
    const bench = new TrackerBench();
    for (let index = 0; index <= 1_000; index += 1) {
      const ids = { clientOrderId: `c${index}`, exchangeOrderId: `e${index}` };
      bench.track(ids);
      bench.report('canceled', ids);
    }
    expect(bench.tracker.cachedOrders.size).toBe(1_000);
    expect([bench.tracker.cachedOrders.has('c0'), bench.tracker.cachedOrders.has('c1')]).toEqual([false, true]);
  });

  it('take saved orders back: open ones as active, lost ones as lost, finished ones for their late fills', () => {
    const bench = new TrackerBench();
    for (const clientOrderId of ['open', 'lost']) bench.track({ clientOrderId });
    bench.report('open', { clientOrderId: 'open', exchangeOrderId: 'e1' }).unknown('place', 'lost').pass(600_000);
    for (const [index, state] of (['canceled', 'failed'] as const).entries()) {
      bench.track({ clientOrderId: state });
      bench.report(state, { clientOrderId: state, exchangeOrderId: `f${index}` });
    }
    const before = bench.trace;
    bench.restart();
    expect([...bench.tracker.activeOrders.keys()]).toEqual(['open']);
    expect([...bench.tracker.lostOrders.keys()]).toEqual(['lost']);
    expect([...bench.tracker.cachedOrders.keys()].toSorted()).toEqual(['canceled', 'failed']);
    expect(bench.trace).toEqual(before);
  });
});

describe('fills', () => {
  it('never change the client id, and give the exchange id to an order that has none', () => {
    const bench = new TrackerBench();
    const order = bench.track();
    bench.fill('t1', 4);
    expect([order.clientOrderId, order.exchangeOrderId]).toEqual(['c1', 'e1']);
  });

  it('of a negative amount are reported, never taken in silently', () => {
    const bench = new TrackerBench();
    bench.track();
    bench.fill('t1', -4);
    expect(bench.trace.filter((line) => line.startsWith('filled'))).toEqual([]);
    expect(bench.problems).toHaveLength(1);
  });

  it('give the average price as quote over base, and none before the first', () => {
    const order = anOrder();
    expect(order.averagePrice).toBeUndefined();
    const bench = new TrackerBench();
    const filled = bench.track();
    bench.fill('t1', 4).fill('t2', 6, { price: new Decimal(110) });
    expect(filled.averagePrice?.toString()).toBe('106');
  });
});
