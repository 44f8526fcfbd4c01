import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDepthDiff } from '../../src/book/depth-diff.ts';
import { OrderBook } from '../../src/book/order-book.ts';
import type { OrderSide } from '../../src/model/order.ts';

function bookOf(bids: readonly (readonly [number, number])[], asks: readonly (readonly [number, number])[]): OrderBook {
  const book = new OrderBook('BTC-USDT');
  const snapshot = createDepthDiff('BTC-USDT');
  for (const [price, quantity] of bids) snapshot.bids.push(price, quantity);
  for (const [price, quantity] of asks) snapshot.asks.push(price, quantity);
  book.applySnapshot(snapshot);
  return book;
}

const book = bookOf(
  [
    [100, 1],
    [99, 2],
    [90, 5],
  ],
  [
    [101, 1],
    [102, 2],
    [110, 5],
  ],
);

describe('the price for a volume', () => {
  it('is that of the level at which the volume is found', () => {
    expect(book.priceForVolume('buy', 1).lastPrice).toBe(101);
    expect(book.priceForVolume('buy', 1.5).lastPrice).toBe(102);
    expect(book.priceForVolume('buy', 3).lastPrice).toBe(102);
    expect(book.priceForVolume('sell', 3.5).lastPrice).toBe(90);
  });

  it('says what there is when the depth is not enough', () => {
    expect(book.priceForVolume('buy', 9)).toEqual({
      isDeepEnough: false,
      baseVolume: 8,
      quoteVolume: 855,
      lastPrice: 110,
      averagePrice: 855 / 8,
    });
  });

  it('does not miss a level by rounding', () => {
    const rounded = bookOf(
      [],
      [
        [1, 0.7],
        [2, 0.1],
        [3, 1],
      ],
    );
    expect(rounded.priceForVolume('buy', 0.8)).toMatchObject({ isDeepEnough: true, lastPrice: 2, baseVolume: 0.8 });
  });

  it('of 0 is the best price, with nothing walked through', () => {
    expect(book.priceForVolume('sell', 0)).toEqual({
      isDeepEnough: true,
      baseVolume: 0,
      quoteVolume: 0,
      lastPrice: 100,
      averagePrice: undefined,
    });
    expect(book.priceForQuoteVolume('buy', 0)).toEqual({
      isDeepEnough: true,
      baseVolume: 0,
      quoteVolume: 0,
      lastPrice: 101,
      averagePrice: undefined,
    });
  });
});

describe('the price for a quote volume', () => {
  it('is that of the level at which the quote amount is found, the last level in part', () => {
    expect(book.priceForQuoteVolume('buy', 101)).toMatchObject({ isDeepEnough: true, lastPrice: 101, baseVolume: 1, quoteVolume: 101 });
    expect(book.priceForQuoteVolume('buy', 203)).toMatchObject({ isDeepEnough: true, lastPrice: 102, baseVolume: 2, averagePrice: 101.5 });
  });

  it('says what there is when the depth is not enough', () => {
    expect(book.priceForQuoteVolume('sell', 10_000)).toMatchObject({ isDeepEnough: false, baseVolume: 8, quoteVolume: 748, lastPrice: 90 });
  });

  it('survives a level that costs nothing', () => {
    const free = bookOf([], [[0, 5]]);
    expect(free.priceForQuoteVolume('buy', 0)).toMatchObject({ isDeepEnough: true, baseVolume: 0, averagePrice: undefined });
    expect(free.priceForQuoteVolume('buy', 1)).toMatchObject({ isDeepEnough: false, baseVolume: 5, quoteVolume: 0, averagePrice: 0 });
  });
});

describe('the average price for a volume', () => {
  it('counts the last level in part', () => {
    expect(book.vwapForVolume('buy', 2)).toMatchObject({ isDeepEnough: true, averagePrice: 101.5, quoteVolume: 203 });
    expect(book.vwapForVolume('sell', 2)).toMatchObject({ isDeepEnough: true, averagePrice: 99.5 });
  });

  it('is undefined on an empty side', () => {
    expect(bookOf([], []).vwapForVolume('buy', 1)).toEqual({
      isDeepEnough: false,
      baseVolume: 0,
      quoteVolume: 0,
      lastPrice: undefined,
      averagePrice: undefined,
    });
    expect(bookOf([], []).priceForQuoteVolume('buy', 1).averagePrice).toBeUndefined();
  });
});

