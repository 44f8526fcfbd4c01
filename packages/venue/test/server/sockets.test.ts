import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainDialect } from '@venuekit/venue';
import { openSite, transports, type Json, type Site, type TestSocket } from './site.ts';

describe.each(transports)('the market feeds of a venue %s', (transport) => {
  let site: Site;
  let socket: TestSocket;
  beforeEach(async () => {
    site = await openSite(transport);
    socket = await site.open();
  });
  afterEach(() => site.end());

  const follow = (...topics: readonly string[]): Promise<Json> => socket.request({ op: 'subscribe', topics });

  it('sends each change of a book at once where nothing is gathered', async () => {
    await follow('book.btc_usdt');
    site.sell('201');
    site.sell('202', '3');
    await site.place('alice', { price: '201', amount: '0.4' });
    expect(await socket.events()).toMatchObject([
      { topic: 'book.btc_usdt', first: 2, last: 2, bids: [], asks: [['201', '1']] },
      { first: 3, last: 3, asks: [['202', '3']] },
      { first: 4, last: 4, bids: [], asks: [['201', '0.6']] },
    ]);
  });

  it('gathers changes over the interval: from the first id to the last, the last amount of each level', async () => {
    await follow('book.btc_usdt.100');
    site.sell('202');
    await site.clock.advance(60);
    site.sell('201', '2');
    await site.place('alice', { price: '201', amount: '2' });
    await site.clock.advance(39);
    expect(await socket.events()).toEqual([]);
    await site.clock.advance(1);
    await site.until(() => socket.frames.length > 0);
    expect(await socket.events()).toMatchObject([
      {
        first: 2,
        last: 4,
        asks: [
          ['201', '0'],
          ['202', '1'],
        ],
      },
    ]);
    site.sell('203');
    await site.clock.advance(100);
    await site.until(() => socket.frames.length > 0);
    expect(await socket.events()).toMatchObject([{ first: 5, last: 5, asks: [['203', '1']] }]);
  });

  it('sends nothing and sets no timer while nothing changes', async () => {
    const timers = site.clock.pendingTimers;
    await follow('book.btc_usdt.100', 'quote.btc_usdt.100');
    expect(site.clock.pendingTimers).toBe(timers);
    await site.clock.advance(10_000);
    expect(await socket.events()).toEqual([]);
  });

  it('keeps a skipped id visible as a gap, also within one interval', async () => {
    await follow('book.btc_usdt.100');
    site.sell('201');
    site.venue.control.skipUpdateId('BTC-USDT');
    site.sell('202');
    await site.clock.advance(100);
    await site.until(() => socket.frames.length > 1);
    expect((await socket.events()).map(({ first, last }) => [first, last])).toEqual([
      [2, 2],
      [4, 4],
    ]);
  });

  it('sends the best quote only when it changed', async () => {
    await follow('quote.btc_usdt');
    site.sell('202');
    site.sell('203');
    site.sell('201');
    expect(await socket.events()).toEqual([
      { topic: 'quote.btc_usdt', updateId: 2, bid: [], ask: [['202', '1']] },
      { topic: 'quote.btc_usdt', updateId: 4, bid: [], ask: [['201', '1']] },
    ]);
  });

  it('sends trades before the change of the book that they made', async () => {
    await follow('book.btc_usdt', 'trades.btc_usdt');
    site.sell('201');
    await site.place('alice', { price: '201', amount: '0.25' });
    const [, trade, change] = await socket.events();
    expect(trade).toMatchObject({ topic: 'trades.btc_usdt', tradeId: '1', price: '201', amount: '0.25', takerSide: 'buy' });
    expect(change).toMatchObject({ topic: 'book.btc_usdt', last: 3 });
  });

  it('sends only what is followed, and nothing any more after unsubscribing', async () => {
    await follow('book.eth_usdt', 'book.btc_usdt', 'book.btc_usdt');
    site.sell('201');
    expect(await socket.events()).toHaveLength(1);
    await socket.request({ op: 'unsubscribe', topics: ['book.btc_usdt'] });
    site.sell('202');
    expect(await socket.events()).toEqual([]);
    expect(site.venue.control.sockets()).toMatchObject([{ topics: ['book.eth_usdt'] }]);
  });

  it('refuses a topic that it does not have, by the id of the request, and goes on', async () => {
    expect(await follow('book.btc_euro')).toMatchObject({ ok: false, error: 'unknown-symbol', detail: 'btc_euro' });
    socket.send('{"id":');
    socket.send('[]');
    site.sell('201');
    expect(await follow('book.btc_usdt')).toMatchObject({ ok: true });
    expect(await socket.events()).toMatchObject([
      { id: null, ok: false },
      { id: null, ok: false },
    ]);
  });
});

