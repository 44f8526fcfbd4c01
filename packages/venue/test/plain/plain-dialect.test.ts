import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, openSite, sign, type Json, type Site } from '../server/site.ts';

describe('the plain dialect', () => {
  let site: Site;
  beforeEach(async () => {
    site = await openSite('in process');
  });
  afterEach(() => site.end());

  const get = async (target: string, as?: string): Promise<Json> =>
    json((await site.call('GET', target, as === undefined ? {} : { as })).text);

  it('tells the markets with their rules', async () => {
    expect(await get('/markets')).toMatchObject({
      markets: [
        { market: 'btc_usdt', base: 'BTC', quote: 'USDT', priceStep: '0.01', amountStep: '0.00001', minNotional: '5', status: 'trading' },
        { market: 'eth_usdt' },
      ],
    });
  });

  it('tells the book that its own diffs lead to', async () => {
    const socket = await site.open();
    await socket.request({ op: 'subscribe', topics: ['book.btc_usdt'] });
    site.sell('201', '0.5');
    await site.place('alice');
    const book = await get('/book/btc_usdt');
    expect(book).toEqual({ updateId: 3, bids: [['100', '1']], asks: [['201', '0.5']] });
    expect((await socket.events()).at(-1)).toMatchObject({ last: 3 });
  });

  it('tells trades, prices, fills, fees and balances after a trade', async () => {
    site.sell('201');
    await site.place('alice', { price: '201', amount: '0.5', clientOrderId: 'mine' });
    expect(await get('/trades/btc_usdt')).toMatchObject({ trades: [{ tradeId: '1', price: '201', amount: '0.5', takerSide: 'buy' }] });
    expect(await get('/prices')).toMatchObject({ prices: [{ market: 'btc_usdt', price: '201' }, { market: 'eth_usdt' }] });
    expect(await get('/fills?market=btc_usdt', 'alice')).toMatchObject({
      fills: [{ clientOrderId: 'mine', isMaker: false, amount: '0.5' }],
    });
    expect(await get('/fills?market=btc_usdt', 'bob')).toMatchObject({ fills: [{ isMaker: true }] });
    expect(Object.keys(await get('/fees?market=btc_usdt', 'alice'))).toEqual(['maker', 'taker']);
    const { balances } = await get('/balances', 'bob');
    expect(balances).toContainEqual({ asset: 'BTC', free: '999', locked: '0.5' });
  });

  it('places, tells and cancels orders by client order id', async () => {
    const placed = json((await site.place('alice', { clientOrderId: 'my/order 1' })).text);
    expect(placed).toMatchObject({ order: { clientOrderId: 'my/order 1', status: 'new', price: '100' }, fills: [] });
    const target = '/orders/my%2Forder%201?market=btc_usdt';
    expect(await get(target, 'alice')).toEqual({ order: placed['order'] });
    expect(await get('/orders', 'alice')).toEqual({ orders: [placed['order']] });
    expect(await get('/orders?market=eth_usdt', 'alice')).toEqual({ orders: [] });
    expect(json((await site.call('DELETE', target, { as: 'alice' })).text)).toMatchObject({ order: { status: 'canceled' } });
    const again = await site.call('DELETE', target, { as: 'alice' });
    expect([again.status, json(again.text)['error']]).toEqual([404, 'unknown-order']);
  });

  it('takes market orders by amount or by quote amount', async () => {
    site.sell('200', '3');
    const bought = json((await site.place('alice', { type: 'market', price: undefined, amount: undefined, quoteAmount: '100' })).text);
    expect(bought).toMatchObject({ order: { status: 'filled', executedAmount: '0.5', executedQuote: '100' } });
  });

  it.each([
    [{ side: undefined }, 400, 'missing-parameter', 'side'],
    [{ side: 'hold' }, 400, 'bad-enum', 'side'],
    [{ amount: 'much' }, 400, 'malformed-parameter', 'amount'],
    [{ amount: 1 }, 400, 'malformed-parameter', 'amount'],
    [{ amount: undefined }, 400, 'missing-parameter', 'amount'],
    [{ price: undefined }, 400, 'missing-parameter', 'price'],
    [{ type: 'market' }, 400, 'unexpected-parameter', 'price'],
    [{ quoteAmount: '5' }, 400, 'unexpected-parameter', 'quoteAmount'],
    [{ market: 'BTC-USDT' }, 404, 'unknown-symbol', 'BTC-USDT'],
  ] as const)('refuses a malformed order by name: %o', async (change, status, error, detail) => {
    const answer = await site.place('alice', change);
    expect([answer.status, json(answer.text)]).toEqual([status, { error, detail }]);
    expect(site.venue.world.openOrders('alice')).toEqual([]);
  });

  it('verifies signatures: over time, method, path, query and body, by the account of the key', async () => {
    const time = String(site.venue.world.nowMs());
    const fetchWith = async (headers: Record<string, string>): Promise<readonly [number, unknown]> => {
      const answer = site.runtime.fetch(new Request(`${site.urls.rest}/orders?market=btc_usdt`, { headers }));
      const response = await site.settled(answer);
      return [response.status, json(await response.text())['error']];
    };
    const good = { 'plain-key': 'alice', 'plain-time': time, 'plain-signature': sign('alice', `${time}GET/orders?market=btc_usdt`) };
    expect(await fetchWith(good)).toEqual([200, undefined]);
    expect(await fetchWith({ ...good, 'plain-key': 'bob' })).toEqual([401, 'bad-signature']);
    expect(await fetchWith({ ...good, 'plain-key': 'carol' })).toEqual([401, 'unknown-key']);
    expect(await fetchWith({ ...good, 'plain-signature': sign('alice', `${time}GET/orders`) })).toEqual([401, 'bad-signature']);
    expect(await fetchWith({ 'plain-key': 'alice' })).toEqual([400, 'missing-parameter']);
    await site.clock.advance(5_001);
    expect(await fetchWith(good)).toEqual([401, 'timestamp-too-old']);
    site.venue.control.skewClock(-6_002);
    expect(await fetchWith(good)).toEqual([401, 'timestamp-too-new']);
  });

  it('refuses a login that is not signed, and places and cancels after one that is', async () => {
    const socket = await site.open();
    const time = String(site.venue.world.nowMs());
    expect(await socket.request({ op: 'login', key: 'alice', time, signature: 'x' })).toMatchObject({ ok: false, error: 'bad-signature' });
    const params = { market: 'btc_usdt', side: 'buy', type: 'limit', amount: '1', price: '100', clientOrderId: 'mine' };
    expect(await socket.request({ op: 'place', params })).toMatchObject({ ok: false, error: 'not-logged-on' });
    await socket.login('alice');
    expect(await socket.request({ op: 'place', params })).toMatchObject({ ok: true, result: { order: { status: 'new' } } });
    expect(await socket.request({ op: 'place', params })).toMatchObject({ ok: false, error: 'duplicate-client-order-id' });
    const cancel = { market: 'btc_usdt', clientOrderId: 'mine' };
    expect(await socket.request({ op: 'cancel', params: cancel })).toMatchObject({ ok: true, result: { order: { status: 'canceled' } } });
    expect(await socket.request({ op: 'dance' })).toMatchObject({ ok: false, error: 'bad-enum' });
  });

  it('answers 404 for what it does not have', async () => {
    expect((await site.call('GET', '/nowhere', { as: 'alice' })).status).toBe(404);
    expect((await site.open('/elsewhere')).closed?.error?.message).toContain('404');
    const elsewhere = await site.settled(site.runtime.fetch(new Request('https://stream.test/time')));
    expect(elsewhere.status).toBe(404);
  });
});
