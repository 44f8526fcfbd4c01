import { describe, expect, it } from 'vitest';
import { openSpotSite, type Params, refusal, type SpotSite, START_MS } from './spot-site.ts';

const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.001', price: '50000' };
const CANCEL = { symbol: 'BTCUSDT', origClientOrderId: 'absent' };

/** The weight that the minute's header tells. */
const used = (headers: Headers): number => Number.parseInt(headers.get('x-mbx-used-weight-1m') ?? '-1', 10);

async function weightOf(site: SpotSite, method: string, path: string, params: Params, isSigned: boolean): Promise<number> {
  const { headers } = isSigned ? await site.signed(method, path, params) : await site.get(path, params);
  return used(headers);
}

describe('weights', () => {
  it.each<readonly [string, Params, number]>([
    ['ping', {}, 1],
    ['time', {}, 1],
    ['exchangeInfo', {}, 20],
    ['exchangeInfo', { symbol: 'BTCUSDT' }, 20],
    ['depth', { symbol: 'BTCUSDT' }, 5],
    ['depth', { symbol: 'BTCUSDT', limit: 101 }, 25],
    ['depth', { symbol: 'BTCUSDT', limit: 500 }, 25],
    ['depth', { symbol: 'BTCUSDT', limit: 501 }, 50],
    ['depth', { symbol: 'BTCUSDT', limit: 1001 }, 250],
    ['depth', { symbol: 'BTCUSDT', limit: 99_999 }, 250],
    ['trades', { symbol: 'BTCUSDT' }, 25],
    ['ticker/price', { symbol: 'BTCUSDT' }, 2],
    ['ticker/price', {}, 4],
    ['ticker/price', { symbols: '["BTCUSDT"]' }, 4],
    ['ticker/bookTicker', { symbol: 'BTCUSDT' }, 2],
    ['ticker/bookTicker', {}, 4],
  ])('charges GET %s %j with %i', async (path, params, weight) => {
    expect(await weightOf(openSpotSite(), 'GET', path, params, false)).toBe(weight);
  });

  it.each<readonly [string, string, Params, number]>([
    ['POST', 'order', LIMIT, 0],
    ['POST', 'order', { ...LIMIT, quantity: '1000' }, 1],
    ['POST', 'order/test', LIMIT, 1],
    ['POST', 'order/test', { ...LIMIT, computeCommissionRates: true }, 20],
    ['DELETE', 'order', CANCEL, 1],
    ['DELETE', 'openOrders', { symbol: 'BTCUSDT' }, 1],
    ['GET', 'order', CANCEL, 4],
    ['GET', 'openOrders', { symbol: 'BTCUSDT' }, 6],
    ['GET', 'openOrders', {}, 80],
    ['GET', 'allOrders', { symbol: 'BTCUSDT' }, 20],
    ['GET', 'myTrades', { symbol: 'BTCUSDT' }, 20],
    ['GET', 'myTrades', { symbol: 'BTCUSDT', orderId: 1 }, 5],
    ['GET', 'account', {}, 20],
    ['GET', 'account/commission', { symbol: 'BTCUSDT' }, 20],
    ['GET', 'rateLimit/order', {}, 40],
  ])('charges %s %s %j with %i', async (method, path, params, weight) => {
    expect(await weightOf(openSpotSite(), method, path, params, true)).toBe(weight);
  });

  it('charges cancels that succeed with nothing', async () => {
    const site = openSpotSite();
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'a' });
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'b' });
    expect(used((await site.signed('DELETE', 'order', { symbol: 'BTCUSDT', origClientOrderId: 'a' })).headers)).toBe(0);
    expect(used((await site.signed('DELETE', 'openOrders', { symbol: 'BTCUSDT' })).headers)).toBe(0);
  });

  it('charges a request that is refused before it is understood with 1', async () => {
    const site = openSpotSite();
    expect(used((await site.get('depth')).headers)).toBe(1);
    expect(used((await site.send('GET', '/api/v3/account')).headers)).toBe(2);
  });

  it('counts from zero in the next minute of the venue clock', async () => {
    const site = openSpotSite();
    expect(used((await site.get('exchangeInfo')).headers)).toBe(20);
    await site.clock.advance(60_000 - (START_MS % 60_000) - 1);
    expect(used((await site.get('ping')).headers)).toBe(21);
    await site.clock.advance(1);
    expect(used((await site.get('ping')).headers)).toBe(1);
  });
});

