import { expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

it('D-16: when the venue ends the private subscription the stream moves to a new one, and the orders are compared', async () => {
  const rig = new TradingRig();
  await rig.start();
  const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  const [before] = rig.venue.control.sockets({ account: ACCOUNT });
  expect(rig.venue.control.terminatePrivate(ACCOUNT)).toBe(1);
  rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
  await rig.until(() => rig.events.filter(({ type }) => type === 'stream-restored').length === 2);
  const [after] = rig.venue.control.sockets({ account: ACCOUNT });
  expect(after?.id).not.toBe(before?.id);
  expect(rig.events.findLast(({ type }) => type === 'stream-restored')).toMatchObject({ repaired: { recoveredFills: 1 } });
  rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
  await rig.clock.advance(1_000);
  const fills = rig.events.flatMap((event) => (event.type === 'order-filled' ? [event.isRecovered] : []));
  expect(fills).toEqual([true, false]);
  rig.expectTruth();
  await rig.close();
});
