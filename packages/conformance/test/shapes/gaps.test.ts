import type { PlainShape } from '@venuekit/venue';
import { describe, expect, it } from 'vitest';
import { PAIR, ShapeRig } from './shape-rig.ts';

const FEEDS: readonly PlainShape[] = [
  { book: 'range' },
  { book: 'previous' },
  { book: 'sequence' },
  { book: 'checksum' },
  { book: 'connection-counter' },
  { book: 'sequence', depth: 5 },
  { book: 'checksum', acks: 'first-data', compression: 'gzip' },
  { book: 'sequence', acks: 'list', heartbeat: 'channel' },
  { book: 'connection-counter', acks: 'echo', amounts: 'contracts' },
];

function staleBooks(rig: ShapeRig): readonly string[] {
  return rig.events.flatMap((event) => (event.type === 'book-stale' ? [event.tradingPair] : []));
}

describe.each(FEEDS.map((shape) => [JSON.stringify(shape), shape] as const))('the feed %s', (_name, shape) => {
  it.each([
    ['a frame that was lost', { kind: 'drop' }],
    ['a frame that is no JSON', { kind: 'corrupt', how: 'malformed' }],
    ['a frame that is overtaken', { kind: 'reorder' }],
  ] as const)('shows %s, and the book is right again', async (_what, action) => {
    const rig = new ShapeRig(shape);
    await rig.start();
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'book', tradingPair: PAIR, nth: 3 }, action });
    await rig.trade(20_000);
    expect(staleBooks(rig)).toContain(PAIR);
    rig.expectBooks();
    await rig.close();
  });

  it('goes on after a snapshot that was lost', async () => {
    const rig = new ShapeRig(shape);
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'book', tradingPair: PAIR }, action: { kind: 'drop' } });
    await rig.start();
    await rig.trade(30_000);
    rig.expectBooks();
    await rig.close();
  });

  it('is followed on after connections are cut again and again', async () => {
    const rig = new ShapeRig(shape);
    await rig.start();
    for (let count = 0; count < 4; count += 1) {
      rig.makers.start();
      await rig.clock.advance(3_000);
      rig.venue.control.cutSockets();
    }
    await rig.trade(40_000);
    rig.expectBooks();
    await rig.close();
  });
});

describe('a feed that tells the whole book each time', () => {
  it('is right again with the next frame after one was lost', async () => {
    const rig = new ShapeRig({ book: 'full' });
    await rig.start();
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'book', tradingPair: PAIR, nth: 3 }, action: { kind: 'drop' } });
    await rig.trade(20_000);
    rig.expectBooks();
    expect(staleBooks(rig)).toEqual([]);
    await rig.close();
  });
});

describe('a venue that uses up an id of a book and tells nobody', () => {
  it.each(['range', 'previous', 'sequence', 'connection-counter'] as const)('is found out by the feed %s', async (book) => {
    const rig = new ShapeRig({ book });
    await rig.start();
    rig.venue.control.skipUpdateId(PAIR);
    await rig.trade(20_000);
    expect(staleBooks(rig)).toContain(PAIR);
    rig.expectBooks();
    await rig.close();
  });
});

describe('a private message that was lost', () => {
  it.each([{}, { login: 'listen-key' }, { fills: 'cumulative', compression: 'gzip' }] as const)(
    'is found out by the count of its connection, and what it told is asked for: %o',
    async (shape) => {
      const rig = new ShapeRig({ ...shape, book: 'connection-counter' });
      await rig.start();
      rig.makers.stop();
      const id = rig.connector.buy(PAIR, '0.3', 'limit', '20000');
      await rig.until(() => rig.told(id).includes('order-created'));
      rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'drop' } });
      rig.fill(id, '0.1');
      await rig.clock.advance(5_000);
      expect(rig.told(id)).toEqual(['order-created', 'order-filled']);
      expect(rig.interruptions()).toEqual([expect.stringContaining('private')]);
      await rig.close();
    },
  );
});
