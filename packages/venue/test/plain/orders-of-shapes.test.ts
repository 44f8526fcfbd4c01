import { plainDialect, type PlainShape } from '@venuekit/venue';
import { afterEach, describe, expect, it } from 'vitest';
import type { Json, Site } from '../server/site.ts';
import { frameSignature, openShaped, ORDER, place, send, signed } from './shaped-site.ts';

let site: Site;

afterEach(() => site.end());

async function open(shape: PlainShape): Promise<void> {
  site = await openShaped(shape);
}

const order = ({ body }: { readonly body: Json }): unknown => body['order'];

describe('ids of the client', () => {
  it('may be unknown to the venue, which then names orders by its own', async () => {
    await open({ clientIds: 'none' });
    const placed = await place(site, { clientOrderId: 'mine' });
    expect(order(placed)).toMatchObject({ orderId: '1' });
    expect(JSON.stringify(placed.body)).not.toContain('lientOrderId');
    expect(order(await signed(site, 'GET', '/orders/1?market=btc_usdt'))).toMatchObject({ orderId: '1', status: 'new' });
    expect((await signed(site, 'GET', '/orders/mine?market=btc_usdt')).status).toBe(400);
    const socket = await site.open();
    await socket.request({ op: 'login', ...frameSignature(site, 'login') });
    expect(await socket.request({ op: 'cancel', params: { market: 'btc_usdt', orderId: '1' } })).toMatchObject({ ok: true });
    expect((await signed(site, 'DELETE', '/orders/1?market=btc_usdt')).status).toBe(404);
  });

  it('may be numbers', async () => {
    await open({ clientIds: 'numeric' });
    expect(order(await place(site, { clientOrderId: '2147483647' }))).toMatchObject({ clientOrderId: 2_147_483_647 });
    for (const clientOrderId of ['0', '2147483648', 'a', '01', '-1']) {
      expect(await place(site, { clientOrderId })).toMatchObject({ status: 400, body: { detail: 'clientOrderId' } });
    }
    expect(order(await signed(site, 'GET', '/orders/2147483647?market=btc_usdt'))).toMatchObject({ orderId: '1' });
    expect(Object.keys(order(await place(site)) ?? {})).not.toContain('clientOrderId');
  });

  it('may be UUIDs, and may be short', async () => {
    await open({ clientIds: 'uuid' });
    const clientOrderId = '01936f3e-7c1a-7def-8abc-0123456789ab';
    expect(order(await place(site, { clientOrderId }))).toMatchObject({ clientOrderId });
    expect((await place(site, { clientOrderId: clientOrderId.toUpperCase() })).status).toBe(400);
    await site.end();
    await open({ clientIdMaxLength: 5 });
    expect([(await place(site, { clientOrderId: '12345' })).status, (await place(site, { clientOrderId: '123456' })).status]).toEqual([
      200, 400,
    ]);
  });
});

describe('a cancel that is carried out later', () => {
  it('is told when it is, and comes too late where the order is filled', async () => {
    await open({ cancels: 'asynchronous' });
    await place(site, { clientOrderId: 'a' });
    await place(site, { clientOrderId: 'b' });
    const socket = await site.open();
    await socket.request({ op: 'login', ...frameSignature(site, 'login') });
    await socket.request({ op: 'subscribe', topics: ['account'] });
    for (const id of ['a', 'b']) {
      expect((await signed(site, 'DELETE', `/orders/${id}?market=btc_usdt`)).body).toEqual({
        accepted: true,
        orderId: id === 'a' ? '1' : '2',
      });
    }
    site.venue.control.fillOrder('alice', 'b');
    expect(order(await signed(site, 'GET', '/orders/a?market=btc_usdt'))).toMatchObject({ status: 'new' });
    await site.clock.advance(300);
    await site.until(() => socket.frames.some((frame) => frame.includes('"canceled"')));
    expect(order(await signed(site, 'GET', '/orders/a?market=btc_usdt'))).toMatchObject({ status: 'canceled' });
    expect(order(await signed(site, 'GET', '/orders/b?market=btc_usdt'))).toMatchObject({ status: 'filled' });
    expect((await signed(site, 'DELETE', '/orders/a?market=btc_usdt')).status).toBe(404);
  });

  it('leaves no timer when the venue stops', async () => {
    await open({ cancels: 'asynchronous', login: 'listen-key' });
    await place(site, { clientOrderId: 'a' });
    await signed(site, 'POST', '/listen-key');
    await signed(site, 'DELETE', '/orders/a?market=btc_usdt');
    await site.close();
    expect(site.clock.pendingTimers).toBe(0);
  });
});

