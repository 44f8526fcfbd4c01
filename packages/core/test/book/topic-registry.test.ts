import { describe, expect, it } from 'vitest';
import { DepthDiffPool } from '../../src/book/diff-buffer.ts';
import { TopicRegistry } from '../../src/book/topic-registry.ts';
import { TrackedBook } from '../../src/book/tracked-book.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import { rangeRule } from './model-venue.ts';

function bookWith(pair: TradingPair, topics: readonly string[]): TrackedBook {
  const tracked = new TrackedBook(pair, { continuity: rangeRule }, new DepthDiffPool(), 10, 0);
  tracked.topics = topics;
  return tracked;
}

describe('the topics of the books', () => {
  it('names the topics that a book is the first to bring and the last to need', () => {
    const registry = new TopicRegistry();
    const [bitcoin, ether] = [bookWith('BTC-USDT', ['all', 'btc']), bookWith('ETH-USDT', ['all', 'eth'])];
    expect([registry.add(bitcoin), registry.add(ether), registry.topics]).toEqual([['all', 'btc'], ['eth'], ['all', 'btc', 'eth']]);
    expect(registry.booksOf(['all', 'unknown'])).toEqual(new Set([bitcoin, ether]));
    expect([registry.remove(bitcoin), registry.remove(ether), registry.topics]).toEqual([['btc'], ['all', 'eth'], []]);
  });

  it('takes a book for confirmed only when all its topics are, on the current connection', () => {
    const registry = new TopicRegistry();
    const bitcoin = bookWith('BTC-USDT', ['depth', 'trade']);
    registry.add(bitcoin);
    registry.confirm(['depth', 'unknown']);
    expect(registry.isConfirmed(bitcoin)).toBe(false);
    registry.confirm(['trade']);
    expect(registry.isConfirmed(bitcoin)).toBe(true);
    registry.forgetConfirmations();
    expect(registry.isConfirmed(bitcoin)).toBe(false);
    expect(registry.isConfirmed(bookWith('ETH-USDT', []))).toBe(false);
  });

  it('does not take an old confirmation for a topic that was given up and is wanted again', () => {
    const registry = new TopicRegistry();
    const bitcoin = bookWith('BTC-USDT', ['depth']);
    registry.add(bitcoin);
    registry.confirm(['depth']);
    registry.remove(bitcoin);
    registry.add(bitcoin);
    expect(registry.isConfirmed(bitcoin)).toBe(false);
  });

  it('has nothing to give up for a book whose topics are gone already', () => {
    const registry = new TopicRegistry();
    const bitcoin = bookWith('BTC-USDT', ['depth']);
    registry.add(bitcoin);
    registry.clear();
    expect(registry.remove(bitcoin)).toEqual([]);
  });
});
