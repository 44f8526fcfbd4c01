import { Decimal } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

describe('canceling', () => {
  it('an order that is not tracked sends nothing and says so', async () => {
    const rig = new TradingRig();
    await rig.start();
    await expect(rig.connector.cancel(PAIR, 'never-heard-of')).resolves.toEqual({
      clientOrderId: 'never-heard-of',
      success: false,
      reason: 'no such order is tracked',
    });
    await rig.close();
  });

  it('a synchronous venue’s yes ends the order at once', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 100, action: { kind: 'drop' } });
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(100);
    await expect(canceling).resolves.toEqual({ clientOrderId: id, success: true });
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    expect(rig.connector.inFlightOrders.has(id)).toBe(false);
    await rig.close();
  });

  it('that the venue refuses leaves the order as it was', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'cancel' },
      action: { kind: 'answer', status: 400, body: '{"code":-1100,"msg":"Illegal characters found in a parameter."}' },
    });
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(200_000);
    await expect(canceling).resolves.toMatchObject({ success: false, reason: expect.stringContaining('-1100') });
    expect(rig.orderEvents(id)).toEqual(['order-created']);
    expect(rig.connector.inFlightOrders.get(id)).toMatchObject({ state: 'open', outcome: 'known' });
    rig.expectTruth();
    await rig.close();
  });

  it('all orders touches only our own', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.world.place({
      account: ACCOUNT,
      tradingPair: PAIR,
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTC',
      amount: new Decimal('0.1'),
      price: new Decimal(40_000),
      clientOrderId: 'somebody-elses',
    });
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const canceling = rig.connector.cancelAll(5_000);
    await rig.clock.advance(5_000);
    await expect(canceling).resolves.toEqual([{ clientOrderId: id, success: true }]);
    expect(rig.venue.world.openOrders(ACCOUNT, PAIR).map(({ clientOrderId }) => clientOrderId)).toEqual(['somebody-elses']);
    const listed = rig.connector.getOpenOrders(PAIR);
    await rig.clock.advance(100);
    expect((await listed).map(({ clientOrderId }) => clientOrderId)).toEqual(['somebody-elses']);
    await rig.close();
  });
});