describe('what is told of fills and balances', () => {
  it('may be sums and no balances', async () => {
    await open({ fills: 'cumulative', balances: 'rest' });
    site.sell('100', '0.4');
    const socket = await site.open();
    await socket.request({ op: 'login', ...frameSignature(site, 'login') });
    await socket.request({ op: 'subscribe', topics: ['account'] });
    const placed = await place(site);
    expect([Object.keys(placed.body), order(placed)]).toEqual([
      ['order'],
      expect.objectContaining({ executedAmount: '0.4', executedQuote: '40' }),
    ]);
    const events = await socket.events();
    expect(events.map(({ event, kind, fill }) => [event, kind, fill])).toEqual([
      ['order', 'new', undefined],
      ['order', 'trade', undefined],
    ]);
    expect((await signed(site, 'GET', '/fills?market=btc_usdt')).status).toBe(404);
    expect((await signed(site, 'GET', '/balances')).body['balances']).toContainEqual({ asset: 'BTC', free: '1000.3996', locked: '0' });
  });
});

describe('amounts', () => {
  it('may be in quote where orders are asked for', async () => {
    await open({ amounts: 'quote' });
    site.sell('200', '3');
    expect(order(await place(site, { amount: '50', price: '100' }))).toMatchObject({ amount: '50', executedAmount: '0' });
    expect(order(await place(site, { amount: '50', type: 'market', price: undefined }))).toMatchObject({
      amount: '50',
      executedAmount: '0.25',
    });
    expect(site.venue.world.openOrders('alice')[0]?.amount.toFixed()).toBe('0.5');
    expect(await place(site, { amount: '1', price: '3' })).toMatchObject({ status: 400 });
  });

  it('may be numbers of contracts', async () => {
    await open({ amounts: 'contracts', contractSizes: { 'BTC-USDT': '0.01' } });
    site.sell('200', '3');
    const markets = (await send(site, 'GET', '/markets')).body['markets'];
    expect(markets).toMatchObject([
      { contractSize: '0.01', amountStep: '0.001', maxAmount: '900000' },
      { contractSize: '0.001', amountStep: '0.01' },
    ]);
    expect((await send(site, 'GET', '/book/btc_usdt')).body).toMatchObject({ asks: [['200', '300']] });
    expect((await place(site, { amount: '50', price: '200' })).body).toMatchObject({
      order: { amount: '50', executedAmount: '50' },
      fills: [{ amount: '50' }],
    });
    expect(site.venue.world.fills('alice', { tradingPair: 'BTC-USDT', limit: 9 })[0]?.trade.amount.toFixed()).toBe('0.5');
  });
});

describe('names', () => {
  it('may be spelled differently in REST, on sockets and of assets', async () => {
    await open({ symbols: 'several' });
    expect((await send(site, 'GET', '/markets')).body['markets']).toMatchObject([
      { market: 'btc_usdt', socketMarket: 'BTC/USDT', base: 'XBTC', quote: 'XUSDT' },
      { market: 'eth_usdt' },
    ]);
    const socket = await site.open();
    await socket.request({ op: 'login', ...frameSignature(site, 'login') });
    expect(await socket.request({ op: 'subscribe', topics: ['book.btc_usdt'] })).toMatchObject({ error: 'unknown-symbol' });
    expect(await socket.request({ op: 'subscribe', topics: ['book.BTC/USDT', 'account'] })).toMatchObject({ ok: true });
    expect(order(await place(site))).toMatchObject({ market: 'btc_usdt' });
    const [execution, balances] = await socket.events();
    expect([execution, balances]).toMatchObject([{ order: { market: 'BTC/USDT' } }, { balances: [{ asset: 'XUSDT' }] }]);
    expect((await place(site, { market: 'BTC/USDT' })).status).toBe(404);
  });

  it.each([
    ['joined', 'BTCUSDT'],
    ['hyphen', 'BTC-USDT'],
    ['slash', 'BTC/USDT'],
  ] as const)('may be spelled %s everywhere', async (symbols, market) => {
    await open({ symbols });
    expect((await send(site, 'GET', '/markets')).body['markets']).toMatchObject([{ market, base: 'BTC', quote: 'USDT' }, {}]);
    expect((await send(site, 'GET', `/book/${encodeURIComponent(market)}`)).status).toBe(200);
    expect(order(await place(site, { market }))).toMatchObject({ market });
    expect((await place(site, { market: 'btc_usdt' })).status).toBe(404);
    const socket = await site.open();
    expect(await socket.request({ op: 'subscribe', topics: [`book.${market}`] })).toMatchObject({ ok: true });
  });
});

