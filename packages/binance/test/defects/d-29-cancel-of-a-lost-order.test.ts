import { expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

it('D-29: a cancel of a lost order that gets no answer does not forget the order', async () => {
  const rig = new TradingRig();
  await rig.start();
  const { faults } = rig.venue.control;
  const forever = Number.POSITIVE_INFINITY;
  faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-hang' } });
  const blindness = [
    ...(['order', 'open-orders', 'fills'] as const).map((operation) =>
      faults.add({ on: 'http', match: { operation }, times: forever, action: { kind: 'answer', status: 503 } }),
    ),
    faults.add({ on: 'frame', match: { frame: 'execution' }, times: forever, action: { kind: 'drop' } }),
  ];
  const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-lost'), 900_000);
  expect(rig.connector.orderTracker.lostOrders.has(id)).toBe(true);
  faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'hang' } });
  const canceling = rig.connector.cancel(PAIR, id);
  await rig.clock.advance(60_000);
  await expect(canceling).resolves.toMatchObject({ success: false });
  expect(rig.connector.inFlightOrders.has(id)).toBe(true);
  expect(rig.orderEvents(id)).toEqual(['order-lost']);
  for (const remove of blindness) remove();
  rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
  await rig.until(() => rig.orderEvents(id).includes('order-filled'), 900_000);
  await rig.clock.advance(400_000);
  expect(rig.orderEvents(id)).toEqual(['order-lost', 'order-created', 'order-filled']);
  rig.expectTruth();
  await rig.close();
});
