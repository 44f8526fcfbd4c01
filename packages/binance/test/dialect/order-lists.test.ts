import { describe, expect, it } from 'vitest';
import { cancelBody, openFollowedSite, report, resultBody } from './followed-site.ts';
import { HMAC_KEY, type Json, openSpotSite, refusal, START_MS } from './spot-site.ts';

const OCO = {
  symbol: 'BTCUSDT',
  side: 'SELL',
  quantity: '0.5',
  listClientOrderId: 'L',
  aboveType: 'LIMIT_MAKER',
  abovePrice: '61000',
  aboveClientOrderId: 'a',
  belowType: 'STOP_LOSS_LIMIT',
  belowStopPrice: '59000',
  belowPrice: '58900',
  belowTimeInForce: 'GTC',
  belowClientOrderId: 'b',
};
const WORKING = {
  symbol: 'BTCUSDT',
  listClientOrderId: 'L',
  workingType: 'LIMIT',
  workingSide: 'BUY',
  workingPrice: '59000',
  workingQuantity: '0.5',
  workingTimeInForce: 'GTC',
  workingClientOrderId: 'w',
};
const OTO = {
  ...WORKING,
  pendingType: 'LIMIT_MAKER',
  pendingSide: 'SELL',
  pendingPrice: '62000',
  pendingQuantity: '0.1',
  pendingClientOrderId: 'p',
};
const OTOCO = {
  ...WORKING,
  pendingSide: 'SELL',
  pendingQuantity: '0.1',
  pendingAboveType: 'TAKE_PROFIT',
  pendingAboveStopPrice: '62000',
  pendingAboveClientOrderId: 'pa',
  pendingBelowType: 'STOP_LOSS',
  pendingBelowStopPrice: '58000',
  pendingBelowClientOrderId: 'pb',
};

function listBody(contingencyType: string, ids: readonly string[], differences: Json = {}): Json {
  return {
    orderListId: 1,
    contingencyType,
    listStatusType: 'EXEC_STARTED',
    listOrderStatus: 'EXECUTING',
    listClientOrderId: 'L',
    transactionTime: START_MS,
    symbol: 'BTCUSDT',
    orders: ids.map((clientOrderId, index) => ({ symbol: 'BTCUSDT', orderId: index + 1, clientOrderId })),
    ...differences,
  };
}

function listEvent(c: string, ids: readonly string[], status: readonly [string, string], atMs: number = START_MS): Json {
  const O = ids.map((id, index) => ({ s: 'BTCUSDT', i: index + 1, c: id }));
  return { e: 'listStatus', E: atMs, s: 'BTCUSDT', g: 1, c, l: status[0], L: status[1], r: 'NONE', C: 'L', T: atMs, O };
}

const DONE = { listStatusType: 'ALL_DONE', listOrderStatus: 'ALL_DONE' };
const STARTED = ['EXEC_STARTED', 'EXECUTING'] as const;
const ALL_DONE = ['ALL_DONE', 'ALL_DONE'] as const;

