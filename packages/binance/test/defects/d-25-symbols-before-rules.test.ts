import { spotInstrument } from '@venuekit/venue';
import { expect, it } from 'vitest';
import { TradingRig } from '../engine/trading-rig.ts';

it('D-25: a symbol that is listed while the connector runs is known before its rule is read', async () => {
  const rig = new TradingRig();
  await rig.start();
  const requests = rig.venue.control.faults;
  requests.add({ on: 'http', match: { operation: 'rules' }, times: 100, action: { kind: 'delay', delayMs: 1 } });
  rig.venue.world.addInstrument(spotInstrument({ base: 'NEW', quote: 'USDT' }));
  await rig.clock.advance(1_860_000);
  expect(rig.connector.tradingRules.has('NEW-USDT')).toBe(true);
  expect(rig.connector.tradingRules.has('BTC-USDT')).toBe(true);
  expect(rig.events.filter(({ type }) => type === 'stream-problem')).toEqual([]);
  expect(requests.applied.length).toBe(1);
  await rig.close();
});
