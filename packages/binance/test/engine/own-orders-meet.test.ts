import { expect, it } from 'vitest';
import { PAIR, TradingRig } from './trading-rig.ts';

it('two orders of ours that meet are both filled, by one trade, each told once, and the balances are true', async () => {
  const rig = new TradingRig();
  await rig.start();
  const spread = { price: '60000', options: { selfTradePrevention: 'none' } } as const;
  const resting = rig.connector.sell(PAIR, '0.1', 'limit', spread.price, spread.options);
  await rig.until(() => rig.orderEvents(resting).includes('order-created'));
  const taking = rig.connector.buy(PAIR, '0.1', 'limit', spread.price, spread.options);
  await rig.until(() => [resting, taking].every((id) => rig.orderEvents(id).includes('order-completed')));
  await rig.clock.advance(5_000);
  for (const id of [resting, taking]) expect(rig.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
  const fills = rig.events.flatMap((event) => (event.type === 'order-filled' ? [event] : []));
  expect(new Set(fills.map(({ tradeId }) => tradeId)).size).toBe(1);
  expect(new Map(fills.map(({ clientOrderId, isTaker }) => [clientOrderId, isTaker]))).toEqual(
    new Map([
      [resting, false],
      [taking, true],
    ]),
  );
  rig.expectTruth();
  await rig.close();
});
