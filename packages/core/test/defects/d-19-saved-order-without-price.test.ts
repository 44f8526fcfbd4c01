import { describe, expect, it } from 'vitest';
import { ClientOrderTracker } from '../../src/orders/client-order-tracker.ts';
import type { TrackerEffect } from '../../src/orders/tracker-effect.ts';
import { TrackerBench } from '../orders/order-fixtures.ts';

describe('D-19: an order without a price, or a record that cannot be read, spoils the restoration of no other', () => {
  it('a market order comes back as it was', () => {
    const bench = new TrackerBench();
    bench.track({ clientOrderId: 'm1', orderType: 'market', price: undefined, timeInForce: undefined });
    bench.track({ clientOrderId: 'l1' });
    bench.restart();
    expect(bench.problems).toEqual([]);
    expect([...bench.tracker.activeOrders.keys()].toSorted()).toEqual(['l1', 'm1']);
    expect(bench.tracker.fetchOrder({ clientOrderId: 'm1' })?.price).toBeUndefined();
  });

  it.each([
    ['the text "None"', 'None'],
    ['no number', {}],
    ['not a number', 'NaN'],
  ])('a price that is %s is reported by name, and the orders before and after it are kept', (_name, price) => {
    const bench = new TrackerBench();
    for (const clientOrderId of ['a1', 'b2', 'c3']) bench.track({ clientOrderId });
    const saved: Record<string, unknown> = JSON.parse(JSON.stringify(bench.tracker.trackingStates()));
    const broken = saved['b2'];
    saved['b2'] = { ...(typeof broken === 'object' ? broken : {}), price };
    const effects: TrackerEffect[] = [];
    const restored = new ClientOrderTracker();
    restored.restoreTrackingStates(saved, bench.nowMs, effects);
    expect([...restored.activeOrders.keys()].toSorted()).toEqual(['a1', 'c3']);
    expect(effects).toEqual([{ kind: 'problem', message: expect.stringMatching(/b2.*price/) }]);
  });
});