describe.each(transports)('the private events of a venue %s', (transport) => {
  let site: Site;
  let socket: TestSocket;
  beforeEach(async () => {
    site = await openSite(transport);
    socket = await site.open();
    await socket.login('alice');
    await socket.request({ op: 'subscribe', topics: ['account'] });
  });
  afterEach(() => site.end());

  it('come in the order in which things happened, balances after what changed them', async () => {
    await site.place('alice', { clientOrderId: 'mine' });
    site.venue.control.fillOrder('alice', 'mine', '0.4');
    await site.call('DELETE', '/orders/mine?market=btc_usdt', { as: 'alice' });
    const events = await socket.events();
    expect(events.map(({ event, kind }) => [event, kind])).toEqual([
      ['order', 'new'],
      ['balances', undefined],
      ['order', 'trade'],
      ['balances', undefined],
      ['order', 'canceled'],
      ['balances', undefined],
    ]);
    expect(events[0]).toMatchObject({ order: { clientOrderId: 'mine', status: 'new', executedAmount: '0' } });
    expect(events[2]).toMatchObject({
      order: { status: 'partially-filled', executedAmount: '0.4' },
      fill: { price: '100', amount: '0.4', isMaker: true },
    });
    expect(events[4]).toMatchObject({ order: { status: 'canceled' } });
  });

  it('tell nothing of other accounts', async () => {
    await site.place('bob');
    expect(await socket.events()).toEqual([]);
  });

  it('need a login', async () => {
    const stranger = await site.open();
    expect(await stranger.request({ op: 'subscribe', topics: ['account'] })).toMatchObject({ ok: false, error: 'not-logged-on' });
    await site.place('alice');
    expect(await stranger.events()).toEqual([]);
  });

  it('end with a notice when the test terminates them, and the socket stays open', async () => {
    expect(site.venue.control.terminatePrivate('alice')).toBe(1);
    expect(site.venue.control.terminatePrivate('alice')).toBe(0);
    await site.place('alice');
    expect(await socket.events()).toEqual([{ topic: 'account', event: 'terminated' }]);
    await socket.request({ op: 'subscribe', topics: ['account'] });
    site.venue.control.fillOrder('alice', site.venue.world.openOrders('alice')[0]?.clientOrderId ?? '');
    expect((await socket.events()).map(({ event }) => event)).toEqual(['order', 'balances']);
  });

  it('reach every socket that follows them, and only these are cut by account', async () => {
    const second = await site.open();
    await second.login('alice');
    await second.request({ op: 'subscribe', topics: ['account'] });
    const market = await site.open();
    await site.place('alice');
    expect(await second.events()).toEqual(await socket.events());
    expect(site.venue.control.cutSockets({ account: 'alice' })).toBe(2);
    await site.until(() => socket.closed !== undefined && second.closed !== undefined);
    expect(market.isOpen).toBe(true);
  });
});

describe.each(transports)('the pings of a venue %s', (transport) => {
  let site: Site;
  beforeEach(async () => {
    site = await openSite(transport);
  });
  afterEach(() => site.end());

  it('come each 20 s, and a client that answers is kept', async () => {
    const socket = await site.open();
    for (let count = 1; count <= 10; count += 1) {
      await site.clock.advance(20_000);
      await socket.events();
      expect(socket.pings).toBe(count);
    }
    expect(socket.isOpen).toBe(true);
  });

  it('end the socket of a client that has not answered for 60 s', async () => {
    site.dialMute();
    await site.until(() => site.venue.control.sockets().length === 1);
    await site.clock.advance(79_999);
    expect(site.venue.control.sockets()).toHaveLength(1);
    await site.clock.advance(1);
    expect(site.venue.control.sockets()).toEqual([]);
  });
});

describe.each(transports)('the life of a socket %s', (transport) => {
  const dialect = { ...plainDialect(), socketLife: { pingIntervalMs: 0, pongTimeoutMs: 0, lifetimeMs: 86_400_000 } };
  let site: Site;
  let socket: TestSocket;
  beforeEach(async () => {
    site = await openSite(transport, { dialect, closingNoticeMs: 600_000 });
    socket = await site.open();
  });
  afterEach(() => site.end());

  it('is told of its end and ends after its time, with a close frame', async () => {
    await site.clock.advance(86_400_000 - 600_001);
    expect(await socket.events()).toEqual([]);
    await site.clock.advance(1);
    expect(await socket.events()).toEqual([{ event: 'closing' }]);
    await site.clock.advance(599_999);
    expect(await socket.events()).toEqual([]);
    await site.clock.advance(1);
    await site.until(() => socket.closed !== undefined);
    expect(socket.closed).toMatchObject({ code: 1001 });
    expect(site.venue.control.sockets()).toEqual([]);
  });

  it('is told of its end when the test says so', async () => {
    expect(site.venue.control.announceClosing({ service: 'stream' })).toBe(1);
    expect(site.venue.control.announceClosing({ service: 'rest' })).toBe(0);
    expect(await socket.events()).toEqual([{ event: 'closing' }]);
  });

  it.each([
    [{ kind: 'close-frame', code: 4001, reason: 'go away' }, 4001],
    [{ kind: 'without-close-frame' }, 1006],
  ] as const)('is cut by the test: %o', async (manner, code) => {
    expect(site.venue.control.cutSockets({ service: 'stream' }, manner)).toBe(1);
    await site.until(() => socket.closed !== undefined);
    expect(socket.closed?.code).toBe(code);
    await site.until(() => site.clock.pendingTimers === 0);
  });

  it('becomes half-open by the test: no frame, no close, and nothing is heard', async () => {
    await socket.request({ op: 'subscribe', topics: ['book.btc_usdt'] });
    site.venue.control.cutSockets({ id: 1 }, { kind: 'half-open' });
    site.sell('201');
    socket.send('{"id":77,"op":"unsubscribe","topics":[]}');
    await site.clock.advance(200_000_000);
    expect([socket.frames, socket.pings, socket.closed]).toEqual([[], 0, undefined]);
    expect(site.venue.control.sockets()).toMatchObject([{ id: 1, isSilent: true }]);
    site.venue.control.cutSockets({ id: 1 });
    expect(site.venue.control.sockets()).toEqual([]);
  });

  it('leaves no timer when the client goes', async () => {
    await socket.request({ op: 'subscribe', topics: ['book.btc_usdt.100'] });
    site.sell('201');
    socket.terminate();
    await site.until(() => site.venue.control.sockets().length === 0 && socket.closed !== undefined);
    expect(site.clock.pendingTimers).toBe(0);
  });
});
