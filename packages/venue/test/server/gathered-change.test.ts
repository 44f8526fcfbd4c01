import { Decimal } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookChange, BookLevel } from '@venuekit/venue';
import { GatheredChange } from '../../src/server/gathered-change.ts';

const level = fc
  .record({ price: fc.integer({ min: 1, max: 6 }), amount: fc.integer({ min: 0, max: 3 }) })
  .map(({ price, amount }): BookLevel => ({ price: new Decimal(price), amount: new Decimal(amount) }));

function change(updateId: number, bids: readonly BookLevel[], asks: readonly BookLevel[]): BookChange {
  return { tradingPair: 'BTC-USDT', firstUpdateId: updateId, lastUpdateId: updateId, bids, asks, timeMs: updateId };
}

function apply(book: Map<string, string>, changes: readonly BookChange[]): Map<string, string> {
  for (const { bids, asks } of changes) {
    for (const { price, amount } of bids) book.set(`bid ${price.toFixed()}`, amount.toFixed());
    for (const { price, amount } of asks) book.set(`ask ${price.toFixed()}`, amount.toFixed());
  }
  return book;
}

describe('a gathered change', () => {
  it('does to a book what all the changes do, with ids that leave out none, however they are cut into intervals', () => {
    const step = fc.record({ bids: fc.array(level, { maxLength: 3 }), asks: fc.array(level, { maxLength: 3 }), takesAfter: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const gathered = new GatheredChange();
        const all = steps.map(({ bids, asks }, index) => change(index + 1, bids, asks));
        const sent: BookChange[] = [];
        for (const [index, one] of all.entries()) {
          gathered.add(one);
          if (steps[index]?.takesAfter !== true) continue;
          const taken = gathered.take();
          if (taken !== undefined) sent.push(taken);
        }
        const rest = gathered.take();
        if (rest !== undefined) sent.push(rest);
        expect(gathered.take()).toBeUndefined();
        let lastId = 0;
        for (const { firstUpdateId, lastUpdateId, bids, asks } of sent) {
          expect(firstUpdateId).toBe(lastId + 1);
          lastId = lastUpdateId;
          expect(new Set(bids.map(({ price }) => price.toFixed())).size).toBe(bids.length);
          expect(new Set(asks.map(({ price }) => price.toFixed())).size).toBe(asks.length);
        }
        expect(lastId).toBe(all.length);
        expect(apply(new Map(), sent)).toEqual(apply(new Map(), all));
      }),
    );
  });

  it('takes in no change that does not follow', () => {
    const gathered = new GatheredChange();
    gathered.add(change(5, [], []));
    expect(gathered.accepts(change(7, [], []))).toBe(false);
    expect(() => gathered.add(change(7, [], []))).toThrow(RangeError);
    gathered.take();
    expect(gathered.accepts(change(7, [], []))).toBe(true);
  });
});
