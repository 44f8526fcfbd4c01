import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { ClientOrderTracker } from '../../src/orders/client-order-tracker.ts';
import { InFlightOrder } from '../../src/orders/in-flight-order.ts';
import type { TrackerEffect } from '../../src/orders/tracker-effect.ts';
import type { OrderUpdate } from '../../src/model/order-update.ts';
import { anOrder, fill, report, START_MS } from './order-fixtures.ts';

const d = (text: string | number): Decimal => new Decimal(text);

function tracked(order: InFlightOrder = anOrder()): {
  order: InFlightOrder;
  tell: (update: OrderUpdate) => TrackerEffect[];
  tracker: ClientOrderTracker;
} {
  const tracker = new ClientOrderTracker();
  tracker.startTrackingOrder(order);
  const tell = (update: OrderUpdate): TrackerEffect[] => {
    const effects: TrackerEffect[] = [];
    tracker.step({ kind: 'order-update', update, nowMs: START_MS + 50 }, effects);
    return effects;
  };
  return { order, tell, tracker };
}

describe('an order whose amount the venue tells as reduced', () => {
  it('has the new amount and says so once', () => {
    const { order, tell } = tracked();
    tell(report('open'));
    const effects = tell(report('open', { amount: d(4), updateTimeMs: START_MS + 20 }));
    expect(effects).toMatchObject([
      {
        kind: 'event',
        event: { type: 'order-amended', clientOrderId: 'c1', amount: d(4), previousAmount: d(10), eventTimeMs: START_MS + 20 },
      },
    ]);
    expect(order.amount).toEqual(d(4));
    expect(tell(report('open', { amount: d(4), updateTimeMs: START_MS + 20 }))).toEqual([]);
  });

  it('is created first when the amendment is the first word of it', () => {
    const { tell } = tracked();
    const events = tell(report('open', { amount: d(4) })).map((effect) => (effect.kind === 'event' ? effect.event.type : effect.kind));
    expect(events).toEqual(['order-created', 'order-amended']);
  });

  it('does not get a larger amount again from an older answer, nor none at all', () => {
    const { order, tell } = tracked();
    tell(report('open', { amount: d(4) }));
    expect(tell(report('open', { amount: d(10), updateTimeMs: START_MS }))).toEqual([]);
    expect(tell(report('open', { amount: d(0) }))).toEqual([]);
    expect(order.amount).toEqual(d(4));
  });

  it('is filled when the reduced amount has been executed', () => {
    const { order, tell, tracker } = tracked();
    tell(report('open', { amount: d(4) }));
    const effects: TrackerEffect[] = [];
    tracker.step({ kind: 'trade-update', update: fill('t1', 4), nowMs: START_MS + 60, isRecovered: false }, effects);
    expect(order.state).toBe('filled');
    expect(effects.map((effect) => (effect.kind === 'event' ? effect.event.type : effect.kind))).toEqual([
      'order-filled',
      'order-completed',
    ]);
  });

  it('keeps the amount that it ended with', () => {
    const { order, tell } = tracked();
    tell(report('canceled'));
    expect(tell(report('canceled', { amount: d(4) }))).toEqual([]);
    expect(order.amount).toEqual(d(10));
  });

  it('is saved and restored with the reduced amount', () => {
    const { order, tell } = tracked();
    tell(report('open', { amount: d(4) }));
    expect(InFlightOrder.fromJSON(JSON.parse(JSON.stringify(order)), 'test').amount).toEqual(d(4));
  });
});
