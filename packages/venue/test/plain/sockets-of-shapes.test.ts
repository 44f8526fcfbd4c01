import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Json, Site, TestSocket } from '../server/site.ts';
import { frameSignature, openShaped, place, send, signed } from './shaped-site.ts';

let site: Site;

afterEach(() => site.end());

const ACCOUNT = { op: 'subscribe', topics: ['account'] };

async function told(socket: TestSocket): Promise<readonly unknown[]> {
  await site.until(() => socket.frames.length > 0);
  return socket.frames
    .splice(0)
    .map((frame) => [JSON.parse(frame)].map(({ topic, event }: Json) => `${String(topic)} ${String(event)}`)[0]);
}

describe('a socket', () => {
  it('may be known by its address', async () => {
    site = await openShaped({ login: 'url' });
    const socket = await site.open('/?key=alice');
    expect(await socket.request(ACCOUNT)).toMatchObject({ ok: true });
    expect(await (await site.open('/')).request(ACCOUNT)).toMatchObject({ error: 'not-logged-on' });
    expect((await site.open('/?key=nobody')).closed?.error?.message).toContain('401');
    expect(await socket.request({ op: 'login', ...frameSignature(site, 'login') })).toMatchObject({ error: 'bad-enum' });
  });

  it('may have to sign each subscription', async () => {
    site = await openShaped({ login: 'subscribe' });
    const socket = await site.open();
    expect(await socket.request(ACCOUNT)).toMatchObject({ error: 'missing-parameter', detail: 'key' });
    expect(await socket.request({ ...ACCOUNT, ...frameSignature(site, 'login') })).toMatchObject({ error: 'bad-signature' });
    expect(await socket.request({ op: 'subscribe', topics: ['trades.btc_usdt'] })).toMatchObject({ ok: true });
    expect(await socket.request({ ...ACCOUNT, ...frameSignature(site, 'subscribe') })).toMatchObject({ ok: true });
    await place(site);
    expect(await told(socket)).toContain('account order');
  });

  it('may have to show a token, which is good for a time', async () => {
    site = await openShaped({ login: 'token' });
    const { token } = (await signed(site, 'POST', '/token')).body;
    const [one, other] = [await site.open(), await site.open()];
    expect(await one.request({ ...ACCOUNT, token: 'none' })).toMatchObject({ error: 'unknown-key' });
    expect(await one.request({ ...ACCOUNT, token })).toMatchObject({ ok: true });
    await site.clock.advance(900_000);
    expect(await other.request({ ...ACCOUNT, token })).toMatchObject({ error: 'unknown-key' });
    await place(site);
    expect(await told(one)).toContain('account order');
  });

  it('may be opened by a listen key, until that ends', async () => {
    site = await openShaped({ login: 'listen-key' });
    const { listenKey } = (await signed(site, 'POST', '/listen-key')).body;
    const socket = await site.open(`/?listenKey=${String(listenKey)}`);
    await place(site);
    expect(await told(socket)).toEqual(['account order', 'account balances']);
    await site.clock.advance(3_599_000);
    expect(await signed(site, 'PUT', `/listen-key/${String(listenKey)}`)).toMatchObject({ status: 200, body: { listenKey } });
    await site.clock.advance(3_599_000);
    expect(socket.frames.splice(0)).toEqual([]);
    await site.clock.advance(1_000);
    expect(await socket.next()).toEqual({ topic: 'account', event: 'listen-key-expired', listenKey });
    await place(site);
    await site.clock.advance(1_000);
    expect(socket.frames).toEqual([]);
    expect((await signed(site, 'PUT', `/listen-key/${String(listenKey)}`)).status).toBe(404);
    expect((await site.open(`/?listenKey=${String(listenKey)}`)).closed?.error?.message).toContain('401');
  });

  it('may be a public one alone', async () => {
    site = await openShaped({ login: 'none' });
    const socket = await site.open('/?key=alice');
    expect(await socket.request({ op: 'login', ...frameSignature(site, 'login') })).toMatchObject({ error: 'bad-enum' });
    expect(await socket.request({ ...ACCOUNT, ...frameSignature(site, 'subscribe') })).toMatchObject({
      error: 'bad-enum',
      detail: 'topics',
    });
    expect(await socket.request({ op: 'subscribe', topics: ['trades.btc_usdt'] })).toMatchObject({ ok: true });
    await place(site);
    await site.clock.advance(1_000);
    expect(socket.frames).toEqual([]);
    expect(site.venue.control.sockets({ account: 'alice' })).toEqual([]);
  });

  it('hears of a listen key that is given back, and nobody can give back that of another', async () => {
    site = await openShaped({ login: 'listen-key' });
    const { listenKey } = (await signed(site, 'POST', '/listen-key')).body;
    const socket = await site.open(`/?listenKey=${String(listenKey)}`);
    const time = String(site.venue.world.nowMs());
    expect(
      (await send(site, 'DELETE', `/listen-key/${String(listenKey)}`, { headers: { 'plain-key': 'bob', 'plain-time': time } })).status,
    ).toBe(400);
    expect((await signed(site, 'DELETE', `/listen-key/${String(listenKey)}`)).status).toBe(200);
    expect(await socket.next()).toMatchObject({ event: 'listen-key-expired' });
  });
});

