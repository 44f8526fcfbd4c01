import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { walkExactly } from '../../src/market/exact-depth.ts';
import { bookOf } from './book-of-rows.ts';

describe('the exact walk along a book', () => {
  const book = bookOf(
    'BTC-USDT',
    [
      ['99', '0.3'],
      ['98', '10'],
    ],
    [
      ['100', '0.1'],
      ['100.1', '0.2'],
      ['103', '1'],
    ],
  );
  const walked = (side: 'buy' | 'sell', amount: string): string[] => {
    const depth = walkExactly(book, side, new Decimal(amount));
    return depth === undefined ? [] : [depth.averagePrice.toString(), depth.lastPrice.toString()];
  };

  it('gives the average and the worst price, the last level in part', () => {
    expect(walked('buy', '0.1')).toEqual(['100', '100']);
    expect(walked('buy', '0.2')).toEqual(['100.05', '100.1']);
    expect(walked('buy', '1.3')).toEqual([new Decimal('133.02').dividedBy('1.3').toString(), '103']);
    expect(walked('sell', '0.6')).toEqual(['98.5', '98']);
  });

  it('gives nothing when the book is not deep enough, or the amount is none', () => {
    expect(walked('buy', '1.3000001')).toEqual([]);
    expect(walked('buy', '0')).toEqual([]);
    expect(walked('sell', '-1')).toEqual([]);
    expect(walkExactly(book, 'buy', new Decimal(Number.POSITIVE_INFINITY))).toBeUndefined();
  });
});
