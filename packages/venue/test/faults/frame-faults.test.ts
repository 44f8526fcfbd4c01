import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FrameFaultAction, FaultRule } from '@venuekit/venue';
import { json, openSite, transports, type Site, type TestSocket } from '../server/site.ts';

describe.each(transports)('faults of frames %s', (transport) => {
  let site: Site;
  let socket: TestSocket;
  beforeEach(async () => {
    site = await openSite(transport);
    socket = await site.open();
    await socket.request({ op: 'subscribe', topics: ['book.btc_usdt'] });
  });
  afterEach(() => site.end());

  const onBook = (action: FrameFaultAction, more: Partial<Extract<FaultRule, { on: 'frame' }>> = {}): void => {
    site.venue.control.faults.add({ on: 'frame', match: { frame: 'book', tradingPair: 'BTC-USDT' }, action, ...more });
  };
  const sellAt = (...prices: readonly string[]): void => {
    for (const price of prices) site.sell(price);
  };
  const asks = async (): Promise<readonly unknown[]> => (await socket.events()).map(({ asks: levels }) => levels);

  it('drops a frame and leaves a gap in the ids', async () => {
    onBook({ kind: 'drop' }, { match: { frame: 'book', nth: 2 } });
    sellAt('201', '202', '203');
    expect((await socket.events()).map(({ first }) => first)).toEqual([2, 4]);
  });

  it('applies as often as it is told', async () => {
    onBook({ kind: 'drop' }, { times: 2 });
    sellAt('201', '202', '203');
    expect(await asks()).toEqual([[['203', '1']]]);
  });

  it('sends a frame twice', async () => {
    onBook({ kind: 'duplicate' });
    sellAt('201', '202');
    expect((await socket.events()).map(({ first }) => first)).toEqual([2, 2, 3]);
  });

  it('lets the next frame overtake', async () => {
    onBook({ kind: 'reorder' });
    sellAt('201', '202', '203');
    expect((await socket.events()).map(({ first }) => first)).toEqual([3, 2, 4]);
  });

  it('sends a frame that was to be overtaken after a second when no other comes', async () => {
    onBook({ kind: 'reorder' });
    sellAt('201');
    await site.clock.advance(999);
    expect(socket.frames).toEqual([]);
    await site.clock.advance(1);
    await site.until(() => socket.frames.length === 1);
    expect((await socket.events()).map(({ first }) => first)).toEqual([2]);
  });

  it('delays a frame, and all that follow it, in order', async () => {
    onBook({ kind: 'delay', delayMs: 3_000 });
    sellAt('201', '202');
    await site.clock.advance(1_000);
    sellAt('203');
    await site.clock.advance(1_999);
    expect(socket.frames).toEqual([]);
    await site.clock.advance(1);
    await site.until(() => socket.frames.length === 3);
    expect((await socket.events()).map(({ first }) => first)).toEqual([2, 3, 4]);
  });

  it('sends what is no JSON', async () => {
    onBook({ kind: 'corrupt', how: 'malformed' });
    sellAt('201');
    await site.until(() => socket.frames.length === 1);
    expect(socket.frames[0]?.startsWith('{"topic":"book.btc_usdt"')).toBe(true);
    expect(() => json(socket.frames[0] ?? '')).toThrow(SyntaxError);
  });

  it('sends bytes that are no text', async () => {
    onBook({ kind: 'corrupt', how: 'binary' });
    sellAt('201', '202');
    await site.until(() => socket.frames.length === 2);
    expect(socket.frames[0]).toContain('\u{fffd}');
    expect(() => json(socket.frames[0] ?? '')).toThrow(SyntaxError);
    expect(json(socket.frames[1] ?? '')).toMatchObject({ first: 3 });
  });

  it('has no packing to break where frames are not packed, and sends what is no JSON', async () => {
    onBook({ kind: 'corrupt', how: 'packing' });
    sellAt('201');
    await site.until(() => socket.frames.length === 1);
    expect(() => json(socket.frames[0] ?? '')).toThrow(SyntaxError);
  });

  it('sends a frame without one of its members, or with another value in it', async () => {
    onBook({ kind: 'corrupt', how: { remove: 'first' } });
    onBook({ kind: 'corrupt', how: { replace: 'bids', value: 'soon' } });
    sellAt('201', '202');
    const [without, other] = await socket.events();
    expect(Object.keys(without ?? {})).toEqual(['topic', 'last', 'bids', 'asks', 'time']);
    expect(other).toMatchObject({ first: 3, bids: 'soon' });
  });

  it('skips an update id of the book for everybody', async () => {
    onBook({ kind: 'skip' });
    sellAt('201', '202');
    expect((await socket.events()).map(({ first, last }) => [first, last])).toEqual([
      [2, 2],
      [4, 4],
    ]);
    expect(site.venue.world.book('BTC-USDT').lastUpdateId).toBe(4);
  });

  it('cuts the connection in place of a frame', async () => {
    onBook({ kind: 'cut' });
    sellAt('201', '202');
    await site.until(() => socket.closed !== undefined);
    expect(socket.closed?.code).toBe(1006);
    expect(socket.frames).toEqual([]);
    expect(site.venue.control.sockets()).toEqual([]);
  });

  it('falls silent in place of a frame, and neither side is told', async () => {
    onBook({ kind: 'fall-silent' });
    sellAt('201', '202');
    await site.clock.advance(600_000);
    expect(socket.closed).toBeUndefined();
    expect(socket.frames).toEqual([]);
    expect(site.venue.control.sockets()).toMatchObject([{ isSilent: true, topics: [] }]);
  });

  it('leaves the frames of other sockets and topics alone', async () => {
    const other = await site.open();
    await other.request({ op: 'subscribe', topics: ['book.eth_usdt', 'trades.btc_usdt'] });
    onBook({ kind: 'drop' }, { match: { topic: 'book.btc_usdt' }, times: Infinity });
    sellAt('100');
    await site.place('alice');
    expect((await other.events()).map(({ topic }) => topic)).toEqual(['trades.btc_usdt']);
    expect(await asks()).toEqual([]);
  });
});

