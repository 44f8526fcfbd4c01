import { expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

it('D-35: fills are asked for when some are missing, not with every poll', async () => {
  const rig = new TradingRig();
  await rig.start();
  const { faults } = rig.venue.control;
  const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  faults.add({ on: 'http', match: { operation: 'fills' }, times: 1_000, action: { kind: 'delay', delayMs: 1 } });
  faults.add({ on: 'http', match: { operation: 'balances' }, times: 1_000, action: { kind: 'delay', delayMs: 1 } });
  rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
  await rig.clock.advance(3_600_000);
  const asked = (operation: string): number =>
    faults.applied.filter((fault) => fault.on === 'http' && fault.subject.operation === operation).length;
  expect(asked('balances')).toBeGreaterThanOrEqual(29);
  expect(asked('fills')).toBe(0);
  faults.add({ on: 'frame', match: { frame: 'execution' }, times: 1, action: { kind: 'drop' } });
  rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
  await rig.clock.advance(3_600_000);
  expect(asked('fills')).toBe(1);
  rig.expectTruth();
  await rig.close();
});
