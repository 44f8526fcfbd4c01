import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

/** A connector in a market that nobody has made a price in. */
async function emptyMarket(): Promise<TradingRig> {
  const rig = new TradingRig();
  rig.connector.start();
  await rig.until(() => rig.connector.ready);
  return rig;
}

describe('D-27: whoever has an order’s id hears what became of it, also when checking it failed', () => {
  it.each([
    ['a market without a rule', 'unknown-trading-pair', (rig: TradingRig) => rig.connector.buy('NO-RULE', '1', 'limit', '1')],
    ['no price', 'invalid-price', (rig: TradingRig) => rig.connector.buy(PAIR, '1', 'limit')],
    ['a market order against an empty bid side', 'no-price-known', (rig: TradingRig) => rig.connector.sell(PAIR, '1', 'market')],
    ['a market order against an empty ask side', 'no-price-known', (rig: TradingRig) => rig.connector.buy(PAIR, '1', 'market')],
    ['an amount of nothing', 'invalid-amount', (rig: TradingRig) => rig.connector.sell(PAIR, '0', 'limit', '60000')],
  ] as const)('%s: denied, told by an event, and nothing stays behind', async (_name, reason, place) => {
    const rig = await emptyMarket();
    const id = place(rig);
    expect(rig.orderEvents(id)).toEqual([]);
    await rig.clock.advance(10);
    expect(rig.orderEvents(id)).toEqual(['order-failed']);
    expect(rig.events.find(({ type }) => type === 'order-failed')).toMatchObject({ cause: 'denied', denialReason: reason });
    expect(rig.connector.inFlightOrders.size).toBe(0);
    expect(rig.venue.world.orders(ACCOUNT, PAIR)).toEqual([]);
    await rig.close();
  });

  it('the quiet end does not depend on a poll', async () => {
    const rig = await emptyMarket();
    rig.network.refuseConnections('https://rest.venue.test');
    const id = rig.connector.buy(PAIR, '1', 'limit');
    await rig.clock.advance(10);
    expect(rig.orderEvents(id)).toEqual(['order-failed']);
    rig.network.refuseConnections('https://rest.venue.test', false);
    await rig.close();
  });
});