describe('a pair of which one goes ahead (OCO)', () => {
  const above = { p: '61000.00000000', o: 'LIMIT_MAKER', c: 'a', g: 1 };
  const below = { p: '58900.00000000', P: '59000.00000000', o: 'STOP_LOSS_LIMIT', c: 'b', g: 1, i: 2 };

  it('answers a report of each order, tells the list, counts twice and weighs nothing', async () => {
    const { site, events } = await openFollowedSite();
    const before = (await site.get('ping')).headers.get('x-mbx-used-weight-1m');
    const { status, body, headers } = await site.signed('POST', 'orderList/oco', OCO);
    expect([status, body]).toEqual([
      200,
      {
        ...listBody('OCO', ['a', 'b']),
        orderReports: [
          resultBody({ orderListId: 1, clientOrderId: 'a', price: '61000.00000000', type: 'LIMIT_MAKER' }),
          resultBody({
            orderId: 2,
            orderListId: 1,
            clientOrderId: 'b',
            price: '58900.00000000',
            type: 'STOP_LOSS_LIMIT',
            stopPrice: '59000.00000000',
            workingTime: -1,
          }),
        ],
      },
    ]);
    expect([headers.get('x-mbx-order-count-10s'), headers.get('x-mbx-used-weight-1m')]).toEqual(['2', before]);
    expect(events()).toEqual([
      report({ ...above, w: true, W: START_MS }),
      report(below),
      listEvent('OCO', ['a', 'b'], STARTED),
      { e: 'outboundAccountPosition', E: START_MS, u: START_MS, B: [{ a: 'BTC', f: '9.50000000', l: '0.50000000' }] },
    ]);
  });

  it('expires the other one with the first fill, and is done when both have ended', async () => {
    const { site, events, eventsOf, fill } = await openFollowedSite();
    await site.signed('POST', 'orderList/oco', OCO);
    events();
    await fill('a', '0.2');
    expect(eventsOf('executionReport')).toEqual([
      report({ ...below, x: 'EXPIRED', X: 'EXPIRED', eR: 'OCO_TRIGGER' }),
      report({
        ...above,
        x: 'TRADE',
        X: 'PARTIALLY_FILLED',
        l: '0.20000000',
        z: '0.20000000',
        L: '61000.00000000',
        n: '12.20000000',
        N: 'USDT',
        t: 2,
        w: true,
        m: true,
        M: true,
        Z: '12200.00000000',
        Y: '12200.00000000',
        W: START_MS,
      }),
    ]);
    expect(await site.result('GET', 'openOrderList')).toEqual([200, [listBody('OCO', ['a', 'b'])]]);
    await site.clock.advance(10);
    await fill('a');
    expect(eventsOf('listStatus')).toEqual([listEvent('OCO', ['a', 'b'], ALL_DONE, START_MS + 10)]);
    const done = listBody('OCO', ['a', 'b'], { ...DONE, transactionTime: START_MS + 10 });
    expect(await site.result('GET', 'orderList', { orderListId: 1 })).toEqual([200, done]);
    expect(await site.result('GET', 'orderList', { origClientOrderId: 'L' })).toEqual([200, done]);
    expect(await site.result('GET', 'allOrderList')).toEqual([200, [done]]);
    expect(await site.result('GET', 'allOrderList', { fromId: 2 })).toEqual([200, []]);
    expect(await site.result('GET', 'openOrderList')).toEqual([200, []]);
    const { body } = await site.signed('GET', 'order', { symbol: 'BTCUSDT', orderId: 2 });
    expect(body).toMatchObject({ orderListId: 1, status: 'EXPIRED', expiryReason: 'OCO_TRIGGER', workingTime: -1 });
    const trades = (await site.signed('GET', 'myTrades', { symbol: 'BTCUSDT' })).body as unknown as readonly Json[];
    expect(trades.map(({ orderListId, qty }) => [orderListId, qty])).toEqual([
      [1, '0.20000000'],
      [1, '0.30000000'],
    ]);
  });

  it('shows its orders in the form that was asked for', async () => {
    const { site } = await openFollowedSite();
    const { body } = await site.signed('POST', 'orderList/oco', { ...OCO, newOrderRespType: 'ACK' });
    expect((body['orderReports'] as readonly Json[])[0]).toEqual({
      symbol: 'BTCUSDT',
      orderId: 1,
      orderListId: 1,
      clientOrderId: 'a',
      transactTime: START_MS,
    });
  });

  it('ends as a whole when one of its orders is cancelled', async () => {
    const { site, events } = await openFollowedSite();
    await site.signed('POST', 'orderList/oco', OCO);
    events();
    const { body } = await site.signed('DELETE', 'order', { symbol: 'BTCUSDT', orderId: 2, newClientOrderId: 'x' });
    expect(body).toMatchObject({ orderId: 2, orderListId: 1, origClientOrderId: 'b', clientOrderId: 'x', status: 'CANCELED' });
    const canceled = { x: 'CANCELED', X: 'CANCELED', c: 'x' };
    expect(events().slice(0, 3)).toEqual([
      report({ ...above, ...canceled, C: 'a' }),
      report({ ...below, ...canceled, C: 'b' }),
      listEvent('OCO', ['a', 'b'], ALL_DONE),
    ]);
  });
});

