import { describe, expect, it } from 'vitest';
import { BookSynchronizer, type BookSynchronizerOptions } from '../../src/book/book-synchronizer.ts';
import type { BookEffect, BookEffects, BookInput } from '../../src/book/book-synchronizer-messages.ts';
import type { DepthDiff } from '../../src/book/depth-message.ts';
import { DepthDiffPool } from '../../src/book/diff-buffer.ts';
import { OrderBook } from '../../src/book/order-book.ts';
import { chainRule, ModelVenue, rangeRule } from './model-venue.ts';

class Subject {
  readonly venue = new ModelVenue();
  readonly book = new OrderBook('BTC-USDT');
  readonly pool = new DepthDiffPool();
  readonly synchronizer: BookSynchronizer;
  readonly #effects: BookEffects = { isPublished: false, list: [] };

  constructor(options: Partial<BookSynchronizerOptions> = {}) {
    this.synchronizer = new BookSynchronizer({ book: this.book, continuity: rangeRule, pool: this.pool, ...options });
  }

  /** The effects of one step; a published book is told as `'published'` at the end. */
  step(input: BookInput): (BookEffect | 'published')[] {
    this.synchronizer.step(input, this.#effects);
    const { isPublished, list } = this.#effects;
    this.#effects.isPublished = false;
    this.#effects.list = [];
    return isPublished ? [...list, 'published'] : list;
  }

  change(price = 49, quantity = 2, count = 1): DepthDiff {
    return this.venue.change(Array.from({ length: count }, () => ({ price, quantity })));
  }

  goLive(): this {
    this.step({ type: 'stream-ready' });
    this.step({ type: 'snapshot', snapshot: this.venue.snapshot() });
    return this;
  }
}

const diffOf = (diff: DepthDiff): BookInput => ({ type: 'diff', diff });
const requested = (request: number, attempt: number): BookEffect => ({ type: 'request-snapshot', request, attempt });

describe('a book that has never been live', () => {
  it('is syncing and asks for nothing before the stream flows', () => {
    const { synchronizer, book } = new Subject();
    expect([synchronizer.phase, book.state, book.stateReason]).toEqual(['cold', 'syncing', 'not started']);
  });

  it('asks for a snapshot once its topics are confirmed, and only once', () => {
    const subject = new Subject();
    expect(subject.step({ type: 'stream-ready' })).toEqual([requested(1, 1)]);
    expect(subject.synchronizer.phase).toBe('buffering');
    expect(subject.step({ type: 'stream-ready' })).toEqual([]);
    expect(subject.step(diffOf(subject.change()))).toEqual([]);
  });

  it('asks for a snapshot when data flows although nothing was confirmed', () => {
    const subject = new Subject();
    expect(subject.step(diffOf(subject.change()))).toEqual([requested(1, 1)]);
    expect(subject.synchronizer.bufferedDiffs).toBe(1);
  });

  it('becomes live with a snapshot and the buffered diffs that follow it, dropping the older ones', () => {
    const subject = new Subject();
    const older = subject.change(49, 5);
    const middle = subject.venue.updateId;
    const newer = subject.change(50, 7);
    subject.step(diffOf(older));
    subject.step(diffOf(newer));
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(middle) })).toEqual([
      { type: 'became-live', isResync: false },
      'published',
    ]);
    expect([subject.book.state, subject.book.updateId, subject.synchronizer.bufferedDiffs]).toEqual(['live', subject.venue.updateId, 0]);
    expect(subject.venue.agreesWith(subject.book)).toBe(true);
  });

  it('joins a snapshot that was taken in the middle of a message', () => {
    const subject = new Subject();
    const wide = subject.change(49, 5, 4);
    subject.step(diffOf(wide));
    subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(wide.firstUpdateId + 1) });
    expect([subject.synchronizer.phase, subject.book.updateId]).toEqual(['live', wide.lastUpdateId]);
  });

  it('copies what it buffers, because messages are reused', () => {
    const subject = new Subject();
    const diff = subject.change(49, 5);
    subject.step(diffOf(diff));
    diff.bids.clear();
    diff.bids.push(49, 999);
    diff.lastUpdateId = 500;
    subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(1) });
    expect(subject.venue.agreesWith(subject.book)).toBe(true);
  });

  it('fetches another snapshot when the first is older than the buffer, keeping the buffer', () => {
    const subject = new Subject();
    subject.change();
    subject.step(diffOf(subject.change()));
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(1) })).toEqual([requested(2, 2)]);
    expect([subject.book.state, subject.synchronizer.bufferedDiffs]).toEqual(['syncing', 1]);
    expect(subject.book.stateReason).toMatch(/older than the first buffered/);
    expect(subject.step({ type: 'snapshot-received', request: 2, snapshot: subject.venue.snapshot() })).toContainEqual({
      type: 'became-live',
      isResync: false,
    });
  });

  it('fetches again when a snapshot fails, counting the attempts', () => {
    const subject = new Subject();
    subject.step({ type: 'stream-ready' });
    expect(subject.step({ type: 'snapshot-failed', request: 1, reason: 'HTTP 500' })).toEqual([requested(2, 2)]);
    expect(subject.step({ type: 'snapshot-failed', request: 2, reason: 'HTTP 500' })).toEqual([requested(3, 3)]);
    expect(subject.book.stateReason).toBe('HTTP 500');
  });

  it.each(['received', 'failed'] as const)('ignores an answer (%s) to an earlier request', (kind) => {
    const subject = new Subject();
    subject.step({ type: 'stream-ready' });
    subject.step({ type: 'snapshot-failed', request: 1, reason: 'first' });
    const late: BookInput =
      kind === 'failed'
        ? { type: 'snapshot-failed', request: 1, reason: 'late' }
        : { type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshot() };
    expect(subject.step(late)).toEqual([]);
    expect([subject.synchronizer.phase, subject.book.stateReason]).toEqual(['buffering', 'first']);
  });

  it('fetches again when a snapshot is crossed or holds a level that is no number', () => {
    const subject = new Subject();
    subject.step({ type: 'stream-ready' });
    const crossed = subject.venue.snapshot();
    crossed.asks.push(40, 1);
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: crossed })).toEqual([requested(2, 2)]);
    expect(subject.book.stateReason).toBe('the book is crossed at 1');
    const broken = subject.venue.snapshot();
    broken.bids.push(Number.NaN, 1);
    expect(subject.step({ type: 'snapshot-received', request: 2, snapshot: broken })).toEqual([requested(3, 3)]);
    expect(subject.book.stateReason).toMatch(/snapshot 1 holds a level/);
  });

  it('begins its buffer anew after a gap in it, and ignores duplicates and late messages', () => {
    const subject = new Subject();
    const [first, second, third] = [subject.change(), subject.change(), subject.change()];
    for (const diff of [first, first, third, second]) subject.step(diffOf(diff));
    expect([subject.synchronizer.bufferedDiffs, subject.synchronizer.gaps]).toEqual([1, 1]);
    subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(second.lastUpdateId) });
    expect([subject.synchronizer.phase, subject.book.updateId]).toEqual(['live', third.lastUpdateId]);
  });

  it('never buffers more than its limit: it begins anew with the newest diff', () => {
    const subject = new Subject({ bufferLimit: 3 });
    for (let count = 0; count < 4; count += 1) subject.step(diffOf(subject.change()));
    expect([subject.synchronizer.bufferedDiffs, subject.synchronizer.overflows]).toEqual([1, 1]);
    expect(subject.book.stateReason).toBe('the buffer overflowed before a snapshot came');
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(1) })).toEqual([requested(2, 2)]);
    subject.step({ type: 'snapshot-received', request: 2, snapshot: subject.venue.snapshotAt(4) });
    expect([subject.synchronizer.phase, subject.venue.agreesWith(subject.book)]).toEqual(['live', true]);
  });

  it('fetches again when the rule sees a gap between snapshot and buffer', () => {
    const subject = new Subject({ continuity: { ...rangeRule, isSnapshotTooOld: () => false } });
    subject.change();
    subject.step(diffOf(subject.change()));
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(1) })).toEqual([requested(2, 2)]);
    expect(subject.book.stateReason).toBe('snapshot 1 cannot be joined with diff 3');
  });

  it('drops a buffered diff with a level that is no number, and everything before it', () => {
    const subject = new Subject();
    subject.step(diffOf(subject.change(49, 3)));
    const broken = subject.change();
    broken.bids.push(Number.NaN, 1);
    subject.step(diffOf(broken));
    subject.step(diffOf(subject.change(50, 4)));
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(1) })).toEqual([requested(2, 2)]);
    expect(subject.book.stateReason).toMatch(/diff 3 holds a level/);
    expect(subject.synchronizer.bufferedDiffs).toBe(1);
    subject.step({ type: 'snapshot-received', request: 2, snapshot: subject.venue.snapshot() });
    expect([subject.synchronizer.phase, subject.venue.agreesWith(subject.book)]).toEqual(['live', true]);
  });

  it('asks anew, and forgets what it buffered, when a message was lost while it waits', () => {
    const subject = new Subject();
    subject.step(diffOf(subject.change()));
    expect(subject.step({ type: 'problem', reason: 'unreadable' })).toEqual([requested(2, 2)]);
    expect([subject.synchronizer.bufferedDiffs, subject.book.stateReason]).toEqual([0, 'unreadable']);
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshot() })).toEqual([]);
  });

  it('notes a problem before the stream flows without asking for anything', () => {
    const subject = new Subject();
    expect(subject.step({ type: 'problem', reason: 'unreadable' })).toEqual([]);
    expect(subject.book.stateReason).toBe('unreadable');
  });

  it('becomes live with a snapshot from the socket, and gives its own request up', () => {
    const subject = new Subject();
    subject.step(diffOf(subject.change()));
    expect(subject.step({ type: 'snapshot', snapshot: subject.venue.snapshot() })).toEqual([
      { type: 'abandon-snapshot' },
      { type: 'became-live', isResync: false },
      'published',
    ]);
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshotAt(1) })).toEqual([]);
    expect(subject.book.updateId).toBe(subject.venue.updateId);
  });

  it('fetches a snapshot when the first one from the socket cannot be used', () => {
    const subject = new Subject();
    const crossed = subject.venue.snapshot();
    crossed.asks.push(40, 1);
    expect(subject.step({ type: 'snapshot', snapshot: crossed })).toEqual([requested(1, 1)]);
    expect(subject.step({ type: 'snapshot', snapshot: crossed })).toEqual([]);
    expect(subject.synchronizer.phase).toBe('buffering');
  });
});