const batch = (method: string, orders: unknown): ReturnType<typeof signed> => signed(site, method, '/batch', JSON.stringify({ orders }));

describe('several orders in one request', () => {
  it('are placed and canceled each on its own', async () => {
    await open({ batches: 'items' });
    const { body } = await batch('POST', [
      { ...ORDER, clientOrderId: 'a' },
      { ...ORDER, clientOrderId: 'a' },
      { ...ORDER, side: 'hold' },
      { ...ORDER, amount: '99999999' },
      7,
    ]);
    expect(body['items']).toMatchObject([
      { ok: true, order: { clientOrderId: 'a' }, fills: [] },
      { ok: false, error: 'duplicate-client-order-id' },
      { ok: false, error: 'bad-enum', detail: 'side' },
      { ok: false },
      { ok: false, error: 'malformed-parameter' },
    ]);
    const canceled = await batch('DELETE', [
      { market: 'btc_usdt', clientOrderId: 'a' },
      { market: 'btc_usdt', clientOrderId: 'b' },
      { market: 'btc_usdt' },
    ]);
    expect(canceled.body['items']).toMatchObject([
      { ok: true, order: { status: 'canceled' } },
      { ok: false, error: 'unknown-order' },
      { ok: false, error: 'missing-parameter' },
    ]);
    expect(site.venue.world.openOrders('alice')).toEqual([]);
  });

  it('are at most ten, cost what each costs, and are not taken by a venue that has no batches', async () => {
    await open({ batches: 'items' });
    const many = Array.from({ length: 10 }, (_, index) => ({ ...ORDER, clientOrderId: String(index) }));
    expect((await batch('POST', [...many, ORDER])).status).toBe(400);
    expect((await batch('POST', [])).status).toBe(400);
    expect((await batch('POST', 'x')).status).toBe(400);
    expect((await batch('POST', many)).headers.get('plain-used')).toContain('orders=10/100');
    await site.end();
    await open({});
    expect((await batch('POST', many)).status).toBe(404);
  });

  it('are canceled by their ids alone, in any number, in one market', async () => {
    await open({ batches: 'items' });
    const ids = Array.from({ length: 12 }, (_, index) => `x-${index}`);
    for (const clientOrderId of ['y-1', ...ids]) await place(site, { clientOrderId });
    const cancel = (members: object): ReturnType<typeof signed> => signed(site, 'DELETE', '/batch', JSON.stringify(members));
    const { body } = await cancel({ market: 'btc_usdt', ids: [...ids, 'z'] });
    expect(body['items']).toMatchObject([
      ...ids.map((clientOrderId) => ({ ok: true, order: { clientOrderId, status: 'canceled' } })),
      { ok: false, error: 'unknown-order' },
    ]);
    expect(site.venue.world.openOrders('alice').map(({ clientOrderId }) => clientOrderId)).toEqual(['y-1']);
    expect((await cancel({ market: 'none', ids: ['y-1'] })).body['items']).toMatchObject([{ ok: false, error: 'unknown-symbol' }]);
    expect((await cancel({ market: 'btc_usdt', ids: [1] })).body).toMatchObject({ error: 'malformed-parameter', detail: 'ids' });
    expect((await cancel({ market: 'btc_usdt', ids: 'y-1' })).body).toMatchObject({ error: 'malformed-parameter', detail: 'ids' });
  });

  it('are canceled later where every cancel is', async () => {
    await open({ batches: 'items', cancels: 'asynchronous', clientIds: 'none' });
    await place(site);
    const { body } = await batch('DELETE', [
      { market: 'btc_usdt', orderId: '1' },
      { market: 'btc_usdt', orderId: '2' },
    ]);
    expect(body['items']).toEqual([
      { ok: true, accepted: true, orderId: '1' },
      { ok: false, error: 'unknown-order', detail: '' },
    ]);
    expect(site.venue.world.openOrders('alice')).toHaveLength(1);
    await site.clock.advance(300);
    expect(site.venue.world.openOrders('alice')).toEqual([]);
  });
});

describe('the traits of a shape', () => {
  it('name what is unusual about it', async () => {
    await open({});
    expect([plainDialect().traits, plainDialect({ signing: 'header', acks: 'id', book: 'range' }).traits]).toEqual([[], []]);
    expect(plainDialect({ login: 'token', book: 'checksum', clientIdMaxLength: 9, cancels: 'asynchronous' }).traits).toEqual([
      'login-by-token',
      'book-checksum',
      'asynchronous-cancel',
      'book-socket-snapshot',
      'book-depth-truncated',
      'short-client-ids',
    ]);
  });
});