describe.each(transports)('faults of socket requests %s', (transport) => {
  let site: Site;
  let socket: TestSocket;
  beforeEach(async () => {
    site = await openSite(transport);
    socket = await site.open();
    await socket.login('alice');
  });
  afterEach(() => site.end());

  const order = { market: 'btc_usdt', side: 'buy', type: 'limit', amount: '1', price: '100', clientOrderId: 'mine' };
  const openOrders = (): number => site.venue.world.openOrders('alice').length;

  it('refuses in the words of the dialect', async () => {
    site.venue.control.faults.add({
      on: 'socket-request',
      match: { operation: 'place' },
      action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 9 },
    });
    expect(await socket.request({ op: 'place', params: order })).toMatchObject({ ok: false, error: 'rate-limited', retryAfterMs: 9 });
    expect(await socket.request({ op: 'place', params: order })).toMatchObject({ ok: true });
    expect(openOrders()).toBe(1);
  });

  it.each([
    ['ignore', 0],
    ['execute-then-ignore', 1],
  ] as const)('never answers: %s leaves %i orders', async (kind, orders) => {
    site.venue.control.faults.add({ on: 'socket-request', action: { kind } });
    socket.send(JSON.stringify({ id: 900, op: 'place', params: order }));
    expect(await socket.events()).toEqual([]);
    expect(openOrders()).toBe(orders);
  });

  it('executes and cuts the connection', async () => {
    site.venue.control.faults.add({ on: 'socket-request', action: { kind: 'execute-then-cut' } });
    socket.send(JSON.stringify({ id: 900, op: 'place', params: order }));
    await site.until(() => socket.closed !== undefined);
    expect(socket.frames).toEqual([]);
    expect(openOrders()).toBe(1);
  });
});

describe.each(transports)('faults of handshakes %s', (transport) => {
  let site: Site;
  beforeEach(async () => {
    site = await openSite(transport);
  });
  afterEach(() => site.end());

  it('refuses with a status, once', async () => {
    site.venue.control.faults.add({ on: 'handshake', match: { service: 'stream' }, action: { kind: 'answer', status: 503 } });
    expect((await site.open()).closed?.error?.message).toContain('503');
    expect((await site.open()).isOpen).toBe(true);
  });

  it('breaks the connection', async () => {
    site.venue.control.faults.add({ on: 'handshake', action: { kind: 'reset' } });
    const socket = await site.open();
    expect(socket.closed?.code).toBe(1006);
    expect(socket.closed?.error?.message).not.toContain('HTTP');
  });

  it('never answers, until the client gives up', async () => {
    site.venue.control.faults.add({ on: 'handshake', action: { kind: 'hang' } });
    const socket = site.dial();
    await site.until(() => site.venue.control.faults.applied.length === 1);
    await site.clock.advance(9_999);
    expect(socket.closed).toBeUndefined();
    await site.clock.advance(1);
    await site.until(() => socket.closed !== undefined);
    expect(socket.closed?.error?.name).toBe('TimeoutError');
  });

  it('accepts and cuts at once', async () => {
    site.venue.control.faults.add({ on: 'handshake', action: { kind: 'accept-then-cut' } });
    const socket = site.dial();
    await site.until(() => socket.closed !== undefined);
    expect(socket.closed?.code).toBe(1006);
    expect(site.venue.control.sockets()).toEqual([]);
  });

  it('accepts and then neither reads nor writes', async () => {
    site.venue.control.faults.add({ on: 'handshake', action: { kind: 'accept-then-fall-silent' } });
    const socket = site.dial();
    await site.until(() => site.venue.control.sockets().length === 1);
    if (socket.isOpen) socket.send('{"id":1,"op":"unsubscribe"}');
    await site.clock.advance(9_000);
    expect(socket.frames).toEqual([]);
    expect(site.venue.control.sockets()).toMatchObject([{ isSilent: true }]);
  });
});