describe('a live book', () => {
  it('applies and publishes every diff that follows', () => {
    const subject = new Subject().goLive();
    for (const quantity of [3, 0, 4]) expect(subject.step(diffOf(subject.change(48, quantity)))).toEqual(['published']);
    expect(subject.venue.agreesWith(subject.book)).toBe(true);
  });

  it('ignores what it has seen already', () => {
    const subject = new Subject().goLive();
    const diff = subject.change();
    subject.step(diffOf(diff));
    expect(subject.step(diffOf(diff))).toEqual([]);
    expect(subject.synchronizer.phase).toBe('live');
  });

  it('judges the first diff after the snapshot, and the thousandth', () => {
    const first = new Subject().goLive();
    first.change();
    expect(first.step(diffOf(first.change()))).toContainEqual(requested(2, 1));
    const late = new Subject().goLive();
    for (let count = 0; count < 1_000; count += 1) late.step(diffOf(late.change()));
    late.change();
    expect(late.step(diffOf(late.change()))).toContainEqual(requested(2, 1));
  });

  it('becomes stale at a gap, and live again with a snapshot and the diffs since the gap', () => {
    const subject = new Subject().goLive();
    subject.change(48, 9);
    const afterGap = subject.change(47, 9);
    expect(subject.step(diffOf(afterGap))).toEqual([{ type: 'became-stale', reason: 'gap: 3 does not follow 1' }, requested(2, 1)]);
    expect([subject.synchronizer.phase, subject.book.state, subject.book.updateId]).toEqual(['resyncing', 'stale', 1]);
    expect(subject.step(diffOf(subject.change(46, 9)))).toEqual([]);
    expect(subject.step({ type: 'snapshot-received', request: 2, snapshot: subject.venue.snapshotAt(2) })).toEqual([
      { type: 'became-live', isResync: true },
      'published',
    ]);
    expect([subject.synchronizer.resyncs, subject.synchronizer.gaps, subject.book.stateReason]).toEqual([1, 1, undefined]);
    expect(subject.venue.agreesWith(subject.book)).toBe(true);
  });

  it('joins every new snapshot by the rule for snapshots, also one from the middle of a message', () => {
    const subject = new Subject({ continuity: chainRule }).goLive();
    subject.step(diffOf(subject.change()));
    subject.step({ type: 'problem', reason: 'lost' });
    const wide = subject.change(48, 9, 4);
    subject.step(diffOf(wide));
    subject.step({ type: 'snapshot-received', request: 2, snapshot: subject.venue.snapshotAt(wide.firstUpdateId + 1) });
    expect([subject.synchronizer.phase, subject.book.updateId]).toEqual(['live', wide.lastUpdateId]);
  });

  it('becomes stale when a diff leaves it crossed, and keeps that diff for the next snapshot', () => {
    const subject = new Subject().goLive();
    const crossing = subject.change(49, 1);
    crossing.asks.push(40, 1);
    expect(subject.step(diffOf(crossing))).toEqual([{ type: 'became-stale', reason: 'the book is crossed at 2' }, requested(2, 1)]);
    expect(subject.step({ type: 'snapshot-received', request: 2, snapshot: subject.venue.snapshotAt(1) })).toEqual([requested(3, 2)]);
    subject.step({ type: 'snapshot-received', request: 3, snapshot: subject.venue.snapshot() });
    expect([subject.synchronizer.phase, subject.venue.agreesWith(subject.book)]).toEqual(['live', true]);
  });

  it('becomes stale, with its levels untouched, when a diff holds a level that is no number', () => {
    const subject = new Subject().goLive();
    const before = subject.book.levels('bid');
    const broken = subject.change(48, 9);
    broken.asks.push(60, Number.NaN);
    const effects = subject.step(diffOf(broken));
    expect(effects.map((effect) => (effect === 'published' ? effect : effect.type))).toEqual(['became-stale', 'request-snapshot']);
    expect(subject.book.levels('bid')).toEqual(before);
  });

  it('becomes stale when a message of its own was lost', () => {
    const subject = new Subject().goLive();
    expect(subject.step({ type: 'problem', reason: 'field "u" is missing' })).toEqual([
      { type: 'became-stale', reason: 'field "u" is missing' },
      requested(2, 1),
    ]);
  });

  it('is replaced by a snapshot from the socket, without a change of state', () => {
    const subject = new Subject().goLive();
    subject.change(48, 9);
    expect(subject.step({ type: 'snapshot', snapshot: subject.venue.snapshot() })).toEqual(['published']);
    expect(subject.venue.agreesWith(subject.book)).toBe(true);
    expect(subject.step(diffOf(subject.change()))).toEqual(['published']);
  });

  it('becomes stale when a snapshot from the socket cannot be used', () => {
    const subject = new Subject().goLive();
    const crossed = subject.venue.snapshot();
    crossed.asks.push(40, 1);
    expect(subject.step({ type: 'snapshot', snapshot: crossed })).toEqual([
      { type: 'became-stale', reason: 'the book is crossed at 1' },
      requested(2, 1),
    ]);
  });

  it('is doubted after many stale diffs in a row, because the venue may count anew', () => {
    const subject = new Subject({ staleDiffLimit: 3 }).goLive();
    const old = subject.change();
    subject.step(diffOf(old));
    expect(subject.step(diffOf(old))).toEqual([]);
    subject.step(diffOf(subject.change()));
    expect([subject.step(diffOf(old)), subject.step(diffOf(old))]).toEqual([[], []]);
    expect(subject.step(diffOf(old))).toEqual([{ type: 'became-stale', reason: '3 stale diffs in a row' }, requested(2, 1)]);
  });

  it('waits long for a stream that is behind its snapshot, and doubts one that falls behind what it told itself', () => {
    const subject = new Subject().goLive();
    const old = subject.change();
    subject.step(diffOf(old));
    const effects = Array.from({ length: 10 }, () => subject.step(diffOf(old)));
    expect(effects.slice(0, 9).flat()).toEqual([]);
    expect(effects[9]).toEqual([{ type: 'became-stale', reason: '10 stale diffs in a row' }, requested(2, 1)]);
    const slow = new Subject();
    const early = slow.change();
    slow.goLive();
    for (let count = 0; count < 100; count += 1) expect(slow.step(diffOf(early))).toEqual([]);
  });
});

