import { Decimal, InvalidPayloadError, OrderDeniedError, RateLimitError, VenueRejection } from '@venuekit/core/connector';
import type { OrderReference, OrderRequest, RequestContext, ReplacedOrder } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { amendOrder } from '../../src/spot/amend-order.ts';
import { CancelReplaceFailedError } from '../../src/spot/cancel-replace-failed-error.ts';
import { cancelReplaceOrder } from '../../src/spot/cancel-replace.ts';
import { listParameters, placeOrderList } from '../../src/spot/order-lists.ts';
import { testOrder } from '../../src/spot/order-requests.ts';
import { parseExecutionReport } from '../../src/spot/private-wire.ts';
import { classifyResponse } from '../../src/web-utils.ts';
import { recordingContext, SYMBOLS } from './request-recorder.ts';

const d = (text: string): Decimal => new Decimal(text);
const NOW_MS = 1_790_000_000_000;

const ORDER: OrderReference = {
  tradingPair: 'BTC-USDT',
  clientOrderId: 'vk-old',
  exchangeOrderId: '33',
  side: 'sell',
  orderType: 'limit',
  price: d('60000'),
  amount: d('10'),
  creationTimeMs: NOW_MS,
};

function request(order: Partial<OrderRequest>): OrderRequest {
  return {
    clientOrderId: 'vk-1',
    tradingPair: 'BTC-USDT',
    side: 'sell',
    orderType: 'limit',
    amount: d('0.5'),
    price: d('60000'),
    positionAction: 'nil',
    ...order,
  };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function failed(code: number, cancelResult: string, newOrderResult: string, cancelResponse: unknown, newOrderResponse: unknown): object {
  return { code, msg: 'Order cancel-replace failed.', data: { cancelResult, newOrderResult, cancelResponse, newOrderResponse } };
}

function sent(context: RequestContext, list: Parameters<typeof listParameters>[1]): object {
  return Object.fromEntries(Object.entries(listParameters(context, list)).filter(([, value]) => value !== undefined));
}

const report = (clientOrderId: string, orderId: number, status: string): object => ({
  symbol: 'BTCUSDT',
  orderId,
  orderListId: 5,
  clientOrderId,
  transactTime: NOW_MS,
  price: '0',
  origQty: '0.5',
  executedQty: '0',
  cummulativeQuoteQty: '0',
  status,
});

describe('an amendment', () => {
  const REPLY = {
    transactTime: NOW_MS + 200,
    executionId: 75,
    amendedOrder: {
      symbol: 'BTCUSDT',
      orderId: 33,
      orderListId: -1,
      origClientOrderId: 'vk-old',
      clientOrderId: 'vk-old',
      price: '60000.00',
      qty: '5.0',
      executedQty: '1.5',
      preventedQty: '0.0',
      quoteOrderQty: '0.0',
      cumulativeQuoteQty: '90000.0',
      status: 'PARTIALLY_FILLED',
      timeInForce: 'GTC',
      type: 'LIMIT',
      side: 'SELL',
      workingTime: NOW_MS,
      selfTradePreventionMode: 'NONE',
    },
  };

  it('keeps the order’s id, and its answer’s own names of fields are read', async () => {
    const context = recordingContext([REPLY]);
    expect(plain(await amendOrder(context, ORDER, d('5')))).toEqual({
      amount: '5',
      state: 'partially-filled',
      updateTimeMs: NOW_MS + 200,
      exchangeOrderId: '33',
      cumulativeBase: '1.5',
      cumulativeQuote: '90000',
    });
    expect(context.calls).toMatchObject([
      {
        method: 'PUT',
        path: '/api/v3/order/amend/keepPriority',
        parameters: { symbol: 'BTCUSDT', origClientOrderId: 'vk-old', newClientOrderId: 'vk-old', newQty: '5' },
        isAuthRequired: true,
      },
    ]);
  });

  it('with an unusable answer is undecided', async () => {
    const reply = { ...REPLY, amendedOrder: { ...REPLY.amendedOrder, qty: 'much' } };
    await expect(amendOrder(recordingContext([reply]), ORDER, d('5'))).rejects.toBeInstanceOf(InvalidPayloadError);
  });

  it.each(['vk-old', 'id-of-another-program'])('on the stream, with the id %s, is of the order that it was', (c) => {
    const event = {
      e: 'executionReport',
      s: 'BTCUSDT',
      c,
      C: 'vk-old',
      x: 'REPLACED',
      X: 'NEW',
      r: 'NONE',
      i: 33,
      T: NOW_MS,
      q: '5.0',
      z: '0',
      Z: '0',
    };
    expect(plain(parseExecutionReport(event, SYMBOLS))).toMatchObject([
      { kind: 'order', update: { clientOrderId: 'vk-old', exchangeOrderId: '33', state: 'open', amount: '5' } },
    ]);
  });
});

describe('what the stream tells of orders that wait, or meet their own', () => {
  it.each([
    ['NEW', 'PENDING_NEW', 'open', undefined],
    ['TRADE_PREVENTION', 'EXPIRED_IN_MATCH', 'expired', 'EXPIRED_IN_MATCH'],
    ['TRADE_PREVENTION', 'PARTIALLY_FILLED', 'partially-filled', undefined],
  ])('%s/%s', (x, X, state, reason) => {
    const event = {
      e: 'executionReport',
      s: 'BTCUSDT',
      c: 'vk-1',
      C: '',
      x,
      X,
      r: 'NONE',
      i: 33,
      T: NOW_MS,
      q: '5',
      z: '0',
      Z: '0',
      A: '1',
      u: 7,
    };
    const updates = parseExecutionReport(event, SYMBOLS);
    expect(updates).toMatchObject([{ kind: 'order', update: { state } }]);
    expect(plain(updates)).toHaveLength(1);
    expect(updates[0]?.kind === 'order' ? updates[0].update.reason : 'none').toBe(reason);
  });
});

describe('a cancel-replace', () => {
  const CANCELED = {
    symbol: 'BTCUSDT',
    origClientOrderId: 'vk-old',
    orderId: 33,
    clientOrderId: 'cancel-id',
    transactTime: NOW_MS + 10,
    origQty: '10',
    executedQty: '1',
    cummulativeQuoteQty: '60000',
    status: 'CANCELED',
  };
  const PLACED = {
    symbol: 'BTCUSDT',
    orderId: 34,
    orderListId: -1,
    clientOrderId: 'vk-1',
    transactTime: NOW_MS + 11,
    status: 'NEW',
    executedQty: '0',
  };
  const UNKNOWN_ORDER = { code: -2011, msg: 'Unknown order sent.' };
  const NO_FUNDS = { code: -2010, msg: 'Account has insufficient balance for requested action.' };

  /** What a body with a status gives, on the way that a reply takes. */
  async function replaced(status: number, body: object): Promise<ReplacedOrder> {
    const error = classifyResponse({
      status,
      headers: new Map(),
      text: JSON.stringify(body),
      origin: 'cancelReplace',
      receivedWallMs: NOW_MS,
    });
    const context = recordingContext([error ?? body]);
    return cancelReplaceOrder(context, ORDER, request({}), 'stop-on-failure');
  }

  it('names the old order by our id and describes the new one whole', async () => {
    const context = recordingContext([
      { cancelResult: 'SUCCESS', newOrderResult: 'SUCCESS', cancelResponse: CANCELED, newOrderResponse: PLACED },
    ]);
    const answer = await cancelReplaceOrder(context, ORDER, request({}), 'allow-failure');
    expect(answer).toMatchObject({
      canceled: { value: { state: 'canceled', exchangeOrderId: '33', cumulativeBase: d('1') } },
      placed: { value: { state: 'open', exchangeOrderId: '34' } },
    });
    expect(context.calls).toMatchObject([
      {
        method: 'POST',
        path: '/api/v3/order/cancelReplace',
        parameters: {
          symbol: 'BTCUSDT',
          type: 'LIMIT',
          quantity: '0.5',
          newClientOrderId: 'vk-1',
          cancelReplaceMode: 'ALLOW_FAILURE',
          cancelOrigClientOrderId: 'vk-old',
        },
      },
    ]);
  });

  it('whose cancel failed, so that the order was not attempted (400)', async () => {
    const { canceled, placed } = await replaced(400, failed(-2022, 'FAILURE', 'NOT_ATTEMPTED', UNKNOWN_ORDER, null));
    expect(canceled).toMatchObject({ error: { reason: 'order-not-found', outcome: 'rejected' } });
    expect(placed).toMatchObject({ error: { outcome: 'rejected' } });
  });

  it('whose new order was refused after the cancel (409)', async () => {
    const { canceled, placed } = await replaced(409, failed(-2021, 'SUCCESS', 'FAILURE', CANCELED, NO_FUNDS));
    expect(canceled).toMatchObject({ value: { state: 'canceled' } });
    expect(placed).toMatchObject({ error: { reason: 'insufficient-balance', outcome: 'rejected' } });
  });

  it('whose new order stands although the cancel failed (409)', async () => {
    const { canceled, placed } = await replaced(409, failed(-2021, 'FAILURE', 'SUCCESS', UNKNOWN_ORDER, PLACED));
    expect(canceled).toMatchObject({ error: { reason: 'order-not-found' } });
    expect(placed).toMatchObject({ value: { exchangeOrderId: '34' } });
  });

  it('of which nothing was done (400)', async () => {
    const { canceled, placed } = await replaced(400, failed(-2022, 'FAILURE', 'FAILURE', UNKNOWN_ORDER, NO_FUNDS));
    expect(canceled).toMatchObject({ error: { outcome: 'rejected' } });
    expect(placed).toMatchObject({ error: { outcome: 'rejected' } });
  });

  it('with a half that cannot be read leaves that half undecided, and the other known', async () => {
    const { canceled, placed } = await replaced(409, failed(-2021, 'PERHAPS', 'FAILURE', CANCELED, NO_FUNDS));
    expect(canceled).toMatchObject({ error: { outcome: 'unknown' } });
    expect(placed).toMatchObject({ error: { outcome: 'rejected' } });
    const other = await replaced(409, failed(-2021, 'SUCCESS', 'FAILURE', CANCELED, { code: -1006, msg: 'An unexpected response.' }));
    expect(other).toMatchObject({ canceled: { value: { state: 'canceled' } }, placed: { error: { outcome: 'unknown' } } });
  });

  it.each([
    ['too many orders', 429, { code: -1015, msg: 'Too many new orders.' }, RateLimitError],
    ['a filter, before the cancel', 400, { code: -1013, msg: 'Filter failure: LOT_SIZE' }, VenueRejection],
  ])('that is refused as a whole for %s is refused in both halves', async (_name, status, body, type) => {
    await expect(replaced(status, body)).rejects.toBeInstanceOf(type);
  });

  it('whose failure says nothing of the halves is undecided', () => {
    const text = JSON.stringify({ code: -2021, msg: 'Order cancel-replace partially failed.' });
    expect(classifyResponse({ status: 409, headers: new Map(), text, origin: 'x', receivedWallMs: NOW_MS })).toMatchObject({
      outcome: 'unknown',
    });
    expect(new CancelReplaceFailedError({}).outcome).toBe('unknown');
  });
});

describe('an order list', () => {
  const gain = request({ clientOrderId: 'vk-gain', orderType: 'limit-maker', price: d('65000') });
  const { price: _price, ...unpriced } = request({ clientOrderId: 'vk-stop', orderType: 'stop-loss', stopPrice: d('55000') });
  const stop: OrderRequest = unpriced;
  const working = request({ clientOrderId: 'vk-work', side: 'buy', price: d('59000') });

  it('of a pair that sells has the gain above and the stop below, in whichever order they come', () => {
    const expected = {
      symbol: 'BTCUSDT',
      newOrderRespType: 'FULL',
      side: 'SELL',
      quantity: '0.5',
      aboveType: 'LIMIT_MAKER',
      aboveClientOrderId: 'vk-gain',
      abovePrice: '65000',
      belowType: 'STOP_LOSS',
      belowClientOrderId: 'vk-stop',
      belowStopPrice: '55000',
    };
    expect(sent(recordingContext(), { kind: 'oco', orders: [gain, stop] })).toEqual(expected);
    expect(sent(recordingContext(), { kind: 'oco', orders: [stop, gain] })).toEqual(expected);
  });

  it('of a pair that buys has the stop above and the gain below', () => {
    const orders = [gain, { ...stop, orderType: 'stop-loss-limit', price: d('66001'), trailingDelta: 20 } as const];
    expect(sent(recordingContext(), { kind: 'oco', orders: orders.map((order) => ({ ...order, side: 'buy' })) })).toMatchObject({
      side: 'BUY',
      aboveType: 'STOP_LOSS_LIMIT',
      abovePrice: '66001',
      aboveTimeInForce: 'GTC',
      aboveTrailingDelta: 20,
      belowType: 'LIMIT_MAKER',
    });
  });

  it('of a working and a pending order', () => {
    expect(sent(recordingContext(), { kind: 'oto', orders: [working, gain] })).toEqual({
      symbol: 'BTCUSDT',
      newOrderRespType: 'FULL',
      workingType: 'LIMIT',
      workingClientOrderId: 'vk-work',
      workingPrice: '59000',
      workingTimeInForce: 'GTC',
      workingSide: 'BUY',
      workingQuantity: '0.5',
      pendingSide: 'SELL',
      pendingQuantity: '0.5',
      pendingType: 'LIMIT_MAKER',
      pendingClientOrderId: 'vk-gain',
      pendingPrice: '65000',
    });
  });

  it('of a working order and a pending pair', () => {
    expect(sent(recordingContext(), { kind: 'otoco', orders: [working, stop, gain] })).toMatchObject({
      workingClientOrderId: 'vk-work',
      pendingSide: 'SELL',
      pendingQuantity: '0.5',
      pendingAboveType: 'LIMIT_MAKER',
      pendingAboveClientOrderId: 'vk-gain',
      pendingBelowType: 'STOP_LOSS',
      pendingBelowStopPrice: '55000',
    });
  });

  it('has one self-trade prevention', () => {
    const orders = [gain, stop].map((order) => ({ ...order, selfTradePrevention: 'expire-both' }) as const);
    expect(sent(recordingContext(), { kind: 'oco', orders })).toMatchObject({ selfTradePreventionMode: 'EXPIRE_BOTH' });
    expect(() => listParameters(recordingContext(), { kind: 'oco', orders: [gain, { ...stop, selfTradePrevention: 'none' }] })).toThrow(
      OrderDeniedError,
    );
  });

  it('is answered by a report on each order, found by our ids', async () => {
    const orderReports = [report('vk-gain', 12, 'PENDING_NEW'), report('vk-work', 11, 'NEW')];
    const context = recordingContext([{ orderListId: 5, contingencyType: 'OTO', listOrderStatus: 'EXECUTING', orderReports }]);
    await expect(placeOrderList(context, { kind: 'oto', orders: [working, gain] })).resolves.toMatchObject([
      { exchangeOrderId: '11', state: 'open' },
      { exchangeOrderId: '12', state: 'open' },
    ]);
    expect(context.calls).toMatchObject([{ method: 'POST', path: '/api/v3/orderList/oto' }]);
  });

  it('with an answer that lacks an order is undecided', async () => {
    const context = recordingContext([{ orderReports: [report('vk-work', 11, 'NEW')] }]);
    await expect(placeOrderList(context, { kind: 'oto', orders: [working, gain] })).rejects.toBeInstanceOf(InvalidPayloadError);
  });
});

it('a test of an order says what a new order says, elsewhere', async () => {
  const context = recordingContext([{}]);
  await testOrder(context, request({}));
  expect(context.calls).toMatchObject([
    { method: 'POST', path: '/api/v3/order/test', parameters: { type: 'LIMIT', quantity: '0.5', newClientOrderId: 'vk-1' } },
  ]);
});
