import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { BatchOrder } from '../../src/exchange/order-options.ts';
import type { OrderListRequest } from '../../src/model/order-list.ts';
import type { OrderRequest } from '../../src/model/order.ts';
import { AdvancedBench } from '../exchange/advanced-bench.ts';
import { ConnectorBench, OTHER_PAIR, PAIR } from '../exchange/connector-bench.ts';
import { lostAnswer, refusedConnection, venueSaysNo } from '../exchange/scripted-venue.ts';

const d = (text: string | number): Decimal => new Decimal(text);

function isList(value: unknown): value is OrderListRequest {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

describe('an order list', () => {
  const gain: BatchOrder = { tradingPair: PAIR, side: 'sell', orderType: 'limit-maker', amount: '1', price: '110' };
  const stop: BatchOrder = { tradingPair: PAIR, side: 'sell', orderType: 'stop-loss', amount: '1', stopPrice: '90' };
  const working: BatchOrder = { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '1', price: '100' };

  it.each([
    ['oco', [gain, stop]],
    ['oto', [working, stop]],
    ['otoco', [working, stop, gain]],
  ] as const)('%s is sent by one request, and each of its orders lives by itself', async (kind, orders) => {
    const bench = await AdvancedBench.started();
    const ids = bench.connector.placeOrderList(kind, orders);
    await bench.clock.advance(1_000);
    expect(bench.sent.find(isList)).toMatchObject({ kind, orders: ids.map((clientOrderId) => ({ clientOrderId })) });
    expect(ids.map((id) => bench.orderEvents(id))).toEqual(ids.map(() => ['order-created']));
    await bench.close();
  });

  it('needs funds for one order of a pair, and for the working order', async () => {
    const bench = await AdvancedBench.started();
    bench.venue.balances.splice(0, 2, { asset: 'USDT', total: d(100), available: d(100) }, { asset: 'BTC', total: d(1), available: d(1) });
    await bench.clock.advance(130_000);
    bench.connector.placeOrderList('oco', [gain, stop]);
    expect(bench.connector.getAvailableBalance('BTC')).toEqual(d(0));
    await bench.clock.advance(1_000);
    expect(bench.eventsOf('order-failed')).toEqual([]);
    bench.connector.placeOrderList('otoco', [
      { ...working, amount: '2' },
      { ...gain, amount: '2' },
      { ...stop, amount: '2' },
    ]);
    await bench.clock.advance(1_000);
    expect(bench.eventsOf('order-failed').map(({ denialReason }) => denialReason)).toEqual([
      'insufficient-balance',
      'list-member-denied',
      'list-member-denied',
    ]);
    await bench.close();
  });

  it.each<[string, 'oco' | 'oto' | 'otoco', readonly BatchOrder[]]>([
    ['too few orders', 'otoco', [working, stop]],
    ['orders of two markets', 'oco', [gain, { ...stop, tradingPair: OTHER_PAIR }]],
    ['two sides', 'oco', [gain, { ...stop, side: 'buy' }]],
    ['two amounts', 'oco', [gain, { ...stop, amount: '2' }]],
    ['two orders to gain', 'oco', [gain, { ...stop, orderType: 'take-profit' }]],
    ['a working order that waits', 'oto', [stop, gain]],
    ['an amount in quote', 'oto', [working, { ...gain, orderType: 'market', amountIn: 'quote' }]],
  ])('with %s is denied as a whole', async (_name, kind, orders) => {
    const bench = await AdvancedBench.started();
    const ids = bench.connector.placeOrderList(kind, orders);
    await bench.clock.advance(1_000);
    expect(bench.eventsOf('order-failed').map(({ clientOrderId, denialReason }) => [clientOrderId, denialReason])).toEqual(
      ids.map((id) => [id, 'invalid-order-list']),
    );
    expect(bench.sent).toEqual([]);
    await bench.close();
  });

  it.each([
    ['no', venueSaysNo(), 'rejected'],
    ['a refused connection', refusedConnection(), 'denied'],
    ['nothing, not carried out', lostAnswer(), 'never-arrived'],
  ])('that is answered with %s fails as a whole', async (_name, error, cause) => {
    const bench = await AdvancedBench.started({ members: () => ({ placeOrderList: () => Promise.reject(error) }) });
    bench.connector.placeOrderList('oco', [gain, stop]);
    await bench.clock.advance(60_000);
    expect(bench.eventsOf('order-failed').map((event) => event.cause)).toEqual([cause, cause]);
    await bench.close();
  });

  it('that is answered with nothing and was carried out is found, order by order', async () => {
    const bench = await AdvancedBench.started({
      members: (venue) => ({
        placeOrderList: async (_context, { orders }) => {
          for (const order of orders) await venue.place(order);
          throw lostAnswer();
        },
      }),
    });
    const ids = bench.connector.placeOrderList('oco', [gain, stop]);
    await bench.clock.advance(60_000);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([['order-created'], ['order-created']]);
    await bench.close();
  });

  it('whose answer is of another length is undecided, then known', async () => {
    const bench = await AdvancedBench.started({
      members: (venue) => ({
        placeOrderList: async (_context, { orders }) => Promise.all(orders.slice(0, 1).map((order) => venue.place(order))),
      }),
    });
    const ids = bench.connector.placeOrderList('oco', [gain, stop]);
    await bench.clock.advance(60_000);
    expect(ids.map((id) => bench.orderEvents(id))).toEqual([['order-created'], ['order-failed']]);
    await bench.close();
  });
});

describe('a test of an order', () => {
  const order: BatchOrder = { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '1', price: '100' };

  it('is checked here and there, and leaves nothing behind', async () => {
    const bench = await AdvancedBench.started();
    const before = bench.connector.getAvailableBalance('USDT');
    await expect(bench.settle(bench.connector.testOrder(order))).resolves.toMatchObject({ outcome: 'accepted' });
    expect(bench.sent).toMatchObject([{ amount: d(1), price: d(100) }] satisfies Partial<OrderRequest>[]);
    expect(bench.connector.getAvailableBalance('USDT')).toEqual(before);
    expect(bench.connector.inFlightOrders.size).toBe(0);
    expect(bench.eventsOf('order-failed')).toEqual([]);
    await bench.close();
  });

  it.each([
    ['rejected', venueSaysNo()],
    ['denied', refusedConnection()],
    ['unknown', lostAnswer()],
  ])('is %s by what the venue says', async (outcome, error) => {
    const bench = await AdvancedBench.started({ members: () => ({ testOrder: () => Promise.reject(error) }) });
    await expect(bench.settle(bench.connector.testOrder(order))).resolves.toMatchObject({ outcome });
    await bench.close();
  });

  it('that we deny is not sent', async () => {
    const bench = await AdvancedBench.started();
    await expect(bench.settle(bench.connector.testOrder({ ...order, amount: '20000' }))).resolves.toMatchObject({ outcome: 'denied' });
    expect(bench.sent).toEqual([]);
    await bench.close();
  });
});

describe('what a venue cannot do', () => {
  it('is denied, and touches no order', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    const id = await bench.openOrder('1');
    const replacement = { side: 'buy', orderType: 'limit', amount: '1', price: '90' } as const;
    const order = { ...replacement, tradingPair: PAIR };
    await expect(bench.settle(bench.connector.amend(PAIR, id, '0.5'))).resolves.toMatchObject({ outcome: 'denied' });
    const replaced = await bench.settle(bench.connector.cancelReplace(PAIR, id, replacement));
    expect(replaced).toMatchObject({ canceled: { outcome: 'denied' }, placed: { outcome: 'denied' } });
    await expect(bench.settle(bench.connector.testOrder(order))).resolves.toMatchObject({ outcome: 'denied' });
    bench.connector.placeOrderList('oto', [order, order]);
    await bench.clock.advance(1_000);
    expect(bench.eventsOf('order-failed').map(({ denialReason }) => denialReason)).toEqual([
      'unsupported-command',
      'unsupported-command',
      'unsupported-command',
    ]);
    expect(bench.venue.last).toMatchObject({ clientOrderId: id, state: 'open' });
    await bench.close();
  });
});
