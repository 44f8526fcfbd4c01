import { describe, expect, it } from 'vitest';
import { openFollowedSite, report } from './followed-site.ts';
import { HMAC_KEY, openSpotSite, type Params, refusal, START_MS } from './spot-site.ts';

const LIMIT = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: '50000',
  quantity: '0.5',
  newClientOrderId: 'old',
};
const AMEND = { symbol: 'BTCUSDT', origClientOrderId: 'old', newQty: '0.3', newClientOrderId: 'new' };
const PATH = 'order/amend/keepPriority';

const row = (executionId: number, ids: readonly string[], amounts: readonly string[]): unknown => ({
  symbol: 'BTCUSDT',
  orderId: 1,
  executionId,
  origClientOrderId: ids[0],
  newClientOrderId: ids[1],
  origQty: amounts[0],
  newQty: amounts[1],
  time: START_MS,
});

describe('amending an order', () => {
  it('answers in names of its own, is told as replaced, frees what it holds, and weighs 4', async () => {
    const { site, events } = await openFollowedSite();
    await site.signed('POST', 'order', LIMIT);
    events();
    await site.clock.advance(60_000);
    const { status, text, headers } = await site.signed('PUT', PATH, AMEND);
    const nowMs = START_MS + 60_000;
    expect([status, text]).toEqual([
      200,
      `{"transactTime":${nowMs},"executionId":2,"amendedOrder":{"symbol":"BTCUSDT","orderId":1,"orderListId":-1,"origClientOrderId":"old","clientOrderId":"new","price":"50000.00000000","qty":"0.30000000","executedQty":"0.00000000","preventedQty":"0.00000000","quoteOrderQty":"0.00000000","cumulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY","workingTime":${START_MS},"selfTradePreventionMode":"EXPIRE_TAKER"}}`,
    ]);
    expect([headers.get('x-mbx-used-weight-1m'), headers.get('x-mbx-order-count-10s')]).toEqual(['4', null]);
    const same = { E: nowMs, T: nowMs, S: 'BUY', o: 'LIMIT', p: '50000.00000000', w: true, W: START_MS };
    expect(events()).toEqual([
      report({ ...same, c: 'new', C: 'old', q: '0.30000000', x: 'REPLACED', I: 2 }),
      { e: 'outboundAccountPosition', E: nowMs, u: nowMs, B: [{ a: 'USDT', f: '85000.00000000', l: '15000.00000000' }] },
    ]);
  });

  it('keeps a history', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', LIMIT);
    await site.signed('PUT', PATH, AMEND);
    await site.signed('PUT', PATH, { symbol: 'BTCUSDT', orderId: 1, newQty: '0.2', newClientOrderId: 'new' });
    const second = row(3, ['new', 'new'], ['0.30000000', '0.20000000']);
    expect(await site.result('GET', 'order/amendments', { symbol: 'BTCUSDT', orderId: 1 })).toEqual([
      200,
      [row(2, ['old', 'new'], ['0.50000000', '0.30000000']), second],
    ]);
    expect(await site.result('GET', 'order/amendments', { symbol: 'BTCUSDT', orderId: 1, fromExecutionId: 3 })).toEqual([200, [second]]);
    expect(await site.result('GET', 'order/amendments', { symbol: 'BTCUSDT', orderId: 9 })).toEqual([
      400,
      refusal(-2013, 'Order does not exist.'),
    ]);
  });

  it('ends an order of which as much is executed already, and then weighs nothing', async () => {
    const { site, eventsOf, fill } = await openFollowedSite();
    await site.signed('POST', 'order', LIMIT);
    await fill('old', '0.3');
    eventsOf('executionReport');
    await site.clock.advance(60_000);
    const { body, headers } = await site.signed('PUT', PATH, AMEND);
    expect(body['amendedOrder']).toMatchObject({ status: 'EXPIRED', qty: '0.30000000', executedQty: '0.30000000' });
    expect(headers.get('x-mbx-used-weight-1m')).toBe('0');
    expect(eventsOf('executionReport').map(({ x, X, eR }) => [x, X, eR])).toEqual([
      ['REPLACED', 'PARTIALLY_FILLED', undefined],
      ['EXPIRED', 'EXPIRED', 'EXCHANGE_CANCELED'],
    ]);
  });

  it('amends the other order of a pair with it, and tells the list', async () => {
    const { site, events } = await openFollowedSite();
    const list = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5', listClientOrderId: 'L' };
    const above = { aboveType: 'LIMIT_MAKER', abovePrice: '61000', aboveClientOrderId: 'a' };
    const below = { belowType: 'STOP_LOSS', belowStopPrice: '59000', belowClientOrderId: 'b' };
    await site.signed('POST', 'orderList/oco', { ...list, ...above, ...below });
    events();
    const { body } = await site.signed('PUT', PATH, { ...AMEND, origClientOrderId: 'a', newClientOrderId: 'a2' });
    expect(body['listStatus']).toEqual({
      orderListId: 1,
      contingencyType: 'OCO',
      listOrderStatus: 'EXECUTING',
      listClientOrderId: 'L',
      symbol: 'BTCUSDT',
      orders: [
        { symbol: 'BTCUSDT', orderId: 1, clientOrderId: 'a2' },
        { symbol: 'BTCUSDT', orderId: 2, clientOrderId: 'b' },
      ],
    });
    const same = { x: 'REPLACED', q: '0.30000000', g: 1 };
    expect(events().slice(0, 3)).toEqual([
      report({ ...same, c: 'a2', C: 'a', o: 'LIMIT_MAKER', p: '61000.00000000', w: true, W: START_MS }),
      report({ ...same, c: 'b', C: 'b', o: 'STOP_LOSS', P: '59000.00000000', i: 2 }),
      {
        e: 'listStatus',
        E: START_MS,
        s: 'BTCUSDT',
        g: 1,
        c: 'OCO',
        l: 'UPDATED',
        L: 'EXECUTING',
        r: 'NONE',
        C: 'L',
        T: START_MS,
        O: [
          { s: 'BTCUSDT', i: 1, c: 'a2' },
          { s: 'BTCUSDT', i: 2, c: 'b' },
        ],
      },
    ]);
  });

  it.each<readonly [string, Params, unknown]>([
    ['more', { newQty: '0.6' }, refusal(-2038, 'Order amend (quantity increase) is not supported.')],
    ['the same', { newQty: '0.5' }, refusal(-2038, 'The requested action would change no state; rejecting.')],
    ['an order that is unknown', { origClientOrderId: 'x' }, refusal(-2038, 'Unknown order sent.')],
    ['an id that is in use', { newClientOrderId: 'other' }, refusal(-2038, 'Duplicate order sent.')],
    ['a quantity off the step', { newQty: '0.300001' }, refusal(-1013, 'Filter failure: LOT_SIZE')],
    ['too small a notional', { newQty: '0.00001' }, refusal(-1013, 'Filter failure: NOTIONAL')],
    ['nothing', { newQty: '0' }, refusal(-1013, 'Invalid quantity.')],
    ['too much precision', { newQty: '0.123456789' }, refusal(-1111, "Parameter 'newQty' has too much precision.")],
  ])('is refused for %s', async (_name, params, expected) => {
    const site = openSpotSite();
    await site.signed('POST', 'order', LIMIT);
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'other' });
    expect(await site.result('PUT', PATH, { ...AMEND, ...params })).toEqual([400, expected]);
  });

  it('is refused when it was done too often, without an order, and where a market has none', async () => {
    const site = openSpotSite({
      instruments: [
        { base: 'BTC', quote: 'USDT', maximumAmendments: 1 },
        { base: 'ETH', quote: 'USDT', features: { amend: false } },
      ],
    });
    await site.signed('POST', 'order', LIMIT);
    expect((await site.signed('PUT', PATH, AMEND)).status).toBe(200);
    expect(await site.result('PUT', PATH, { symbol: 'BTCUSDT', orderId: 1, newQty: '0.2' })).toEqual([
      400,
      refusal(-2038, 'Filter failure: MAX_NUM_ORDER_AMENDS'),
    ]);
    expect(await site.result('PUT', PATH, { symbol: 'BTCUSDT', newQty: '0.2' })).toEqual([
      400,
      refusal(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!"),
    ]);
    expect(await site.result('PUT', PATH, { ...AMEND, symbol: 'ETHUSDT' })).toEqual([
      400,
      refusal(-2038, 'Order amend is not supported for this symbol.'),
    ]);
  });

  it('has the same answers on the WebSocket API', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', LIMIT);
    const socket = await site.open('ws-api', '/ws-api/v3');
    const reply = await socket.call('order.amend.keepPriority', AMEND, HMAC_KEY);
    expect(reply).toMatchObject({ status: 200, result: { amendedOrder: { clientOrderId: 'new', qty: '0.30000000' } } });
    const history = await socket.call('order.amendments', { symbol: 'BTCUSDT', orderId: 1 }, HMAC_KEY);
    expect(history).toMatchObject({ status: 200, result: [{ origClientOrderId: 'old', newClientOrderId: 'new' }] });
  });
});