describe('a heartbeat', () => {
  it('of texts answers pings, and closes the socket of a client that is not heard', async () => {
    site = await openShaped({ heartbeat: 'text' });
    const [heard, silent] = [await site.open(), await site.open()];
    for (let count = 0; count < 3; count += 1) {
      await site.clock.advance(20_000);
      heard.send('ping');
      await site.until(() => heard.frames.length > 0);
      expect(heard.frames.splice(0)).toEqual(['pong']);
    }
    await site.until(() => silent.closed !== undefined);
    expect([silent.closed?.code, heard.closed, heard.pings]).toEqual([1008, undefined, 0]);
  });

  it('of JSON wants its pings answered', async () => {
    site = await openShaped({ heartbeat: 'json' });
    const [answers, silent] = [await site.open(), await site.open()];
    expect(await answers.ask({ op: 'ping' })).toEqual({ op: 'pong' });
    for (let count = 0; count < 3; count += 1) {
      await site.clock.advance(20_000);
      expect(await answers.next()).toMatchObject({ op: 'ping', time: site.venue.world.nowMs() });
      answers.send('{"op":"pong"}');
      await answers.ask({ op: 'ping' });
    }
    await site.until(() => silent.closed !== undefined);
    expect([silent.closed?.code, answers.closed]).toEqual([1008, undefined]);
  });

  it('on a channel must be followed', async () => {
    site = await openShaped({ heartbeat: 'channel' });
    const [follows, idle] = [await site.open(), await site.open()];
    expect(await follows.request({ op: 'subscribe', topics: ['heartbeat'] })).toMatchObject({ ok: true });
    await site.clock.advance(5_000);
    expect(await follows.next()).toMatchObject({ topic: 'heartbeat', count: 0 });
    await site.clock.advance(5_000);
    expect(await follows.next()).toMatchObject({ topic: 'heartbeat', count: 1 });
    await site.until(() => idle.closed !== undefined);
    expect([idle.closed?.code, follows.closed]).toEqual([1008, undefined]);
    await follows.request({ op: 'unsubscribe', topics: ['heartbeat'] });
    await site.clock.advance(10_000);
    await site.until(() => follows.closed !== undefined);
  });
});

