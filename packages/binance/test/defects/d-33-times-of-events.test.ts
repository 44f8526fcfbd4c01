import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

/** What the venue's clock is ahead of ours: neither whole seconds nor nothing. */
const SKEW_MS = 417;

describe('D-33: an event has the venue’s time to the millisecond, not the time of a tick of ours', () => {
  it.each([
    { name: 'told by the stream', isTold: true },
    { name: 'learned from a query', isTold: false },
  ])('fills, $name', async ({ isTold }) => {
    const rig = new TradingRig();
    rig.venue.control.skewClock(SKEW_MS);
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    if (!isTold) rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 10, action: { kind: 'drop' } });
    await rig.clock.advance(1_234);
    const [fill] = rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.until(() => rig.orderEvents(id).includes('order-filled'), 200_000);
    const [order] = rig.venue.world.orders(ACCOUNT, PAIR);
    expect(rig.events.find(({ type }) => type === 'order-filled')).toMatchObject({ eventTimeMs: fill?.trade.timeMs });
    expect(rig.events.find(({ type }) => type === 'order-created')).toMatchObject({ eventTimeMs: order?.creationTimeMs });
    await rig.clock.advance(1_000);
    rig.expectTruth();
    await rig.close();
  });
});