describe('limits', () => {
  const TOO_MUCH =
    'Too much request weight used; current limit is 10 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.';

  it('answers 429 with Retry-After, then 418 until the ban ends', async () => {
    const site = openSpotSite({ venue: { banPolicy: { toleratedOverruns: 1 } } });
    site.venue.control.setLimit('REQUEST_WEIGHT', { limit: 10 });
    const untilMinute = Math.ceil((60_000 - (START_MS % 60_000)) / 1_000);
    expect((await site.get('depth', { symbol: 'BTCUSDT' })).status).toBe(200);
    const over = await site.get('exchangeInfo');
    expect([over.status, over.headers.get('retry-after'), over.body]).toEqual([429, String(untilMinute), refusal(-1003, TOO_MUCH)]);
    const banned = await site.get('exchangeInfo');
    const until = `Way too much request weight used; IP banned until ${START_MS + 120_000}. Please use WebSocket Streams for live updates to avoid bans.`;
    expect([banned.status, banned.headers.get('retry-after'), banned.body]).toEqual([418, '120', refusal(-1003, until)]);
    await site.clock.advance(119_000);
    const still = await site.get('ping');
    expect([still.status, still.headers.get('retry-after')]).toEqual([418, '1']);
    await site.clock.advance(1_000);
    expect((await site.get('ping')).status).toBe(200);
  });

  it('puts the limit before a fault of the request', async () => {
    const site = openSpotSite();
    site.venue.control.setLimit('REQUEST_WEIGHT', { limit: 1 });
    expect((await site.send('GET', '/api/v3/account')).status).toBe(401);
    expect((await site.send('GET', '/api/v3/account')).status).toBe(429);
  });

  it('counts raw requests', async () => {
    const site = openSpotSite();
    site.venue.control.setLimit('RAW_REQUESTS', { limit: 1 });
    await site.get('ping');
    const { status, body } = await site.get('ping');
    const text =
      'Too many requests; current limit is 1 requests per 5 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.';
    expect([status, body]).toEqual([429, refusal(-1003, text)]);
  });

  it('counts orders by account, tells the count, and refuses too many', async () => {
    const site = openSpotSite();
    site.venue.control.setLimit('ORDERS_10S', { limit: 2 });
    const { headers } = await site.signed('POST', 'order', LIMIT);
    expect([headers.get('x-mbx-order-count-10s'), headers.get('x-mbx-order-count-1d')]).toEqual(['1', '1']);
    expect((await site.signed('GET', 'openOrders')).headers.has('x-mbx-order-count-10s')).toBe(false);
    await site.signed('POST', 'order', LIMIT);
    const over = await site.signed('POST', 'order', LIMIT);
    const retryAfter = String(Math.ceil((10_000 - (START_MS % 10_000)) / 1_000));
    expect([over.status, over.headers.get('retry-after'), over.body]).toEqual([
      429,
      retryAfter,
      refusal(-1015, 'Too many new orders; current limit is 2 orders per 10 SECOND.'),
    ]);
    expect((await site.signed('POST', 'order', { ...LIMIT, side: 'SELL', price: '60000' }, 'm'.repeat(64))).status).toBe(200);
    expect((await site.signed('GET', 'rateLimit/order')).text).toBe(
      '[{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":2,"count":2},{"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":200000,"count":2}]',
    );
  });

  it('takes an order that trades off the counts, once', async () => {
    const site = openSpotSite();
    const counts = async (): Promise<unknown> => {
      const rows = (await site.signed('GET', 'rateLimit/order')).text;
      return [...rows.matchAll(/"count":(\d+)/g)].map(([, count]) => count);
    };
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'a' });
    await site.signed('POST', 'order', { ...LIMIT, newClientOrderId: 'b' });
    expect(await counts()).toEqual(['2', '2']);
    site.venue.control.fillOrder('trader', 'a', '0.0005');
    site.venue.control.fillOrder('trader', 'a');
    expect(await counts()).toEqual(['1', '1']);
    site.quote('sell', '60000', '1');
    const { headers } = await site.signed('POST', 'order', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' });
    expect([headers.get('x-mbx-order-count-10s'), await counts()]).toEqual(['1', ['1', '1']]);
  });

  it('shares one counter between REST and the WebSocket API, where connecting weighs 2', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', '/ws-api/v3');
    expect(used((await site.get('ping')).headers)).toBe(3);
    const [reply] = await socket.exchange({ id: 1, method: 'depth', params: { symbol: 'BTCUSDT' } });
    expect(reply?.['rateLimits']).toEqual([{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000, count: 8 }]);
    site.venue.control.setLimit('REQUEST_WEIGHT', { limit: 10 });
    const [over] = await socket.exchange({ id: 2, method: 'exchangeInfo' });
    const retryAfter = START_MS + 60_000 - (START_MS % 60_000);
    expect(over).toMatchObject({ id: 2, status: 429, error: { code: -1003, msg: TOO_MUCH, data: { serverTime: START_MS, retryAfter } } });
    expect((await socket.exchange({ id: 3, method: 'session.status' }))[0]).toMatchObject({ status: 200 });
    expect((await socket.exchange({ id: 4, method: 'session.status' }))[0]).toMatchObject({ id: 4, status: 429 });
  });

  it('refuses connections beyond the limit of their service', async () => {
    const site = openSpotSite();
    site.venue.control.setLimit('CONNECTIONS', { limit: 1 });
    expect((await site.open('ws-api', '/ws-api/v3')).isOpen).toBe(true);
    expect((await site.open('ws-api', '/ws-api/v3')).isOpen).toBe(false);
    expect((await site.open('stream', '/ws')).isOpen).toBe(true);
  });

  it('words injected troubles as the venue does', async () => {
    const site = openSpotSite();
    const inject = (detail: string): unknown =>
      site.venue.control.faults.add({ on: 'http', action: { kind: 'refuse', reason: 'internal', detail } });
    inject('timeout');
    inject('overloaded');
    inject('');
    const answers = [await site.get('ping'), await site.get('ping'), await site.get('ping')];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [504, refusal(-1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.')],
      [503, refusal(-1008, 'Server is currently overloaded with other requests. Please try again in a few minutes.')],
      [500, refusal(-1000, 'An unknown error occurred while processing the request.')],
    ]);
  });
});
