import { Decimal, VenueRejection, silentLogger } from '@venuekit/core/connector';
import type { OrderReference, OrderRequest, RequestContext, RestCall } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import * as members from '../../docs/examples/optional-members.ts';

const AMOUNT = new Decimal('0.5');
const order: OrderRequest = {
  clientOrderId: 'one',
  tradingPair: 'BTC-USDT',
  side: 'buy',
  orderType: 'limit',
  amount: AMOUNT,
  price: new Decimal('60000'),
  timeInForce: 'GTC',
  positionAction: 'nil',
};
const reference: OrderReference = { ...order, price: order.price, exchangeOrderId: undefined, creationTimeMs: 0 };

/** A context whose venue answers each path with what stands here, and notes what it was asked. */
function contextOf(answers: Readonly<Record<string, (call: RestCall) => unknown>>): {
  readonly context: RequestContext;
  readonly calls: RestCall[];
} {
  const calls: RestCall[] = [];
  const context: RequestContext = {
    rest: {
      execute: (call) => {
        calls.push(call);
        return Promise.resolve(answers[call.path ?? '']?.(call));
      },
    },
    symbols: {
      exchangeSymbol: (pair) => pair.replace('-', '_'),
      tradingPair: () => 'BTC-USDT',
      findTradingPair: (symbol) => (symbol === 'BTC_USDT' ? 'BTC-USDT' : undefined),
    },
    tradingRule: () => undefined,
    nowMs: () => 1_000,
    log: silentLogger,
    signal: new AbortController().signal,
  };
  return { context, calls };
}

describe('the optional members of the guide', () => {
  it('tell of each order of a batch how it has ended, also where an item is missing', async () => {
    const { context } = contextOf({
      '/orders/batch': () => ({ items: [{ orderId: '7', time: 1 }, { error: 'unknown-order' }, { error: 'news' }] }),
      '/cancels/batch': () => ({ items: [{ time: 2 }] }),
    });
    const placed = await members.placeOrders(context, [order, order, order, order]);
    expect(placed[0]).toEqual({ value: { exchangeOrderId: '7', state: 'open', updateTimeMs: 1 } });
    expect(placed.slice(1)).toMatchObject([
      { error: { reason: 'order-not-found' } },
      { error: { outcome: 'unknown' } },
      { error: expect.any(RangeError) },
    ]);
    expect(await members.placeCancels(context, [reference])).toEqual([{ value: { state: 'canceled', updateTimeMs: 2 } }]);
  });

  it('answer for every order when all are canceled by one command', async () => {
    const { context } = contextOf({ '/cancels/by-label': () => ({ clientOrderIds: ['one'], time: 3 }) });
    const [first, second] = await members.cancelAllOrders(context, 'BTC-USDT', [reference, { ...reference, clientOrderId: 'two' }]);
    expect(first).toEqual({ value: { state: 'canceled', updateTimeMs: 3 } });
    expect(second).toMatchObject({ error: expect.any(VenueRejection) });
  });

  it('amend, replace, list and test orders', async () => {
    const { context, calls } = contextOf({
      '/orders/amend': () => ({ amount: '0.5', executed: '0.1', time: 4 }),
      '/orders/replace': () => ({ canceled: { error: 'unknown-order' }, placed: { error: 'not-tried' } }),
      '/lists': () => ({ orders: [{ orderId: '8', time: 5 }] }),
      '/orders/test': () => ({}),
    });
    expect(await members.amendOrder(context, reference, AMOUNT)).toMatchObject({ state: 'partially-filled', updateTimeMs: 4 });
    expect(await members.cancelReplaceOrder(context, reference, order, 'stop-on-failure')).toMatchObject({
      canceled: { error: { reason: 'order-not-found' } },
      placed: { error: { outcome: 'rejected' } },
    });
    expect(await members.placeOrderList(context, { kind: 'oco', orders: [order] })).toMatchObject([{ exchangeOrderId: '8' }]);
    await expect(members.testOrder(context, order)).resolves.toBeUndefined();
    expect(JSON.parse(calls.at(-1)?.body ?? '')).toMatchObject({ market: 'BTC_USDT', amount: '0.5', price: '60000' });
  });

  it('read fills over all pages, owners, prices and limits', async () => {
    const fill = { orderId: '7', time: 1, price: '2', amount: '3', fee: '0.1', feeAsset: 'USDT', isTaker: true };
    const pages = new Map([
      [undefined, Array.from({ length: 500 }, (_, index) => ({ ...fill, price: index === 250 ? null : '2', tradeId: String(index + 1) }))],
      [
        501,
        [
          { ...fill, tradeId: '501' },
          { ...fill, tradeId: '502', price: null },
        ],
      ],
    ]);
    const { context } = contextOf({
      '/fills': ({ parameters }) => {
        const from = parameters?.['fromId'];
        return { fills: pages.get(from === undefined ? undefined : Number.parseInt(String(from), 10)) };
      },
      '/orders/by-id': () => ({ clientOrderId: 'one' }),
      '/prices': () => ({
        prices: [
          { market: 'BTC_USDT', price: '60000' },
          { market: 'XYZ_USDT', price: '1' },
        ],
      }),
    });
    const fills = await members.tradeUpdatesSince(context, 'BTC-USDT', 0);
    expect(fills).toHaveLength(500);
    expect(fills[0]?.quoteAmount.toFixed()).toBe('6');
    expect(await members.requestClientOrderId(context, 'BTC-USDT', '7')).toBe('one');
    expect([...(await members.getLastTradedPrices(context, ['BTC-USDT'])).keys()]).toEqual(['BTC-USDT']);
    const problems: Error[] = [];
    const limits = members.formatRateLimits({ limits: [{ name: 'all', limit: 5, seconds: 60 }, { name: 'odd' }] }, (error) =>
      problems.push(error),
    );
    expect(limits).toEqual([{ limitId: 'all', limit: 5, intervalMs: 60_000 }]);
    expect(problems).toHaveLength(1);
  });

  it.each([
    ['open', 1],
    ['maintenance', 0],
  ])('poll as core does while the venue is %s', async (state, polls) => {
    const { context } = contextOf({ '/status': () => ({ state }) });
    let count = 0;
    await members.unusualData.statusPollingLoopFetchUpdates?.(context, () => {
      count += 1;
      return Promise.resolve();
    });
    expect(count).toBe(polls);
  });
});
