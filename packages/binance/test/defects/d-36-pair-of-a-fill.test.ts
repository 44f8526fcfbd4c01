import { expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

it('D-36: a fill that was learned from a query names the pair in our notation, and belongs to its order', async () => {
  const rig = new TradingRig();
  await rig.start();
  const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, times: 5, action: { kind: 'drop' } });
  rig.venue.control.fillOrder(ACCOUNT, id);
  await rig.until(() => rig.orderEvents(id).includes('order-completed'), 200_000);
  const fill = rig.events.find(({ type }) => type === 'order-filled');
  expect(fill).toMatchObject({ clientOrderId: id, tradingPair: PAIR, isRecovered: true });
  const saved = JSON.stringify(rig.connector.trackingStates);
  expect(saved).toContain('"BTC-USDT"');
  expect(saved).not.toContain('BTCUSDT');
  await rig.clock.advance(1_000);
  rig.expectTruth();
  await rig.close();
});