describe('the quote volume for a base amount', () => {
  it('is what the amount costs or brings', () => {
    expect(book.quoteVolumeForBaseAmount('buy', 1.5).quoteVolume).toBe(152);
    expect(book.quoteVolumeForBaseAmount('sell', 1.5).quoteVolume).toBe(149.5);
  });

  it('is the value of what there is when the depth is not enough', () => {
    expect(book.quoteVolumeForBaseAmount('sell', 100)).toMatchObject({ isDeepEnough: false, quoteVolume: 748 });
  });
});

describe('the volumes for a price', () => {
  it('count every level up to and including the price, in base and in quote', () => {
    expect(book.volumeForPrice('buy', 102)).toEqual({
      isDeepEnough: true,
      baseVolume: 3,
      quoteVolume: 305,
      lastPrice: 102,
      averagePrice: 305 / 3,
    });
    expect(book.quoteVolumeForPrice('buy', 105)).toMatchObject({ isDeepEnough: true, quoteVolume: 305, lastPrice: 102 });
    expect(book.quoteVolumeForPrice('sell', 99)).toMatchObject({ isDeepEnough: true, quoteVolume: 298, lastPrice: 99 });
  });

  it('are 0 for a price before the best', () => {
    expect(book.volumeForPrice('buy', 100.5)).toEqual({
      isDeepEnough: true,
      baseVolume: 0,
      quoteVolume: 0,
      lastPrice: undefined,
      averagePrice: undefined,
    });
  });

  it('say that there may be more when the known depth ends before the price', () => {
    expect(book.volumeForPrice('buy', 200)).toMatchObject({ isDeepEnough: false, baseVolume: 8, lastPrice: 110 });
    expect(book.volumeForPrice('sell', 1)).toMatchObject({ isDeepEnough: false, baseVolume: 8, lastPrice: 90 });
    expect(bookOf([], []).volumeForPrice('buy', 1).isDeepEnough).toBe(false);
  });
});

describe('every walk', () => {
  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses %d', (amount) => {
    expect(() => book.priceForVolume('buy', amount)).toThrow(RangeError);
    expect(() => book.priceForQuoteVolume('buy', amount)).toThrow(RangeError);
    expect(() => book.volumeForPrice('buy', amount)).toThrow(RangeError);
  });

  it('agrees with a sum over the levels, and never gives NaN', () => {
    const level = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(level, { maxLength: 30, selector: ([price]) => price }),
        fc.integer({ min: 0, max: 900 }),
        fc.constantFrom<OrderSide>('buy', 'sell'),
        (levels, amount, side) => {
          const walked = bookOf(levels, levels);
          const ordered = levels.toSorted(([left], [right]) => (side === 'buy' ? left - right : right - left));
          let [base, quote] = [0, 0];
          for (const [price, quantity] of ordered) {
            const taken = Math.min(quantity, amount - base);
            base += taken;
            quote += taken * price;
          }
          const byBase = walked.quoteVolumeForBaseAmount(side, amount);
          expect([byBase.baseVolume, byBase.quoteVolume]).toEqual([base, quote]);
          expect(byBase.isDeepEnough).toBe(levels.length > 0 && base === amount);
          const within = ordered.filter(([price]) => (side === 'buy' ? price <= amount : price >= amount));
          const byPrice = walked.quoteVolumeForPrice(side, amount);
          expect(byPrice.quoteVolume).toBe(within.reduce((sum, [price, quantity]) => sum + price * quantity, 0));
          expect(byPrice.baseVolume).toBe(within.reduce((sum, [, quantity]) => sum + quantity, 0));
          for (const walk of [byBase, byPrice, walked.priceForQuoteVolume(side, amount)]) {
            for (const member of Object.values(walk)) expect(member).not.toBeNaN();
          }
        },
      ),
    );
  });
});
