import { Decimal } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookLevel, BookView } from '../../src/index.ts';
import { DepthView } from '../../src/server/depth-view.ts';

type Sides = { readonly bids: readonly (readonly [number, number])[]; readonly asks: readonly (readonly [number, number])[] };

const DEPTH = 3;
const levels = (rows: readonly (readonly [number, number])[]): BookLevel[] =>
  [...new Map(rows)].map(([price, amount]) => ({ price: new Decimal(price), amount: new Decimal(amount) }));

/** The best levels of a book. */
function viewOf({ bids, asks }: Sides): BookView {
  return {
    tradingPair: 'BTC-USDT',
    lastUpdateId: 1,
    bids: levels(bids)
      .toSorted((one, other) => other.price.cmp(one.price))
      .slice(0, DEPTH),
    asks: levels(asks)
      .toSorted((one, other) => one.price.cmp(other.price))
      .slice(0, DEPTH),
  };
}

/** What a client makes of it: it sets what it is told and forgets what lies beyond the depth. */
function follow(held: readonly BookLevel[], changes: readonly BookLevel[], sign: 1 | -1): BookLevel[] {
  const byPrice = new Map(held.map((level) => [level.price.toFixed(), level]));
  for (const level of changes) {
    if (level.amount.isZero()) byPrice.delete(level.price.toFixed());
    else byPrice.set(level.price.toFixed(), level);
  }
  return [...byPrice.values()].toSorted((one, other) => sign * other.price.cmp(one.price)).slice(0, DEPTH);
}

const rows = (from: number): fc.Arbitrary<readonly (readonly [number, number])[]> =>
  fc.array(fc.tuple(fc.integer({ min: from, max: from + 9 }), fc.integer({ min: 1, max: 3 })), { maxLength: 8 });
const books = fc.array(fc.record({ bids: rows(10), asks: rows(20) }), { minLength: 2, maxLength: 12 });
const texts = (side: readonly BookLevel[]): string[] => side.map(({ price, amount }) => `${price.toFixed()}x${amount.toFixed()}`);

describe('what a client of the best levels is told', () => {
  it('always leads to the best levels', () => {
    fc.assert(
      fc.property(books, (all) => {
        const [start = { bids: [], asks: [] }, ...rest] = all;
        let held = viewOf(start);
        const view = new DepthView(held, DEPTH);
        for (const book of rest) {
          const now = viewOf(book);
          const { bids, asks } = view.changesTo(now);
          held = { ...now, bids: follow(held.bids, bids, 1), asks: follow(held.asks, asks, -1) };
          expect([texts(held.bids), texts(held.asks)]).toEqual([texts(now.bids), texts(now.asks)]);
        }
      }),
    );
  });

  it('does not mention what falls out of them, and mentions what comes in', () => {
    const view = new DepthView(
      viewOf({
        bids: [
          [19, 1],
          [18, 1],
          [17, 1],
        ],
        asks: [],
      }),
      DEPTH,
    );
    expect(
      texts(
        view.changesTo(
          viewOf({
            bids: [
              [19, 1],
              [18, 1],
              [17, 1],
              [18.5, 2],
            ],
            asks: [],
          }),
        ).bids,
      ),
    ).toEqual(['18.5x2']);
    expect(
      texts(
        view.changesTo(
          viewOf({
            bids: [
              [18, 1],
              [17, 1],
              [18.5, 2],
            ],
            asks: [],
          }),
        ).bids,
      ),
    ).toEqual(['19x0', '17x1']);
    expect(
      texts(
        view.changesTo(
          viewOf({
            bids: [
              [18, 1],
              [18.5, 2],
            ],
            asks: [],
          }),
        ).bids,
      ),
    ).toEqual(['17x0']);
  });
});
