import { Decimal } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PAIR, TradingRig } from '../engine/trading-rig.ts';

/** A market with a bid of 40,000 and an ask of 60,000, made by somebody else. */
async function wideMarket(): Promise<TradingRig> {
  const rig = new TradingRig();
  rig.venue.world.addAccount('maker', { BTC: '10', USDT: '1000000' });
  for (const [side, price] of [
    ['buy', 40_000],
    ['sell', 60_000],
  ] as const) {
    rig.venue.world.place({
      account: 'maker',
      tradingPair: PAIR,
      side,
      type: 'limit',
      timeInForce: 'GTC',
      amount: new Decimal(1),
      price: new Decimal(price),
    });
  }
  rig.connector.start();
  await rig.until(() => rig.connector.ready);
  return rig;
}

describe('smaller traps', () => {
  it('a market order is valued at the side that it takes: a buy at the ask, a sell at the bid', async () => {
    const rig = await wideMarket();
    // The market's minimum notional is 5: 0.0001 is worth 6 at the ask and 4 at the bid.
    const buy = rig.connector.buy(PAIR, '0.0001', 'market');
    const sell = rig.connector.sell(PAIR, '0.0001', 'market');
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(buy)).toEqual(['order-created', 'order-filled', 'order-completed']);
    expect(rig.orderEvents(sell)).toEqual(['order-failed']);
    expect(rig.events.find(({ type }) => type === 'order-failed')).toMatchObject({ denialReason: 'below-minimum-notional' });
    await rig.close();
  });

  it('an account without any asset is ready', async () => {
    const rig = new TradingRig();
    for (const { asset, free } of rig.venue.world.balances(ACCOUNT)) rig.venue.world.deposit(ACCOUNT, asset, free.negated().toString());
    await rig.start();
    expect(rig.connector.statusDict.accountBalance).toBe(true);
    for (const { total } of rig.connector.getAllBalances().values()) expect(total.isZero()).toBe(true);
    await rig.close();
  });

  it('a rate limit that is used up does not look like a dead network', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'open-orders' },
      action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 20_000 },
    });
    await Promise.all([expect(rig.connector.getOpenOrders(PAIR)).rejects.toMatchObject({ code: 'RATE_LIMITED' }), rig.clock.advance(100)]);
    let isReached = false;
    const check = rig.connector.checkNetwork().then(() => {
      isReached = true;
    });
    await rig.clock.advance(15_000);
    expect([isReached, rig.connector.ready]).toEqual([false, true]);
    await rig.clock.advance(10_000);
    await check;
    expect(isReached).toBe(true);
    await rig.close();
  });

  it('price and amount of sells are brought down to the grid, as those of buys', async () => {
    const rig = new TradingRig();
    await rig.start();
    const id = rig.connector.sell(PAIR, '0.123456789', 'limit', '70000.019');
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    const [order] = rig.venue.world.orders(ACCOUNT, PAIR);
    expect([order?.amount.toString(), order?.price.toString()]).toEqual(['0.12345', '70000.01']);
    await rig.close();
  });

  it('an order that is canceled before its placing was answered is told as created and canceled', async () => {
    const rig = new TradingRig();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'delay', delayMs: 2_000 } });
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    const canceling = rig.connector.cancel(PAIR, id);
    await rig.clock.advance(5_000);
    await expect(canceling).resolves.toEqual({ clientOrderId: id, success: true });
    expect(rig.orderEvents(id)).toEqual(['order-created', 'order-canceled']);
    rig.expectTruth();
    await rig.close();
  });

  it('what was canceled in time is told as canceled, when the time for all is up', async () => {
    const rig = new TradingRig();
    await rig.start();
    const ids = ['0.1', '0.2', '0.3'].map((amount) => rig.connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice()));
    await rig.until(() => ids.every((id) => rig.orderEvents(id).includes('order-created')));
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'hang' } });
    const canceling = rig.connector.cancelAll(3_000);
    await rig.clock.advance(3_000);
    expect((await canceling).filter(({ success }) => success)).toHaveLength(2);
    await rig.clock.advance(60_000);
    rig.expectTruth();
    await rig.close();
  });
});