describe('a subscription', () => {
  const BOOK = { op: 'subscribe', topics: ['book.btc_usdt', 'trades.eth_usdt'] };

  it('may be confirmed by an echo of its topics', async () => {
    site = await openShaped({ acks: 'echo' });
    const socket = await site.open();
    expect(await socket.ask(BOOK)).toEqual({ ...BOOK, ok: true });
    expect(await socket.ask({ op: 'subscribe', topics: ['book.none'] })).toMatchObject({
      op: 'subscribe',
      topics: ['book.none'],
      ok: false,
    });
    expect(await socket.ask({ op: 'login', ...frameSignature(site, 'login') })).toEqual({ op: 'login', ok: true });
    expect(await socket.ask({ op: 'place', params: {} })).toMatchObject({ error: 'missing-parameter', detail: 'id' });
  });

  it('may be confirmed by a list of all that is followed', async () => {
    site = await openShaped({ acks: 'list', heartbeat: 'channel' });
    const socket = await site.open();
    expect(await socket.ask(BOOK)).toEqual({ op: 'subscriptions', topics: BOOK.topics });
    await socket.ask({ op: 'login', ...frameSignature(site, 'login') });
    expect(await socket.ask({ op: 'subscribe', topics: ['account', 'heartbeat'] })).toEqual({
      op: 'subscriptions',
      topics: [...BOOK.topics, 'account', 'heartbeat'],
    });
    expect(await socket.ask({ op: 'unsubscribe', topics: ['book.btc_usdt', 'heartbeat'] })).toEqual({
      op: 'subscriptions',
      topics: ['trades.eth_usdt', 'account'],
    });
  });

  it('may be confirmed by how things stand', async () => {
    site = await openShaped({ acks: 'first-data' });
    site.sell('200');
    await place(site);
    const socket = await site.open();
    socket.send(JSON.stringify({ op: 'subscribe', topics: ['book.btc_usdt', 'trades.btc_usdt', 'quote.btc_usdt'] }));
    expect(await socket.next()).toMatchObject({ topic: 'book.btc_usdt', first: 3, last: 3, bids: [], asks: [] });
    expect(await socket.next()).toEqual({ topic: 'trades.btc_usdt', recent: [] });
    expect(await socket.next()).toMatchObject({ topic: 'quote.btc_usdt', bid: [['100', '1']], ask: [['200', '1']] });
    await socket.ask({ op: 'login', ...frameSignature(site, 'login') });
    expect(await socket.ask(ACCOUNT)).toMatchObject({ topic: 'account', event: 'orders', orders: [{ price: '100' }] });
    expect(await socket.ask({ op: 'subscribe', topics: ['book.none'] })).toMatchObject({ ok: false, topics: ['book.none'] });
  });
});

describe('packed frames', () => {
  it('go out in binary, and come in packed or as text', async () => {
    site = await openShaped({ compression: 'gzip' });
    const socket = await site.open();
    expect(await socket.request({ op: 'subscribe', topics: ['book.btc_usdt'] })).toMatchObject({ ok: true });
    socket.send(gzipSync(JSON.stringify({ id: 9, op: 'subscribe', topics: ['trades.btc_usdt'] })));
    expect(await socket.next()).toEqual({ id: 9, ok: true });
    socket.send(new Uint8Array([1, 2, 3]));
    site.sell('200');
    expect(await socket.next()).toMatchObject({ topic: 'book.btc_usdt', asks: [['200', '1']] });
    expect(socket.binaryFrames).toBe(3);
  });
});

describe('notices', () => {
  it.each([
    [{}, [{ event: 'closing' }, { topic: 'account', event: 'terminated' }]],
    [{ notices: 'none' }, []],
  ] as const)('of the shape %o are %o', async (shape, told) => {
    site = await openShaped(shape);
    const socket = await site.open();
    await socket.request({ op: 'login', ...frameSignature(site, 'login') });
    await socket.request({ id: 2, op: 'subscribe', topics: ['account', 'book.btc_usdt'] });
    expect(site.venue.control.announceClosing()).toBe(1);
    expect(site.venue.control.terminatePrivate('alice')).toBe(1);
    site.sell('200');
    const frames: Json[] = [];
    for (let frame = await socket.next(); frame['topic'] !== 'book.btc_usdt'; frame = await socket.next()) frames.push(frame);
    expect(frames).toEqual(told);
  });
});