describe('a cut of the stream', () => {
  it('makes a live book stale, and waits for the new connection before asking for a snapshot', () => {
    const subject = new Subject().goLive();
    expect(subject.step({ type: 'interrupted', reason: 'closed' })).toEqual([{ type: 'became-stale', reason: 'closed' }]);
    expect([subject.synchronizer.phase, subject.book.state, subject.book.bestBid]).toEqual(['gap', 'stale', 49]);
    expect(subject.step({ type: 'interrupted', reason: 'refused' })).toEqual([]);
    expect(subject.book.stateReason).toBe('refused');
    expect(subject.step({ type: 'stream-ready' })).toEqual([requested(2, 1)]);
    expect(subject.synchronizer.phase).toBe('resyncing');
  });

  it('forgets the buffer and the request of the old connection', () => {
    const subject = new Subject();
    subject.step(diffOf(subject.change()));
    expect(subject.step({ type: 'interrupted', reason: 'closed' })).toEqual([{ type: 'abandon-snapshot' }]);
    expect([subject.synchronizer.phase, subject.synchronizer.bufferedDiffs, subject.book.state]).toEqual(['cold', 0, 'syncing']);
    expect(subject.step({ type: 'snapshot-received', request: 1, snapshot: subject.venue.snapshot() })).toEqual([]);
    expect(subject.step(diffOf(subject.change()))).toEqual([requested(2, 2)]);
  });
});

