import { Decimal } from '@venuekit/core/connector';
import { spotInstrument } from '@venuekit/venue';
import { expect, it } from 'vitest';
import { TradingRig } from '../engine/trading-rig.ts';

const HALF_HOUR_MS = 1_800_000;

it('D-24: a pair that is added while the connector runs has rules, fees, limits and a book, and can be traded', async () => {
  const rig = new TradingRig({ feePlan: { maker: new Decimal('0.0002'), taker: new Decimal('0.0007'), payIn: 'received' } });
  await rig.start();
  rig.venue.world.addInstrument(spotInstrument({ base: 'ETH', quote: 'USDT', amountIncrement: '0.001' }));
  expect(() => rig.connector.addTradingPair('ETH-USDT')).toThrow(/ETH-USDT/);
  await rig.clock.advance(HALF_HOUR_MS + 60_000);
  rig.connector.addTradingPair('ETH-USDT');
  await rig.until(() => rig.connector.ready);
  await rig.clock.advance(1_000);
  expect(rig.connector.tradingRules.get('ETH-USDT')?.amountIncrement.toString()).toBe('0.001');
  const fee = rig.connector.getFee({
    tradingPair: 'ETH-USDT',
    orderType: 'limit',
    side: 'buy',
    positionAction: 'nil',
    amount: new Decimal(1),
    price: new Decimal(2_500),
    isMaker: false,
  });
  expect(fee.percent.toString()).toBe('0.0007');
  const id = rig.connector.buy('ETH-USDT', '1', 'limit', '2500');
  await rig.until(() => rig.orderEvents(id).length > 0);
  expect(rig.orderEvents(id)).toEqual(['order-created']);
  await rig.clock.advance(1_000);
  rig.expectTruth();
  await rig.close();
});
