import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';
import { AdvancedBench } from '../exchange/advanced-bench.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import { lostAnswer } from '../exchange/scripted-venue.ts';

describe('an order whose end is told before its fills', () => {
  it('is asked for until the venue has them, also long after its end was told', async () => {
    let isLate = true;
    const bench = new ConnectorBench({
      definition: (venue) => ({
        allTradeUpdatesForOrder: async (_context, reference) => {
          venue.calls.push('trades');
          return Promise.resolve(isLate ? [] : (venue.find(reference)?.trades ?? []));
        },
        tradeUpdatesSince: () => Promise.resolve([]),
      }),
    });
    await bench.start();
    const id = await bench.openOrder('1');
    bench.venue.fill(bench.venue.last, '1');
    bench.venue.tellOrder(bench.venue.last);
    await bench.clock.advance(10_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-completed']);
    expect(bench.eventsOf('order-completed')).toMatchObject([{ hasMissingFills: true }]);
    bench.venue.calls.length = 0;
    await bench.clock.advance(50_000);
    // More often than status polls come.
    expect(bench.venue.calls.filter((call) => call === 'trades').length).toBeGreaterThan(1);
    isLate = false;
    await bench.clock.advance(400_000);
    const events = bench.orderEvents(id);
    expect(events.filter((type) => type === 'order-filled')).toHaveLength(1);
    expect(events.filter((type) => type === 'order-completed')).toHaveLength(1);
    bench.venue.calls.length = 0;
    await bench.clock.advance(400_000);
    expect(bench.venue.calls).not.toContain('trades');
    await bench.close();
  });

  it('is asked for again after a restart of the connector, before any poll', async () => {
    const bench = new ConnectorBench({
      definition: (venue) => ({
        allTradeUpdatesForOrder: (_context, reference) => {
          venue.calls.push(`trades ${reference.clientOrderId}`);
          return Promise.resolve([]);
        },
        tradeUpdatesSince: () => Promise.resolve([]),
        requestOpenOrders: () => Promise.reject(lostAnswer()),
      }),
    });
    await bench.start();
    const id = await bench.openOrder('1');
    bench.venue.fill(bench.venue.last, '1');
    bench.venue.tellOrder(bench.venue.last);
    await bench.clock.advance(10_000);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-completed']);
    await bench.settle(bench.connector.stop());
    bench.venue.calls.length = 0;
    bench.connector.start();
    await bench.clock.advance(1_000);
    expect(bench.venue.calls).toContain(`trades ${id}`);
    await bench.close();
  });
});

describe('a cancel that takes the venue long', () => {
  it('is not taken for refused while it is on its way, although the venue still tells the order as open', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const id = bench.buy('1');
    await bench.clock.advance(1);
    bench.venue.cancelScripts.push({ isExecuted: false, delayMs: 50_000, error: lostAnswer() });
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(45_000);
    expect(bench.venue.calls.filter((call) => call.startsWith('status')).length).toBeGreaterThan(1);
    expect(bench.connector.inFlightOrders.get(id)?.isPendingCancel).toBe(true);
    await bench.settle(canceling);
    await bench.clock.advance(60_000);
    expect(bench.connector.inFlightOrders.get(id)).toMatchObject({ isPendingCancel: false, state: 'open' });
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });
});

describe('a placement that takes the venue long', () => {
  it('is no foreign order when a poll meets it among the open orders first', async () => {
    const bench = new ConnectorBench({ connector: { foreignOrders: 'report' } });
    await bench.start();
    bench.venue.placeScripts.push({ isExecuted: true, delayMs: 200_000 });
    const id = bench.buy('1');
    await bench.clock.advance(190_000);
    expect(bench.venue.calls).toContain('open-orders');
    expect(bench.eventsOf('foreign-order-seen')).toEqual([]);
    await bench.clock.advance(20_000);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });
});

describe('where the venue names no executions', () => {
  const capabilities = { streamsFills: false, hasTradeIds: false } as const;

  it('a sum that is told without the id of the venue is of the order with our id, and one of a stranger is of none', async () => {
    const bench = new ConnectorBench({ capabilities });
    await bench.start();
    const id = await bench.openOrder('1');
    bench.venue.fill(bench.venue.last, '0.4');
    const { exchangeOrderId, ...bare } = bench.venue.report(bench.venue.last);
    bench.tell({ kind: 'order', update: { ...bare, exchangeOrderId: 'E99', clientOrderId: 'a-stranger' } });
    bench.tell({ kind: 'order', update: bare });
    await bench.clock.advance(100);
    expect(bench.eventsOf('order-filled')).toMatchObject([{ clientOrderId: id, exchangeOrderId, tradeId: 'cumulative:0.4', fee: NO_FEE }]);
    await bench.close();
  });
});