describe('a stop', () => {
  it('ends everything, and a start begins from nothing', () => {
    const subject = new Subject().goLive();
    subject.change();
    subject.step(diffOf(subject.change()));
    expect(subject.step({ type: 'stop' })).toEqual([{ type: 'abandon-snapshot' }]);
    expect([subject.synchronizer.phase, subject.book.state, subject.synchronizer.bufferedDiffs]).toEqual(['stopped', 'stopped', 0]);
    for (const input of [
      diffOf(subject.change()),
      { type: 'snapshot', snapshot: subject.venue.snapshot() },
      { type: 'stream-ready' },
      { type: 'stop' },
    ] satisfies BookInput[]) {
      expect(subject.step(input)).toEqual([]);
    }
    subject.step({ type: 'start' });
    expect([subject.synchronizer.phase, subject.book.state]).toEqual(['cold', 'syncing']);
    subject.step({ type: 'stream-ready' });
    expect(subject.step({ type: 'snapshot-received', request: 3, snapshot: subject.venue.snapshot() })).toEqual([
      { type: 'became-live', isResync: false },
      'published',
    ]);
    expect(subject.step({ type: 'start' })).toEqual([]);
    expect(subject.synchronizer.phase).toBe('live');
  });
});

describe('the pool of messages', () => {
  it('gets every buffered message back, and keeps no more than its bound', () => {
    const pool = new DepthDiffPool(2);
    const subject = new Subject({ pool });
    for (let count = 0; count < 5; count += 1) subject.step(diffOf(subject.change()));
    subject.step({ type: 'stop' });
    expect(pool.freeCount).toBe(2);
    const other = new Subject({ pool });
    other.step(diffOf(other.change()));
    expect(pool.freeCount).toBe(1);
  });
});