describe('orders that wait for another (OTO, OTOCO)', () => {
  it('are pending until the working order is filled, and then are placed', async () => {
    const { site, events, eventsOf, fill } = await openFollowedSite();
    const working = { orderListId: 1, clientOrderId: 'w', price: '59000.00000000', type: 'LIMIT', side: 'BUY' };
    const pending = { orderId: 2, orderListId: 1, clientOrderId: 'p', price: '62000.00000000', type: 'LIMIT_MAKER', origQty: '0.10000000' };
    expect(await site.result('POST', 'orderList/oto', OTO)).toEqual([
      200,
      {
        ...listBody('OTO', ['w', 'p']),
        orderReports: [resultBody(working), resultBody({ ...pending, status: 'PENDING_NEW', workingTime: -1 })],
      },
    ]);
    const follower = { c: 'p', o: 'LIMIT_MAKER', p: '62000.00000000', q: '0.10000000', g: 1, i: 2 };
    expect(events().slice(0, 3)).toEqual([
      report({ c: 'w', S: 'BUY', o: 'LIMIT', p: '59000.00000000', g: 1, w: true, W: START_MS }),
      report({ ...follower, X: 'PENDING_NEW' }),
      listEvent('OTO', ['w', 'p'], STARTED),
    ]);
    expect((await site.signed('GET', 'order', { symbol: 'BTCUSDT', orderId: 2 })).body).toMatchObject({
      status: 'PENDING_NEW',
      isWorking: false,
      workingTime: -1,
    });
    await site.clock.advance(5);
    await fill('w');
    const nowMs = START_MS + 5;
    const [filled, placed] = eventsOf('executionReport');
    expect(filled).toMatchObject({ c: 'w', x: 'TRADE', X: 'FILLED', z: '0.50000000' });
    expect(placed).toEqual(report({ ...follower, E: nowMs, T: nowMs, w: true, W: nowMs }));
  });

  it('expire with the reason when the working order ends unfilled', async () => {
    const { site, events, eventsOf } = await openFollowedSite();
    await site.signed('POST', 'orderList/oto', { ...OTO, workingTimeInForce: 'IOC' });
    const ends = eventsOf('executionReport').map(({ c, x, X, eR }) => [c, x, X, eR]);
    expect(ends.slice(2)).toEqual([
      ['w', 'EXPIRED', 'EXPIRED', 'UNFILLED_IOC_QUANTITY_EXPIRED'],
      ['p', 'EXPIRED', 'EXPIRED', 'OTO_PHASE_ONE_EXPIRED'],
    ]);
    expect(events()).toEqual([]);
  });

  it('are cancelled as a list, each with the id of the request', async () => {
    const { site, eventsOf } = await openFollowedSite();
    await site.signed('POST', 'orderList/oto', OTO);
    eventsOf('listStatus');
    const params = { symbol: 'BTCUSDT', listClientOrderId: 'L', newClientOrderId: 'x' };
    const one = { orderListId: 1, clientOrderId: 'x' };
    expect(await site.result('DELETE', 'orderList', params)).toEqual([
      200,
      {
        ...listBody('OTO', ['w', 'p'], DONE),
        orderReports: [
          cancelBody({ ...one, origClientOrderId: 'w', price: '59000.00000000', type: 'LIMIT', side: 'BUY' }),
          cancelBody({
            ...one,
            orderId: 2,
            origClientOrderId: 'p',
            price: '62000.00000000',
            type: 'LIMIT_MAKER',
            origQty: '0.10000000',
          }),
        ],
      },
    ]);
    expect(eventsOf('listStatus')).toEqual([listEvent('OTO', ['w', 'p'], ALL_DONE)]);
    expect(await site.result('DELETE', 'orderList', params)).toEqual([400, refusal(-2011, 'Unknown order list sent.')]);
  });

  it('are one list of three with a pair that waits, which all open orders show as such when they are cancelled', async () => {
    const { site } = await openFollowedSite();
    const { body, headers } = await site.signed('POST', 'orderList/otoco', OTOCO);
    const { orderReports, ...list } = body;
    expect(list).toEqual(listBody('OTO', ['w', 'pa', 'pb']));
    expect((orderReports as readonly Json[]).map(({ clientOrderId, status, stopPrice }) => [clientOrderId, status, stopPrice])).toEqual([
      ['w', 'NEW', undefined],
      ['pa', 'PENDING_NEW', '62000.00000000'],
      ['pb', 'PENDING_NEW', '58000.00000000'],
    ]);
    expect(headers.get('x-mbx-order-count-10s')).toBe('3');
    const single = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: '50000', quantity: '0.5' };
    await site.signed('POST', 'order', { ...single, newClientOrderId: 'z' });
    const ended = (await site.signed('DELETE', 'openOrders', { symbol: 'BTCUSDT' })).body as unknown as readonly Json[];
    expect(ended).toHaveLength(2);
    const { orderReports: reports, ...canceled } = ended[0] ?? {};
    expect(canceled).toEqual(listBody('OTO', ['w', 'pa', 'pb'], DONE));
    expect((reports as readonly Json[]).map(({ origClientOrderId, status }) => [origClientOrderId, status])).toEqual([
      ['w', 'CANCELED'],
      ['pa', 'CANCELED'],
      ['pb', 'CANCELED'],
    ]);
    expect(ended[1]).toMatchObject({ origClientOrderId: 'z', orderListId: -1, status: 'CANCELED' });
  });
});

describe('order lists on the WebSocket API', () => {
  it('have the same answers', async () => {
    const site = openSpotSite();
    site.venue.world.printTrade('BTC-USDT', '60000');
    const socket = await site.open('ws-api', '/ws-api/v3');
    const call = (method: string, params = {}): Promise<Json> => socket.call(method, params, HMAC_KEY);
    expect(await call('orderList.place.oco', OCO)).toMatchObject({ status: 200, result: { ...listBody('OCO', ['a', 'b']) } });
    expect(await call('orderList.status', { orderListId: 1 })).toEqual({ id: 1, status: 200, result: listBody('OCO', ['a', 'b']) });
    expect(await call('openOrderLists.status')).toEqual({ id: 1, status: 200, result: [listBody('OCO', ['a', 'b'])] });
    const canceled = await call('orderList.cancel', { symbol: 'BTCUSDT', orderListId: 1 });
    expect(canceled).toMatchObject({ status: 200, result: { ...listBody('OCO', ['a', 'b'], DONE) } });
    expect(await call('orderList.place.oto', OTO)).toMatchObject({ status: 200, result: { orderListId: 2, contingencyType: 'OTO' } });
    const otoco = { ...OTOCO, listClientOrderId: 'M', workingClientOrderId: 'w2' };
    expect(await call('orderList.place.otoco', otoco)).toMatchObject({ status: 200, result: { orderListId: 3 } });
    expect(((await call('allOrderLists'))['result'] as readonly Json[]).map(({ orderListId }) => orderListId)).toEqual([1, 2, 3]);
  });
});
