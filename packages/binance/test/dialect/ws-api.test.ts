import { describe, expect, it } from 'vitest';
import { ED25519_KEY, HMAC_KEY, openSpotSite, type Params, RSA_KEY, START_MS } from './spot-site.ts';

const PATH = '/ws-api/v3';
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01000000', price: '50000.00' };
const MARKET = { symbol: 'BTCUSDT' };

function failure(code: number, msg: string, status = 400): unknown {
  return { id: 1, status, error: { code, msg } };
}

const missing = (name: string): unknown => failure(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
const NO_PERMISSION = failure(-2015, 'Invalid API-key, IP, or permissions for action.', 401);

const limitsText = (count: number): string =>
  `"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"count":${count}}]`;

const sessionStatus = (apiKey: string | null, userDataStream: boolean): unknown => ({
  apiKey,
  authorizedSince: apiKey === null ? null : START_MS,
  connectedSince: START_MS,
  returnRateLimits: true,
  serverTime: START_MS,
  userDataStream,
});

describe('the envelope', () => {
  it('echoes ids as they were written, and tells status, result and limits in this order', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    for (const [index, id] of ['7', '-9007199254740993', '"a1"', 'null'].entries()) {
      socket.sendText(`{"id":${id},"method":"time"}`);
      await site.clock.advance(0);
      expect(socket.frames.splice(0)).toEqual([`{"id":${id},"status":200,"result":{"serverTime":${START_MS}},${limitsText(3 + index)}}`]);
    }
  });

  it('hides the limits when that was asked for, per connection or per request', async () => {
    const site = openSpotSite();
    const quiet = await site.open('ws-api', `${PATH}?returnRateLimits=false`);
    const loud = await site.open('ws-api', PATH);
    const ask = { id: 1, method: 'ping' };
    expect(await quiet.exchange(ask)).toEqual([{ id: 1, status: 200, result: {} }]);
    expect((await quiet.exchange({ ...ask, params: { returnRateLimits: true } }))[0]).toHaveProperty('rateLimits');
    expect((await loud.exchange({ ...ask, params: { returnRateLimits: false } }))[0]).not.toHaveProperty('rateLimits');
    expect((await loud.exchange({ id: 1, method: 'nonsense', params: { returnRateLimits: false } }))[0]).not.toHaveProperty('rateLimits');
  });

  it.each([
    ['no JSON', 'nonsense', { id: null, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } }],
    ['no object', '[1]', { id: null, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } }],
    ['no method', '{"id":1}', missing('method')],
    ['an unknown method', '{"id":1,"method":"order.dance"}', failure(-1020, 'This operation is not supported.')],
    [
      'parameters that are a list',
      '{"id":1,"method":"time","params":[]}',
      failure(-1130, "Data sent for parameter 'params' is not valid."),
    ],
    [
      'an id with decimals',
      '{"id":1.5,"method":"time"}',
      { id: null, status: 400, error: { code: -1130, msg: "Data sent for parameter 'id' is not valid." } },
    ],
    [
      'what it does not read',
      '{"id":1,"method":"time","params":{"a":1}}',
      failure(-1104, "Not all sent parameters were read; read '0' parameter(s) but was sent '1'."),
    ],
    ['an empty parameter', '{"id":1,"method":"depth","params":{"symbol":null}}', missing('symbol')],
    ['a retired method', '{"id":1,"method":"userDataStream.start"}', failure(-1020, 'This operation is not supported.')],
  ])('refuses %s', async (_name, text, expected) => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    const [reply] = await socket.exchange(text);
    expect(reply).toEqual({ ...(expected as object), rateLimits: expect.anything() as unknown });
  });

  it('refuses other paths', async () => {
    const site = openSpotSite();
    expect((await site.open('ws-api', '/ws-api/v2')).isOpen).toBe(false);
  });
});

