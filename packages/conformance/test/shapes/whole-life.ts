import type { PlainShape } from '@venuekit/venue';
import { expect } from 'vitest';
import { PAIR, ShapeRig } from './shape-rig.ts';

/** A whole life: start, follow the market, place, fill, cancel, lose both streams, stop. */
export async function expectLife(shape: PlainShape, seed = 1): Promise<void> {
  const rig = new ShapeRig(shape, seed);
  await rig.start();
  await rig.trade(5_000);
  rig.expectBooks();

  const [filled, canceled, kept] = ['0.3', '0.2', '0.1'].map((amount) => rig.connector.buy(PAIR, amount, 'limit', '20000'));
  if (filled === undefined || canceled === undefined || kept === undefined) throw new RangeError('three orders were placed');
  await rig.until(() => [filled, canceled, kept].every((id) => rig.told(id).includes('order-created')));
  rig.fill(filled, '0.1');
  await rig.clock.advance(50);
  rig.fill(filled);
  await rig.until(() => rig.told(filled).includes('order-completed'));
  void rig.connector.cancel(PAIR, canceled);
  await rig.until(() => rig.told(canceled).includes('order-canceled'));
  const crossing = rig.connector.sell(PAIR, '0.01', 'limit', '20000');
  await rig.until(() => rig.told(crossing).includes('order-completed'));
  expect(rig.told(canceled)).toEqual(['order-created', 'order-canceled']);
  expect(new Set(rig.told(filled))).toEqual(new Set(['order-created', 'order-filled', 'order-completed']));

  rig.venue.control.cutSockets();
  rig.fill(kept, '0.05');
  await rig.trade(20_000);
  rig.expectBooks();
  // Longer than the longest interval of the status poll, for venues that tell balances by REST alone.
  await rig.clock.advance(130_000);
  rig.expectAccount();
  await rig.trade(2_000);
  rig.expectBooks();
  expect([rig.problems(), rig.refusals]).toEqual([[], []]);
  await rig.close();
}
