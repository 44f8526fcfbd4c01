import { crc32 } from 'node:zlib';
import type { PlainShape } from '@venuekit/venue';
import { afterEach, describe, expect, it } from 'vitest';
import type { Json, Site, TestSocket } from '../server/site.ts';
import { openShaped, send } from './shaped-site.ts';

let site: Site;
let socket: TestSocket;

afterEach(() => site.end());

async function follow(shape: PlainShape, topics: readonly string[] = ['book.btc_usdt']): Promise<void> {
  site = await openShaped(shape);
  site.sell('200', '1');
  socket = await site.open();
  await socket.request({ op: 'subscribe', topics });
}

async function next(): Promise<Json> {
  const { time, ...frame } = await socket.next();
  expect(time).toBe(site.venue.world.nowMs());
  return frame;
}

const TOPIC = 'book.btc_usdt';

describe('a book', () => {
  it('whose messages name the one before', async () => {
    await follow({ book: 'previous' });
    site.sell('201');
    site.venue.control.skipUpdateId('BTC-USDT');
    site.sell('202');
    expect([await next(), await next()]).toEqual([
      { topic: TOPIC, seq: 3, previous: 2, bids: [], asks: [['201', '1']] },
      { topic: TOPIC, seq: 5, previous: 4, bids: [], asks: [['202', '1']] },
    ]);
    expect((await send(site, 'GET', '/book/btc_usdt')).body['updateId']).toBe(5);
  });

  it('that begins on the socket, with a number for each message of the topic', async () => {
    await follow({ book: 'sequence' }, ['book.btc_usdt', 'trades.btc_usdt']);
    site.sell('201');
    site.venue.control.skipUpdateId('BTC-USDT');
    site.sell('202');
    expect([await next(), await next(), await next()]).toEqual([
      { topic: TOPIC, type: 'snapshot', sequence: 1, bids: [], asks: [['200', '1']] },
      { topic: TOPIC, type: 'update', sequence: 2, bids: [], asks: [['201', '1']] },
      { topic: TOPIC, type: 'update', sequence: 4, bids: [], asks: [['202', '1']] },
    ]);
    await socket.request({ op: 'unsubscribe', topics: [TOPIC] });
    await socket.request({ op: 'subscribe', topics: [TOPIC] });
    expect(await next()).toMatchObject({ type: 'snapshot', sequence: 1 });
    expect((await send(site, 'GET', '/book/btc_usdt')).body['updateId']).toBeUndefined();
  });

  it('with a checksum of its best levels', async () => {
    await follow({ book: 'checksum' });
    for (let price = 201; price < 215; price += 1) site.sell(String(price), '0.50');
    const asks = Array.from({ length: 9 }, (_, index) => `${201 + index}:0.5`);
    expect(await next()).toMatchObject({ type: 'snapshot', checksum: crc32('200:1') });
    const updates: Json[] = [];
    while (updates.length < 9) updates.push(await next());
    expect(updates[0]).toEqual({ topic: TOPIC, type: 'update', checksum: crc32('200:1|201:0.5'), bids: [], asks: [['201', '0.5']] });
    expect(updates[8]).toMatchObject({ checksum: crc32(['200:1', ...asks].join('|')), asks: [['209', '0.5']] });
    expect(await socket.events()).toEqual([]);
  });

  it('whose connection counts the messages of all topics', async () => {
    await follow({ book: 'connection-counter' }, ['book.btc_usdt', 'quote.eth_usdt']);
    await socket.request({ op: 'subscribe', topics: ['book.eth_usdt'] });
    site.sell('201');
    site.venue.control.skipUpdateId('BTC-USDT');
    site.sell('202');
    const frames = [await next(), await next(), await next(), await next()];
    expect(frames.map(({ sequence, topic, type }) => [sequence, topic, type])).toEqual([
      [2, TOPIC, 'snapshot'],
      [4, 'book.eth_usdt', 'snapshot'],
      [5, TOPIC, 'update'],
      [7, TOPIC, 'update'],
    ]);
    const other = await site.open();
    expect(await other.ask({ id: 1, op: 'subscribe', topics: [] })).toEqual({ sequence: 1, id: 1, ok: true });
  });

  it('that comes whole each time', async () => {
    await follow({ book: 'full' });
    site.sell('201');
    expect([await next(), await next()]).toEqual([
      { topic: TOPIC, updateId: 2, bids: [], asks: [['200', '1']] },
      {
        topic: TOPIC,
        updateId: 3,
        bids: [],
        asks: [
          ['200', '1'],
          ['201', '1'],
        ],
      },
    ]);
  });

  it.each(['range', 'previous', 'sequence'] as const)('that is told to a depth, by the feed %s', async (book) => {
    await follow({ book, depth: 2 });
    socket.frames.length = 0;
    site.sell('203');
    site.sell('204');
    site.sell('201');
    site.sell('199');
    const order = site.venue.world.openOrders('bob')[4];
    site.venue.world.cancel('bob', 'BTC-USDT', { orderId: order?.orderId ?? 0 });
    const frames = [await next(), await next(), await next(), await next()];
    expect(frames.map(({ asks }) => asks)).toEqual([
      [['203', '1']],
      [['201', '1']],
      [['199', '1']],
      [
        ['199', '0'],
        ['201', '1'],
      ],
    ]);
  });

  it('that is told to a depth has no gap where something beyond it has changed', async () => {
    await follow({ depth: 1 });
    site.sell('203');
    site.sell('199');
    expect(await next()).toEqual({ topic: TOPIC, first: 3, last: 4, bids: [], asks: [['199', '1']] });
  });
});
