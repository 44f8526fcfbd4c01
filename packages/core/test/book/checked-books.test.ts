import { describe, expect, it } from 'vitest';
import { BookSynchronizer, type BookSynchronizerOptions } from '../../src/book/book-synchronizer.ts';
import type { BookEffects, BookInput } from '../../src/book/book-synchronizer-messages.ts';
import { DepthDiffPool } from '../../src/book/diff-buffer.ts';
import { OrderBook } from '../../src/book/order-book.ts';
import { LevelBatch } from '../../src/book/level-batch.ts';
import { createDepthDiff } from '../../src/book/depth-diff.ts';
import type { DepthDiff } from '../../src/book/depth-message.ts';
import { rangeRule } from './model-venue.ts';

type Rows = readonly (readonly [string, string])[];

function batch(rows: Rows): LevelBatch {
  const levels = new LevelBatch();
  for (const [price, quantity] of rows) levels.pushText(price, quantity, 'test');
  return levels;
}

function diff(id: number, bids: Rows, asks: Rows, checksum?: number): BookInput {
  const message: DepthDiff = {
    ...createDepthDiff('BTC-USDT'),
    firstUpdateId: id,
    lastUpdateId: id,
    bids: batch(bids),
    asks: batch(asks),
    checksum,
  };
  return { type: 'diff', diff: message };
}

class Subject {
  readonly book = new OrderBook('BTC-USDT');
  readonly synchronizer: BookSynchronizer;
  readonly told: string[] = [];

  constructor(options: Partial<BookSynchronizerOptions>, checksum?: number) {
    this.synchronizer = new BookSynchronizer({ book: this.book, continuity: rangeRule, pool: new DepthDiffPool(), ...options });
    this.step({ type: 'stream-ready' });
    this.snapshot(1, checksum);
  }

  step(input: BookInput): void {
    const effects: BookEffects = { isPublished: false, list: [] };
    this.synchronizer.step(input, effects);
    this.told.push(...effects.list.map(({ type }) => type));
  }

  snapshot(lastUpdateId: number, checksum?: number): void {
    const bids = batch([
      ['49', '1'],
      ['48', '1'],
      ['47.10000000000000000001', '1'],
    ]);
    this.step({
      type: 'snapshot',
      snapshot: { tradingPair: 'BTC-USDT', lastUpdateId, eventTimeMs: 0, bids, asks: batch([['50', '1']]), checksum },
    });
  }

  bids(): readonly string[] {
    return Array.from({ length: this.book.depth('bid') }, (_, index) => this.book.exactLevel('bid', index)?.price.toFixed() ?? '?');
  }
}

describe('a book of which the venue tells the best levels', () => {
  it('forgets what falls out of them, and its texts with it', () => {
    const subject = new Subject({ maximumDepth: 2 });
    expect(subject.bids()).toEqual(['49', '48']);
    subject.step(diff(2, [['49.5', '1']], []));
    expect(subject.bids()).toEqual(['49.5', '49']);
    subject.step(
      diff(
        3,
        [
          ['49.5', '0'],
          ['47.1', '3'],
        ],
        [],
      ),
    );
    expect(subject.bids()).toEqual(['49', '47.1']);
  });

  it('keeps all where none is said', () => {
    expect(new Subject({}).bids()).toEqual(['49', '48', '47.10000000000000000001']);
  });
});

const checksumOf = (book: OrderBook): number => book.depth('bid') * 10 + book.depth('ask');

describe('a book with checksums', () => {
  it('goes on while they agree, and while none is told', () => {
    const subject = new Subject({ checksumOf }, 31);
    subject.step(diff(2, [['46', '1']], [], 41));
    subject.step(diff(3, [['45', '1']], []));
    expect([subject.book.state, subject.book.updateId]).toEqual(['live', 3]);
  });

  it('is asked for again when one differs after a diff', () => {
    const subject = new Subject({ checksumOf }, 31);
    subject.step(diff(2, [['46', '1']], [], 40));
    expect([subject.book.state, subject.book.stateReason]).toEqual(['stale', 'the checksum of the book differs at 2']);
    expect(subject.told.slice(-2)).toEqual(['became-stale', 'request-snapshot']);
  });

  it('does not become live by a snapshot, or a diff upon it, whose checksum differs', () => {
    const subject = new Subject({ checksumOf }, 30);
    expect([subject.book.state, subject.told]).toEqual(['syncing', ['request-snapshot']]);
    subject.step(diff(2, [['46', '1']], [], 99));
    subject.snapshot(1, 31);
    expect(subject.book.state).toBe('syncing');
    subject.snapshot(1, 31);
    expect(subject.book.state).toBe('live');
  });

  it('compares what is left of the book within its depth', () => {
    const subject = new Subject({ checksumOf, maximumDepth: 2 }, 21);
    subject.step(diff(2, [['49.5', '1']], [], 21));
    expect(subject.book.state).toBe('live');
  });
});
