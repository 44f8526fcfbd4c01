import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import { lostAnswer } from '../exchange/scripted-venue.ts';

const FOREIGN = {
  clientOrderId: 'somebody-elses',
  tradingPair: PAIR,
  side: 'buy',
  orderType: 'limit',
  amount: new Decimal(7),
  price: new Decimal(90),
} as const;

describe('open orders that are not ours', () => {
  it('are reported once each, and never touched', async () => {
    const bench = new ConnectorBench({ connector: { foreignOrders: 'report' } });
    await bench.start();
    const ours = await bench.openOrder();
    bench.venue.accept(FOREIGN);
    await bench.clock.advance(300_000);
    bench.venue.accept({ ...FOREIGN, clientOrderId: 'another' });
    await bench.clock.advance(300_000);
    expect(bench.eventsOf('foreign-order-seen').map(({ order }) => [order.clientOrderId, order.exchangeOrderId])).toEqual([
      ['somebody-elses', 'E2'],
      ['another', 'E3'],
    ]);
    await bench.settle(bench.connector.cancelAll(5_000));
    expect(bench.venue.orders.map(({ state }) => state)).toEqual(['canceled', 'open', 'open']);
    expect(bench.orderEvents(ours)).toEqual(['order-created', 'order-canceled']);
    await bench.close();
  });

  it('are looked for also while we have none of our own', async () => {
    const bench = new ConnectorBench({ connector: { foreignOrders: 'report' } });
    bench.venue.accept(FOREIGN);
    await bench.start();
    expect(bench.eventsOf('foreign-order-seen')).toHaveLength(1);
    await bench.close();
  });

  it('are ignored by default, and not asked for', async () => {
    const bench = new ConnectorBench();
    bench.venue.accept(FOREIGN);
    await bench.start();
    await bench.clock.advance(300_000);
    expect(bench.eventsOf('foreign-order-seen')).toEqual([]);
    expect(bench.venue.calls).not.toContain('open-orders');
    await bench.close();
  });

  it('are not confused with an order of ours that ended and is still listed', async () => {
    const bench = new ConnectorBench({ connector: { foreignOrders: 'report' } });
    await bench.start();
    await bench.openOrder();
    bench.venue.tellOrder(bench.venue.last, { state: 'canceled' });
    await bench.clock.advance(300_000);
    expect(bench.eventsOf('foreign-order-seen')).toEqual([]);
    await bench.close();
  });

  it('are told apart from ours also where the venue knows no ids of ours', async () => {
    const bench = new ConnectorBench({ capabilities: { supportsClientOrderIds: false }, connector: { foreignOrders: 'report' } });
    await bench.start();
    await bench.openOrder('3');
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy('4');
    await bench.clock.advance(10);
    bench.venue.accept({ ...FOREIGN, amount: new Decimal(4), price: new Decimal(100) });
    bench.venue.accept(FOREIGN);
    await bench.clock.advance(300_000);
    // Two orders look like our undecided one, so that neither is called foreign.
    expect(bench.connector.orderTracker.fetchOrder({ clientOrderId: id })?.exchangeOrderId).toBeUndefined();
    expect(bench.eventsOf('foreign-order-seen').map(({ order }) => order.exchangeOrderId)).toEqual(['E4']);
    await bench.close();
  });
});
