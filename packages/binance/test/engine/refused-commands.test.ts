import type { BatchOrder } from '@venuekit/core';
import { describe, expect, it } from 'vitest';
import { PAIR, TradingRig } from './trading-rig.ts';

const GAIN: BatchOrder = { tradingPair: PAIR, side: 'sell', orderType: 'limit-maker', amount: '0.3', price: '70000' };
const STOP: BatchOrder = { tradingPair: PAIR, side: 'sell', orderType: 'stop-loss', amount: '0.3', stopPrice: '50000' };
const OPERATIONS = ['amend', 'cancel-replace', 'place-list'] as const;

/** What keeps a command from being carried out, with the outcome that must be told, and how an order that it should place fails. */
const REFUSALS = [
  {
    name: 'a refused connection',
    outcome: 'denied',
    cause: 'denied',
    refuse: (rig: TradingRig): void => rig.network.refuseConnections('https://rest.venue.test'),
    recover: (rig: TradingRig): void => rig.network.refuseConnections('https://rest.venue.test', false),
  },
  {
    name: 'a rate limit',
    outcome: 'rejected',
    cause: 'rejected',
    refuse: (rig: TradingRig): void => {
      for (const operation of OPERATIONS)
        rig.venue.control.faults.add({
          on: 'http',
          match: { operation },
          action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 2_000 },
        });
    },
    recover: (rig: TradingRig): void => rig.venue.control.faults.clear(),
  },
] as const;

async function withOpenOrder(): Promise<{ readonly rig: TradingRig; readonly id: string }> {
  const rig = new TradingRig();
  await rig.start();
  const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
  await rig.until(() => rig.orderEvents(id).includes('order-created'));
  return { rig, id };
}

async function expectTruthLater(rig: TradingRig): Promise<void> {
  await rig.clock.advance(200_000);
  rig.expectTruth();
  await rig.close();
}

describe.each(REFUSALS)('after $name', ({ outcome, cause, refuse, recover }) => {
  it('an amendment leaves the order as it was, and can be asked for again', async () => {
    const { rig, id } = await withOpenOrder();
    refuse(rig);
    expect(await rig.connectorAnswer(rig.connector.amend(PAIR, id, '0.2'))).toMatchObject({ outcome });
    expect(rig.orderEvents(id)).toEqual(['order-created']);
    recover(rig);
    await rig.clock.advance(10_000);
    expect(await rig.connectorAnswer(rig.connector.amend(PAIR, id, '0.2'))).toMatchObject({ outcome: 'accepted' });
    await expectTruthLater(rig);
  });

  it('a cancel-replace leaves the old order, and the new one fails', async () => {
    const { rig, id } = await withOpenOrder();
    refuse(rig);
    const replacement = { side: 'buy', orderType: 'limit', amount: '0.2', price: '49000' } as const;
    const { canceled, placed } = await rig.connectorAnswer(rig.connector.cancelReplace(PAIR, id, replacement));
    expect([canceled.outcome, placed.outcome]).toEqual([outcome, outcome]);
    expect(rig.orderEvents(id)).toEqual(['order-created']);
    expect(rig.orderEvents(placed.clientOrderId)).toEqual(['order-failed']);
    recover(rig);
    await expectTruthLater(rig);
  });

  it('each order of a list fails, with why', async () => {
    const { rig } = await withOpenOrder();
    refuse(rig);
    const ids = rig.connector.placeOrderList('oco', [GAIN, STOP]);
    await rig.clock.advance(5_000);
    for (const id of ids) expect(rig.orderEvents(id)).toEqual(['order-failed']);
    expect(rig.events.flatMap((event) => (event.type === 'order-failed' ? [event.cause] : []))).toEqual([cause, cause]);
    recover(rig);
    await expectTruthLater(rig);
  });
});
