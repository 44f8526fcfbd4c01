import { describe, expect, it } from 'vitest';
import { openFollowedSite, report, resultBody } from './followed-site.ts';
import { ALL_DONE, DONE, listBody, listEvent, OCO, OTO, OTOCO, STARTED } from './order-list-bodies.ts';
import { HMAC_KEY, type Json, openSpotSite, START_MS } from './spot-site.ts';

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