describe('methods', () => {
  it('answers public ones as REST does, with or without the prefix', async () => {
    const site = openSpotSite();
    site.quote('sell', '50000', '1');
    const socket = await site.open('ws-api', PATH);
    const same: readonly (readonly [string, string, Params])[] = [
      ['ping', 'ping', {}],
      ['v3/time', 'time', {}],
      ['depth', 'depth', MARKET],
      ['trades.recent', 'trades', MARKET],
      ['ticker.price', 'ticker/price', MARKET],
      ['ticker.book', 'ticker/bookTicker', {}],
    ];
    for (const [method, path, params] of same) {
      expect((await socket.call(method, params))['result'], method).toEqual((await site.get(path, params)).body);
    }
    const list = await socket.exchange({ id: 1, method: 'ticker.price', params: { symbols: ['BTCUSDT'] } });
    expect(list[0]?.['result']).toEqual([{ symbol: 'BTCUSDT', price: '50000.00000000' }]);
    const info = (await socket.call('exchangeInfo', MARKET))['result'] as { rateLimits: { rateLimitType: string }[]; symbols: unknown };
    expect(info.rateLimits.map(({ rateLimitType }) => rateLimitType)).toEqual([
      'REQUEST_WEIGHT',
      'ORDERS',
      'ORDERS',
      'RAW_REQUESTS',
      'CONNECTIONS',
    ]);
    expect(info.symbols).toEqual((await site.get('exchangeInfo', MARKET)).body['symbols']);
  });

  it.each([HMAC_KEY, RSA_KEY, ED25519_KEY])('places, shows and cancels an order signed with %s', async (apiKey) => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    const params = site.signedParams({ ...LIMIT, newClientOrderId: 'my-7', newOrderRespType: 'RESULT' }, apiKey);
    const [placed] = await socket.exchange({ id: 'a1', method: 'order.place', params });
    expect(JSON.stringify(placed?.['result'])).toBe(
      JSON.stringify({
        symbol: 'BTCUSDT',
        orderId: 1,
        orderListId: -1,
        clientOrderId: 'my-7',
        transactTime: START_MS,
        price: '50000.00000000',
        origQty: '0.01000000',
        executedQty: '0.00000000',
        origQuoteOrderQty: '0.00000000',
        cummulativeQuoteQty: '0.00000000',
        status: 'NEW',
        timeInForce: 'GTC',
        type: 'LIMIT',
        side: 'BUY',
        workingTime: START_MS,
        selfTradePreventionMode: 'EXPIRE_TAKER',
      }),
    );
    expect(placed?.['rateLimits']).toEqual([
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100, count: 1 },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200000, count: 1 },
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000, count: 2 },
    ]);
    const own = { symbol: 'BTCUSDT', origClientOrderId: 'my-7' };
    expect((await socket.call('order.status', own, apiKey))['result']).toEqual((await site.signed('GET', 'order', own)).body);
    expect((await socket.call('openOrders.status', MARKET, apiKey))['result']).toEqual((await site.signed('GET', 'openOrders')).body);
    expect(await socket.call('order.cancel', own, apiKey)).toMatchObject({
      status: 200,
      result: { status: 'CANCELED', origClientOrderId: 'my-7' },
    });
    expect(await socket.call('order.cancel', own, apiKey)).toEqual(failure(-2011, 'Unknown order sent.'));
    expect(await socket.call('order.status', { ...MARKET, orderId: 99 }, apiKey)).toEqual(failure(-2013, 'Order does not exist.'));
  });

  it('answers the other signed ones as REST does', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    expect(await socket.call('order.test', LIMIT, HMAC_KEY)).toEqual({ id: 1, status: 200, result: {} });
    await socket.call('order.place', { ...LIMIT, newClientOrderId: 'a' }, HMAC_KEY);
    site.venue.control.fillOrder('trader', 'a', '0.005');
    const same: readonly (readonly [string, string, Params])[] = [
      ['allOrders', 'allOrders', MARKET],
      ['myTrades', 'myTrades', MARKET],
      ['account.status', 'account', { omitZeroBalances: true }],
      ['account.commission', 'account/commission', MARKET],
      ['account.rateLimits.orders', 'rateLimit/order', {}],
    ];
    for (const [method, path, params] of same) {
      expect((await socket.call(method, params, HMAC_KEY))['result'], method).toEqual((await site.signed('GET', path, params)).body);
    }
    expect(await socket.call('openOrders.cancelAll', MARKET, HMAC_KEY)).toMatchObject({ result: [{ origClientOrderId: 'a' }] });
  });

  it('signs numbers as they were written', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    const params = site.signedParams({ recvWindow: '5000.50' }, HMAC_KEY);
    const text = JSON.stringify({ id: 1, method: 'account.status', params }).replace('"5000.50"', '5000.50');
    expect((await socket.exchange(text))[0]).toMatchObject({ status: 200 });
  });

  it('refuses bad keys, times and signatures', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    const good = site.signedParams({}, HMAC_KEY);
    const ask = async (params: Params): Promise<unknown> => socket.call('account.status', params);
    expect(await ask({})).toEqual(missing('apiKey'));
    expect(await ask({ apiKey: 'x' })).toEqual(failure(-2014, 'API-key format invalid.', 401));
    expect(await ask({ apiKey: 'x'.repeat(64) })).toEqual(NO_PERMISSION);
    expect(await ask({ apiKey: HMAC_KEY })).toEqual(missing('timestamp'));
    expect(await ask({ apiKey: HMAC_KEY, timestamp: START_MS })).toEqual(missing('signature'));
    expect(await ask({ ...good, signature: '00' })).toEqual(failure(-1022, 'Signature for this request is not valid.'));
    await site.clock.advance(5_001);
    expect(await ask(good)).toEqual(failure(-1021, 'Timestamp for this request is outside of the recvWindow.'));
  });
});

