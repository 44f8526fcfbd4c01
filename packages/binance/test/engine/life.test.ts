import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

describe('the connector against the venue', () => {
  it('becomes ready, and leaves nothing when it is stopped', async () => {
    const rig = new TradingRig();
    expect(rig.connector.ready).toBe(false);
    await rig.start();
    expect(rig.connector.statusDict).toEqual({
      symbolsMappingInitialized: true,
      orderBooksInitialized: true,
      accountBalance: true,
      tradingRuleInitialized: true,
      userStreamInitialized: true,
    });
    await rig.clock.advance(500);
    rig.expectTruth();
    await rig.close();
  });

  it('tells an order as created, filled in parts and completed, once each', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.until(() => rig.orderEvents(id).includes('order-completed'));
    await rig.clock.advance(300_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-filled', 'order-completed']);
    rig.expectTruth();
    await rig.close();
  });

  it('can be started, stopped and started again, keeping its orders', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    await rig.stopConnector();
    await rig.connector.stop();
    expect(rig.network.openSockets).toBe(0);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.2');
    await rig.start();
    rig.connector.start();
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    rig.expectTruth();
    await rig.close();
  });

  it('takes saved orders back after a restart and learns what happened meanwhile', async () => {
    const rig = new TradingRig();
    await rig.start();
    const filled = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    const canceled = rig.connector.buy(PAIR, '0.2', 'limit', rig.restingBuyPrice());
    const open = rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
    await rig.until(() => [filled, canceled, open].every((id) => rig.orderEvents(id).includes('order-created')));
    const saved: unknown = JSON.parse(JSON.stringify(rig.connector.trackingStates));
    const restarted = await rig.replaceConnector();
    rig.venue.control.fillOrder(ACCOUNT, filled);
    rig.venue.world.cancel(ACCOUNT, PAIR, { clientOrderId: canceled });
    restarted.restoreTrackingStates({ ...(saved as Record<string, unknown>), broken: { clientOrderId: 'broken' } });
    await rig.start();
    await rig.clock.advance(2_000);
    expect(rig.orderEvents(filled)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.orderEvents(canceled)).toEqual(['order-created', 'order-canceled']);
    expect(rig.orderEvents(open)).toEqual(['order-created']);
    expect(rig.events.some((event) => event.type === 'stream-problem' && event.message.includes('broken'))).toBe(true);
    rig.expectTruth();
    await rig.close();
  });

  it('follows pairs that are added and removed while it runs', async () => {
    const rig = new TradingRig({ pairs: [PAIR, 'ETH-USDT'] });
    await rig.start();
    rig.connector.removeTradingPair('ETH-USDT');
    expect(() => rig.connector.getOrderBook('ETH-USDT')).toThrow(/ETH-USDT/);
    rig.connector.addTradingPair('ETH-USDT');
    await rig.until(() => rig.connector.ready);
    await rig.clock.advance(500);
    rig.expectTruth();
    expect(() => rig.connector.addTradingPair('DOGE-USDT')).toThrow(/DOGE-USDT/);
    await rig.close();
  });

  it('names a pair that the venue does not list and serves the others', async () => {
    const rig = new TradingRig({ pairs: [PAIR] });
    rig.connector.addTradingPair('NOPE-USDT');
    rig.makers.start();
    rig.connector.start();
    await rig.until(() => rig.connector.orderBooks.get(PAIR)?.state === 'live');
    expect(rig.events.some((event) => event.type === 'stream-problem' && event.message.includes('NOPE-USDT'))).toBe(true);
    await rig.close();
  });

  it('learns by polling what a private stream that lost a frame did not tell', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 10, action: { kind: 'drop' } });
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'balances' }, times: 10, action: { kind: 'drop' } });
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.until(() => rig.orderEvents(id).includes('order-completed'), 200_000);
    await rig.clock.advance(1_000);
    rig.expectTruth();
    await rig.close();
  });
});
