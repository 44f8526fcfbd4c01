import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

const UNKNOWN_ERROR = '{"code":-1006,"msg":"Unknown error, please check your request or try again later."}';

describe('D-17: an order has the venue’s id or none, and the id that it gets is used from then on', () => {
  it('after a 503 on placing, events, fills and the cancel go by the venue’s id', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'place' },
      action: { kind: 'execute-then-answer', status: 503, body: UNKNOWN_ERROR },
    });
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'drop' } });
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(100);
    expect(rig.connector.inFlightOrders.get(id)).toMatchObject({ exchangeOrderId: undefined, outcome: 'unknown' });
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const [order] = rig.venue.world.orders(ACCOUNT, PAIR);
    const venueId = String(order?.orderId);
    expect(rig.events.find(({ type }) => type === 'order-created')).toMatchObject({ clientOrderId: id, exchangeOrderId: venueId });
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 5, action: { kind: 'drop' } });
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.until(() => rig.orderEvents(id).includes('order-filled'), 200_000);
    expect(rig.events.find(({ type }) => type === 'order-filled')).toMatchObject({ exchangeOrderId: venueId, isRecovered: true });
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(1_000);
    await expect(canceling).resolves.toEqual({ clientOrderId: id, success: true });
    rig.expectTruth();
    await rig.close();
  });
});
