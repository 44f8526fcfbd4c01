import { describe, expect, it } from 'vitest';
import { cancelBody, openFollowedSite, report, resultBody } from './followed-site.ts';
import { ALL_DONE, DONE, listBody, listEvent, OTO, OTOCO, STARTED } from './order-list-bodies.ts';
import { type Json, refusal, START_MS } from './spot-site.ts';

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

  it('expire when they would take, and tell why', async () => {
    const { site, eventsOf, fill } = await openFollowedSite();
    await site.signed('POST', 'orderList/oto', OTO);
    site.quote('buy', '63000', '1');
    eventsOf('executionReport');
    await fill('w');
    expect(eventsOf('executionReport').map(({ c, x, X, r, eR }) => [c, x, X, r, eR])).toEqual([
      ['w', 'TRADE', 'FILLED', 'NONE', undefined],
      ['p', 'EXPIRED', 'EXPIRED', 'WOULD_MATCH_IMMEDIATELY', 'REJECTED'],
    ]);
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
