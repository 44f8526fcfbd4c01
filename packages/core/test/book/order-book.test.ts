import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDepthDiff } from '../../src/book/depth-diff.ts';
import type { DepthDiff } from '../../src/book/depth-message.ts';
import { OrderBook } from '../../src/book/order-book.ts';

type Row = readonly [price: string | number, quantity: string | number];

function message(lastUpdateId: number, bids: readonly Row[], asks: readonly Row[]): DepthDiff {
  const diff = createDepthDiff('BTC-USDT');
  diff.firstUpdateId = lastUpdateId;
  diff.lastUpdateId = lastUpdateId;
  diff.eventTimeMs = lastUpdateId * 1_000;
  for (const [price, quantity] of bids) diff.bids.pushText(price, quantity, 'test');
  for (const [price, quantity] of asks) diff.asks.pushText(price, quantity, 'test');
  return diff;
}

function bookOf(bids: readonly Row[], asks: readonly Row[]): OrderBook {
  const book = new OrderBook('BTC-USDT');
  expect(book.applySnapshot(message(1, bids, asks))).toBe(true);
  return book;
}

const small = (): OrderBook =>
  bookOf(
    [
      ['100', '1'],
      ['99', '2'],
      ['98', '3'],
    ],
    [
      ['101', '1'],
      ['102', '2'],
      ['104', '4'],
    ],
  );

describe('an order book', () => {
  it('has no best, mid, spread or level while it is empty, and is not crossed', () => {
    const book = new OrderBook('BTC-USDT');
    expect([book.bestBid, book.bestAsk, book.bestBidQuantity, book.bestAskQuantity, book.mid, book.spread]).toEqual(
      Array(6).fill(undefined),
    );
    expect(book.isCrossed).toBe(false);
    expect(book.exactLevel('bid', 0)).toBeUndefined();
    expect(book.levels('ask')).toEqual([]);
    expect([book.lastTradePrice, book.lastTradeTimeMs, book.updateId, book.eventTimeMs]).toEqual([undefined, undefined, 0, 0]);
  });

  it('tells best prices, mid and spread', () => {
    const book = small();
    expect([book.bestBid, book.bestBidQuantity, book.bestAsk, book.bestAskQuantity]).toEqual([100, 1, 101, 1]);
    expect([book.mid, book.spread, book.isCrossed, book.updateId, book.eventTimeMs]).toEqual([100.5, 1, false, 1, 1_000]);
  });

  it('has no mid or spread with one side only, and is not crossed then', () => {
    const bids = bookOf([['1', '1']], []);
    const asks = bookOf([], [['1', '1']]);
    expect([bids.mid, bids.spread, bids.isCrossed, asks.mid, asks.spread, asks.isCrossed]).toEqual([
      undefined,
      undefined,
      false,
      undefined,
      undefined,
      false,
    ]);
  });

  it('counts a best bid equal to the best ask as crossed', () => {
    expect(bookOf([['1', '1']], [['1', '1']]).isCrossed).toBe(true);
    expect(bookOf([['2', '1']], [['1', '1']]).isCrossed).toBe(true);
  });

  it('sets absolute quantities, removes at 0, and ignores the removal of a level that is not there', () => {
    const book = small();
    book.applyDiff(
      message(
        2,
        [
          ['100', '0.00000000'],
          ['99', '7'],
          ['97.5', '0'],
          ['98.5', '5'],
        ],
        [['100.5', '9']],
      ),
    );
    expect(book.levels('bid')).toEqual([
      { price: 99, quantity: 7 },
      { price: 98.5, quantity: 5 },
      { price: 98, quantity: 3 },
    ]);
    expect([book.bestAsk, book.bestAskQuantity, book.updateId, book.eventTimeMs]).toEqual([100.5, 9, 2, 2_000]);
  });

  it('changes nothing when a message holds a level that is no number', () => {
    const book = small();
    const before = book.snapshot();
    const broken = message(2, [['100', '5']], []);
    broken.asks.push(Number.NaN, 1);
    expect(book.applyDiff(broken)).toBe(false);
    expect(book.applySnapshot(broken)).toBe(false);
    expect(book.snapshot()).toEqual(before);
  });

  it('visits levels best first until the visitor has seen enough', () => {
    const seen: unknown[] = [];
    small().forEachLevel('ask', (price, quantity, index) => {
      seen.push([price, quantity, index]);
      return index < 1;
    });
    expect(seen).toEqual([
      [101, 1, 0],
      [102, 2, 1],
    ]);
    const all: number[] = [];
    small().forEachLevel('bid', (price) => {
      all.push(price);
    });
    expect(all).toEqual([100, 99, 98]);
  });

  it('copies the top of both sides into a snapshot that does not change any more', () => {
    const book = small();
    const top = book.snapshot(1);
    book.applyDiff(message(2, [['100', '0']], []));
    expect(top).toEqual({
      tradingPair: 'BTC-USDT',
      state: 'syncing',
      updateId: 1,
      eventTimeMs: 1_000,
      bids: [{ price: 100, quantity: 1 }],
      asks: [{ price: 101, quantity: 1 }],
    });
    expect(book.levels('bid', 0)).toEqual([]);
    expect(book.snapshot().bids).toHaveLength(2);
  });

  it('knows no level before the first or beyond the last', () => {
    const book = small();
    expect([book.depth('bid'), book.depth('ask')]).toEqual([3, 3]);
    for (const index of [-1, 3, Number.NaN]) {
      expect(book.priceAt('ask', index)).toBeUndefined();
      expect(book.quantityAt('ask', index)).toBeUndefined();
      expect(book.exactLevel('ask', index)).toBeUndefined();
    }
  });

  it('remembers the last public trade', () => {
    const book = small();
    book.recordTrade(100.25, 5);
    expect([book.lastTradePrice, book.lastTradeTimeMs]).toEqual([100.25, 5]);
  });

  it('is marked with a state and its reason', () => {
    const book = small();
    book.mark('stale', 'gap');
    expect([book.state, book.stateReason]).toEqual(['stale', 'gap']);
  });

  it('gives a level exactly as the venue said it, through updates and removals', () => {
    const long = '0.123456789012345678901';
    const book = bookOf([['1.5', long]], [['2.000000000000000000001', '3']]);
    expect(book.exactLevel('bid', 0)?.quantity.toString()).toBe(long);
    expect(book.exactLevel('bid', 0)?.price.toString()).toBe('1.5');
    expect(book.exactLevel('ask', 0)?.price.toString()).toBe('2.000000000000000000001');
    expect(book.exactLevel('ask', 0)?.quantity.toString()).toBe('3');
    book.applyDiff(message(2, [['1.5', '0.25']], [['2.000000000000000000001', '0']]));
    expect(book.exactLevel('bid', 0)?.quantity.toString()).toBe('0.25');
    book.applyDiff(message(3, [['1.5', long]], [['2', '1']]));
    expect(book.exactLevel('bid', 0)?.quantity.toString()).toBe(long);
    expect(book.exactLevel('ask', 0)?.price.toString()).toBe('2');
    book.applySnapshot(message(4, [['1.5', '1']], []));
    expect(book.exactLevel('bid', 0)?.quantity.toString()).toBe('1');
  });

  it('holds a price of 0 without a sign', () => {
    const book = bookOf([], [['0', '1']]);
    expect(Object.is(book.bestAsk, 0)).toBe(true);
  });

  it.each(['best first', 'worst first', 'mixed'])('takes a deep snapshot whose levels come %s', (order) => {
    const rows = Array.from({ length: 1_000 }, (_, index): Row => [String(1_000 + index), String(1 + (index % 7))]);
    const bids = order === 'worst first' ? rows : order === 'best first' ? rows.toReversed() : [...rows.slice(500), ...rows.slice(0, 500)];
    const book = bookOf(bids, []);
    expect(book.depth('bid')).toBe(1_000);
    expect(book.levels('bid').map(({ price }) => price)).toEqual(rows.map(([price]) => Number(price)).toReversed());
  });

  it('takes the last word of a snapshot that names a price twice or with 0', () => {
    const book = bookOf(
      [],
      [
        ['1', '1'],
        ['2', '2'],
        ['2', '5'],
        ['3', '0'],
        ['4', '0.12345678901234567'],
      ],
    );
    expect(book.levels('ask')).toEqual([
      { price: 1, quantity: 1 },
      { price: 2, quantity: 5 },
      { price: 4, quantity: Number('0.12345678901234567') },
    ]);
    const ordered = bookOf(
      [],
      [
        ['1', '1'],
        ['3', '0'],
        ['4', '0.12345678901234567'],
      ],
    );
    expect(ordered.levels('ask').map(({ price }) => price)).toEqual([1, 4]);
    expect(ordered.exactLevel('ask', 1)?.quantity.toString()).toBe('0.12345678901234567');
  });
});