describe('an order that is checked before it is sent', () => {
  it('must be above the minimum notional by the margin that the application wants', async () => {
    const bench = new ConnectorBench({ connector: { notionalMarginPercent: 50 } });
    await bench.start();
    const [below, above] = [bench.buy('0.014', '100'), bench.buy('0.015', '100')];
    await bench.clock.advance(100);
    expect([below, above].map((id) => bench.orderEvents(id))).toEqual([['order-failed'], ['order-created']]);
    expect(bench.eventsOf('order-failed')[0]).toMatchObject({ cause: 'denied', denialReason: 'below-minimum-notional' });
    await bench.close();
  });

  it('is not judged by a book that has lost its stream, although that still shows prices', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    bench.network.refuseConnections('wss://venue.test');
    for (const socket of bench.network.sockets) if (socket.url.endsWith('/market')) socket.cut();
    await bench.clock.advance(100);
    expect(bench.connector.bookStatus(PAIR).state).not.toBe('live');
    expect(bench.connector.orderBooks.get(PAIR)?.exactLevel('ask', 0)?.price).toEqual(new Decimal(101));
    bench.connector.buy(PAIR, '1', 'market');
    await bench.clock.advance(10);
    expect(bench.eventsOf('order-failed')).toMatchObject([{ cause: 'denied', denialReason: 'no-price-known' }]);
    await bench.close();
  });

  it('has no price to be judged by when it is a market order and its book has not come yet', async () => {
    let isSnapshotTold = false;
    const bench = new ConnectorBench({
      definition: () => {
        const { definition } = new ConnectorBench();
        return {
          createOrderBookDataSource: (environment) => {
            const source = definition.createOrderBookDataSource(environment);
            return {
              ...source,
              requestSnapshot: (context, pair) => (isSnapshotTold ? source.requestSnapshot(context, pair) : Promise.reject(lostAnswer())),
            };
          },
        };
      },
    });
    bench.connector.start();
    await bench.clock.advance(5_000);
    const early = bench.connector.buy(PAIR, '1', 'market');
    await bench.clock.advance(10);
    expect(bench.eventsOf('order-failed')).toMatchObject([{ clientOrderId: early, denialReason: 'no-price-known' }]);
    isSnapshotTold = true;
    await bench.clock.advance(60_000);
    const later = bench.connector.buy(PAIR, '1', 'market');
    await bench.clock.advance(10);
    expect(bench.orderEvents(later)).toEqual(['order-created']);
    await bench.close();
  });
});

describe('an order that is being canceled', () => {
  it('is not replaced, and nothing new is placed', async () => {
    const bench = await AdvancedBench.started();
    const id = await bench.openOrder('1');
    bench.venue.cancelScripts.push({ isExecuted: true, delayMs: 1_000 });
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(100);
    const replacement = { side: 'buy', orderType: 'limit', amount: '2', price: '100' } as const;
    const result = await bench.settle(bench.connector.cancelReplace(PAIR, id, replacement));
    expect(result.canceled).toMatchObject({ outcome: 'denied', reason: 'the order is being canceled already' });
    expect(bench.orderEvents(result.placed.clientOrderId)).toEqual(['order-failed']);
    expect(await bench.settle(canceling)).toEqual({ clientOrderId: id, success: true });
    expect([bench.sent, bench.venue.orders.length]).toEqual([[], 1]);
    await bench.close();
  });
});

describe('an amendment', () => {
  it('to less than the market takes is denied with the minimum, also where the grid is finer', async () => {
    const bench = await AdvancedBench.started({
      members: () => ({
        formatTradingRules: () => [
          {
            tradingPair: PAIR,
            priceIncrement: new Decimal('0.01'),
            amountIncrement: new Decimal('0.001'),
            minimumAmount: new Decimal('0.1'),
            minimumNotional: new Decimal(1),
            appliesMinimumNotionalToMarket: false,
            appliesMaximumNotionalToMarket: false,
            orderTypes: ['limit'],
            isTradable: true,
          },
        ],
      }),
    });
    const id = await bench.openOrder('1');
    const result = await bench.settle(bench.connector.amend(PAIR, id, '0.0999'));
    expect(result).toMatchObject({ outcome: 'denied', reason: 'the amount 0.099 is below the minimum 0.1' });
    expect(bench.sent).toEqual([]);
    await bench.close();
  });
});

describe('a test of an order', () => {
  it('is not sent before the connector is started', async () => {
    const bench = new AdvancedBench();
    const result = await bench.settle(
      bench.connector.testOrder({ tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '1', price: '100' }),
    );
    expect(result).toMatchObject({ outcome: 'denied', reason: 'the connector is not started' });
    expect(bench.sent).toEqual([]);
  });
});
