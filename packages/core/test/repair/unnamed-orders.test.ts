import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';
import { lostAnswer, venueSaysNo } from '../exchange/scripted-venue.ts';

const NAMELESS = { supportsClientOrderIds: false, lostAfterMs: 120_000 } as const;

async function benchWithoutIds(options: BenchOptions = {}): Promise<ConnectorBench> {
  const bench = new ConnectorBench({ ...options, capabilities: { ...NAMELESS, ...options.capabilities } });
  await bench.start();
  return bench;
}

const LIKE_OURS = {
  clientOrderId: 'x',
  tradingPair: PAIR,
  side: 'buy',
  orderType: 'limit',
  amount: new Decimal(1),
  price: new Decimal(100),
} as const;

describe('at a venue that knows no ids of ours', () => {
  it('an order is followed and canceled by the id of the venue', async () => {
    const bench = await benchWithoutIds();
    const id = await bench.openOrder();
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.4'));
    await bench.clock.advance(10);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    bench.cutPrivateStream();
    bench.venue.end(bench.venue.last, 'canceled');
    await bench.clock.advance(10_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-canceled']);
    await bench.close();
  });

  it('open orders are told apart by the id of the venue', async () => {
    const bench = await benchWithoutIds();
    const id = await bench.openOrder();
    bench.venue.fill(bench.venue.last, '0.25');
    bench.venue.calls.length = 0;
    bench.cutPrivateStream();
    await bench.clock.advance(5_000);
    expect(bench.connector.inFlightOrders.get(id)?.executedBase.toFixed()).toBe('0.25');
    expect(bench.venue.calls).not.toContain('status 1');
    await bench.close();
  });

  it.each([
    { where: 'among the open orders', fill: undefined, events: ['order-created'] },
    { where: 'among the open orders, partially filled', fill: '0.3', events: ['order-created', 'order-filled'] },
    { where: 'among the trades', fill: '1', events: ['order-created', 'order-filled', 'order-completed'] },
  ])('an order whose answer was lost is found $where', async ({ fill, events }) => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(10);
    if (fill !== undefined) bench.venue.fill(bench.venue.last, fill);
    await bench.clock.advance(5_000);
    expect(bench.orderEvents(id)).toEqual(events);
    expect(bench.connector.orderTracker.fetchOrder({ clientOrderId: id })).toMatchObject({ exchangeOrderId: 'E1', outcome: 'known' });
    expect(bench.venue.orders).toHaveLength(1);
    await bench.close();
  });

  it.each([
    {
      doubt: 'another order looks the same',
      spoil: (bench: ConnectorBench) => bench.venue.accept(LIKE_OURS),
    },
    {
      doubt: 'trades of a size that is not its own may be its',
      spoil: (bench: ConnectorBench) => {
        bench.venue.fill(bench.venue.last, '0.5');
        bench.venue.end(bench.venue.last, 'canceled');
      },
    },
  ])('is lost when $doubt, and nothing is sent again', async ({ spoil }) => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(10);
    spoil(bench);
    await bench.clock.advance(130_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost']);
    expect(bench.venue.calls.filter((call) => call.startsWith('place'))).toHaveLength(1);
    await bench.close();
  });

  it('is lost, not failed, when nothing looks like it: that proves nothing without an answer by id', async () => {
    const bench = await benchWithoutIds({ queriesTradesSince: false });
    bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
    const id = bench.buy();
    bench.venue.accept({ ...LIKE_OURS, side: 'sell' });
    bench.venue.accept({ ...LIKE_OURS, price: new Decimal(99) });
    bench.venue.accept({ ...LIKE_OURS, amount: new Decimal(2) });
    await bench.clock.advance(130_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost']);
    expect(bench.connector.orderTracker.lostOrders.has(id)).toBe(true);
    await bench.close();
  });

  it('two orders of ours that look the same are not told apart by guessing', async () => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() }, { isExecuted: false, error: lostAnswer() });
    const ids = [bench.buy(), bench.buy()];
    await bench.clock.advance(130_000);
    for (const id of ids) expect(bench.orderEvents(id)).toEqual(['order-lost']);
    await bench.close();
  });

  it('an order of another time is not taken for ours', async () => {
    const bench = await benchWithoutIds();
    bench.venue.accept(LIKE_OURS);
    await bench.clock.advance(60_000);
    bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(130_000);
    expect(bench.orderEvents(id)).toEqual(['order-lost']);
    await bench.close();
  });

  it('trades at a price that the order does not allow, or of the other side, are not taken for ours', async () => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.connector.sell(PAIR, '1', 'limit', '100');
    await bench.clock.advance(10);
    for (const other of [
      { price: new Decimal(90), side: 'sell' },
      { price: new Decimal(100), side: 'buy' },
    ] as const) {
      const order = bench.venue.accept({ ...LIKE_OURS, ...other });
      bench.venue.fill(order, '1');
    }
    await bench.clock.advance(5_000);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });

  it('a market order is found by its trades', async () => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.connector.buy(PAIR, '1', 'market');
    await bench.clock.advance(10);
    bench.venue.fill(bench.venue.last, '1');
    await bench.clock.advance(5_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-completed']);
    await bench.close();
  });

  it('a cancel waits for the id of the venue, and names the order with it', async () => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: true, delayMs: 3_000 });
    const id = bench.buy();
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(2_000);
    expect(bench.venue.calls).not.toContain('cancel 1');
    await expect(bench.settle(canceling)).resolves.toEqual({ clientOrderId: id, success: true });
    await bench.close();
  });

  it('a cancel whose order is found only later is sent then', async () => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy();
    await expect(bench.settle(bench.connector.cancel(PAIR, id))).resolves.toEqual({ clientOrderId: id, success: true });
    await bench.close();
  });

  it('a cancel that cannot name its order in time says so, and sends nothing', async () => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
    const id = bench.buy();
    await bench.clock.advance(10);
    const result = await bench.settle(bench.connector.cancel(PAIR, id));
    expect(result).toMatchObject({ success: false, reason: expect.stringContaining('has not told its id') });
    expect(bench.venue.calls).not.toContain('cancel 1');
    await bench.close();
  });

  it('a cancel of an order that is refused meanwhile tells its end', async () => {
    const bench = await benchWithoutIds();
    bench.venue.placeScripts.push({ isExecuted: false, error: venueSaysNo(), delayMs: 50 });
    const id = bench.buy();
    await expect(bench.settle(bench.connector.cancel(PAIR, id))).resolves.toMatchObject({ success: false, reason: 'the order is failed' });
    await bench.close();
  });

  it('an order from before a restart that was never named is looked for', async () => {
    const first = await benchWithoutIds();
    first.venue.placeScripts.push({ isExecuted: false, error: lostAnswer() });
    const id = first.buy();
    await first.clock.advance(10);
    const states = first.connector.trackingStates;
    await first.close();
    const second = new ConnectorBench({ capabilities: NAMELESS });
    second.connector.restoreTrackingStates(states);
    second.venue.accept(LIKE_OURS);
    await second.start();
    await second.clock.advance(10_000);
    expect(second.connector.inFlightOrders.get(id)).toMatchObject({ exchangeOrderId: 'E1', state: 'open' });
    await second.close();
  });
});