describe('an order book beside a plain map', () => {
  const row = fc.tuple(
    fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 60 }) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 5_000 }) }),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant('0') },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 999 }).map(String) },
      { weight: 1, arbitrary: fc.constantFrom('0.123456789012345678', '1.0000000000000000001') },
    ),
  );
  const batch = fc.record({
    isSnapshot: fc.boolean(),
    bids: fc.array(row, { maxLength: 120 }),
    asks: fc.array(row, { maxLength: 120 }),
  });

  it('holds the same levels after any batches, crossed ones and deep ones too', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
        const book = new OrderBook('BTC-USDT');
        const model = { bid: new Map<number, string>(), ask: new Map<number, string>() };
        batches.forEach(({ isSnapshot, bids, asks }, index) => {
          if (isSnapshot) {
            model.bid.clear();
            model.ask.clear();
          }
          for (const [side, rows] of [
            ['bid', bids],
            ['ask', asks],
          ] as const) {
            for (const [price, quantity] of rows) {
              if (quantity === '0') model[side].delete(price);
              else model[side].set(price, quantity);
            }
          }
          const diff = message(index, bids, asks);
          expect(isSnapshot ? book.applySnapshot(diff) : book.applyDiff(diff)).toBe(true);
          for (const side of ['bid', 'ask'] as const) {
            const expected = [...model[side]].sort(([left], [right]) => (side === 'bid' ? right - left : left - right));
            expect(book.levels(side)).toEqual(expected.map(([price, quantity]) => ({ price, quantity: Number(quantity) })));
            expect(expected.map((_, depth) => book.exactLevel(side, depth)?.quantity.toString())).toEqual(
              expected.map(([, quantity]) => quantity),
            );
          }
          const bid = Math.max(...model.bid.keys());
          const ask = Math.min(...model.ask.keys());
          expect(book.isCrossed).toBe(bid >= ask);
        });
      }),
      { numRuns: 60 },
    );
  });
});