describe('sessions', () => {
  it('log on with Ed25519 and need no more signatures, but the time', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    expect((await socket.call('session.status'))['result']).toEqual(sessionStatus(null, false));
    expect((await socket.call('session.logon', {}, ED25519_KEY))['result']).toEqual(sessionStatus(ED25519_KEY, false));
    expect((await socket.call('session.status'))['result']).toEqual(sessionStatus(ED25519_KEY, false));
    expect(await socket.call('account.status', { timestamp: START_MS })).toMatchObject({ status: 200 });
    expect(await socket.call('account.status')).toEqual(missing('timestamp'));
    expect(await socket.call('account.status', { timestamp: START_MS, signature: 'AA==' })).toEqual(
      failure(-1022, 'Signature for this request is not valid.'),
    );
    expect(await socket.call('account.status', {}, HMAC_KEY)).toMatchObject({ status: 200 });
    expect((await socket.call('session.logout'))['result']).toEqual(sessionStatus(null, false));
    expect(await socket.call('account.status', { timestamp: START_MS })).toEqual(missing('apiKey'));
  });

  it.each([HMAC_KEY, RSA_KEY])('do not log on with %s', async (apiKey) => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    expect(await socket.call('session.logon', {}, apiKey)).toEqual(NO_PERMISSION);
    expect((await socket.call('session.status'))['result']).toEqual(sessionStatus(null, false));
  });

  it('do not log on when the limit refuses the call', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    site.venue.control.setLimit('REQUEST_WEIGHT', { limit: 3 });
    expect(await socket.call('session.logon', {}, ED25519_KEY)).toMatchObject({ status: 429 });
    site.venue.control.forgiveUsage();
    expect((await socket.call('session.status'))['result']).toEqual(sessionStatus(null, false));
  });

  it('follow one account once, and each account by its own number', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    const subscribe = (apiKey: string): Promise<unknown> => socket.call('userDataStream.subscribe.signature', {}, apiKey);
    expect(await subscribe(HMAC_KEY)).toEqual({ id: 1, status: 200, result: { subscriptionId: 0 } });
    expect(await subscribe(RSA_KEY)).toEqual(failure(-2035, 'User Data Stream subscription already active.'));
    expect(await subscribe('m'.repeat(64))).toEqual({ id: 1, status: 200, result: { subscriptionId: 1 } });
    expect((await socket.call('session.subscriptions'))['result']).toEqual([{ subscriptionId: 0 }, { subscriptionId: 1 }]);
    expect((await socket.call('session.status'))['result']).toEqual(sessionStatus(null, true));
    expect(await socket.call('userDataStream.unsubscribe', { subscriptionId: 7 })).toEqual(
      failure(-2036, 'User Data Stream subscription not active.'),
    );
    expect(
      await socket.exchange({ id: 2, method: 'userDataStream.unsubscribe', params: { subscriptionId: 0, returnRateLimits: false } }),
    ).toEqual([
      { id: 2, status: 200, result: {} },
      { subscriptionId: 0, event: { e: 'eventStreamTerminated', E: START_MS } },
    ]);
    expect(await subscribe(ED25519_KEY)).toEqual({ id: 1, status: 200, result: { subscriptionId: 2 } });
    const all = await socket.exchange({ id: 3, method: 'userDataStream.unsubscribe' });
    expect(all.slice(1).map((frame) => frame['subscriptionId'])).toEqual([1, 2]);
    expect((await socket.call('session.subscriptions'))['result']).toEqual([]);
  });

  it('subscribe by logon, and lose only that subscription by logging out', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    expect(await socket.call('userDataStream.subscribe')).toEqual(NO_PERMISSION);
    await socket.call('session.logon', {}, ED25519_KEY);
    await socket.call('userDataStream.subscribe.signature', {}, 'm'.repeat(64));
    expect(await socket.call('userDataStream.subscribe')).toEqual({ id: 1, status: 200, result: { subscriptionId: 1 } });
    const frames = await socket.exchange({ id: 2, method: 'session.logout' });
    expect(frames).toContainEqual({ subscriptionId: 1, event: { e: 'eventStreamTerminated', E: START_MS } });
    expect((await socket.call('session.subscriptions'))['result']).toEqual([{ subscriptionId: 0 }]);
  });

  it('are told when the venue ends a subscription', async () => {
    const site = openSpotSite();
    const socket = await site.open('ws-api', PATH);
    await socket.call('userDataStream.subscribe.signature', {}, HMAC_KEY);
    site.venue.control.terminatePrivate('trader');
    await site.clock.advance(0);
    expect(socket.frames).toEqual([`{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":${START_MS}}}`]);
  });
});
