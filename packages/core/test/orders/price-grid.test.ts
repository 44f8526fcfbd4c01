import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { floorToPriceGrid, type PriceGrid, priceStep } from '../../src/orders/price-grid.ts';

const d = (text: string | number): Decimal => new Decimal(text);

function grid(increment: string, digits?: number): PriceGrid {
  return { priceIncrement: d(increment), ...(digits === undefined ? {} : { maximumPriceSignificantDigits: digits }) };
}

describe('a price grid', () => {
  it.each([
    ['123.456', '0.01', undefined, '123.45', '0.01'],
    ['123.456', '0', undefined, '123.456', '0'],
    ['123.456', '0', 5, '123.45', '0.01'],
    ['123456.7', '0.01', 5, '123450', '10'],
    ['123.456', '0.5', 5, '123', '0.5'],
    ['0.00012349', '0.000001', 3, '0.000123', '0.000001'],
    ['0.00012349', '0.00000001', 3, '0.000123', '0.000001'],
    ['100000', '0.01', 5, '100000', '10'],
    ['99999.9', '0.01', 5, '99999', '1'],
    ['1.34', '0.25', 2, '1', '0.5'],
    ['1309', '3', 2, '1200', '300'],
    ['101', '3', 2, '99', '30'],
    ['2', '3', 2, '0', '3'],
    ['69', '70', 1, '0', '70'],
    ['120', '77', 1, '0', '7700'],
    ['0', '0.01', 5, '0', '0.01'],
  ])('floors %s, with increment %s and %s digits, to %s by steps of %s', (price, increment, digits, floored, step) => {
    expect(floorToPriceGrid(d(price), grid(increment, digits)).toFixed()).toBe(floored);
    expect(priceStep(d(price), grid(increment, digits)).toFixed()).toBe(step);
  });

  it.each([0, -1, 1.5, Number.NaN])('has no price with %s digits', (digits) => {
    expect(floorToPriceGrid(d('123.456'), grid('0', digits)).toFixed()).toBe('0');
    expect(floorToPriceGrid(d('123.456'), grid('0.01', digits)).toFixed()).toBe('0');
  });

  it('never gives more than was asked, stands on both grids, and is stable', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 0, max: 18 }))
      .map(([digits, scale]) => d(`${digits}e-${scale}`));
    const increment = fc
      .tuple(fc.constantFrom('1', '5', '25', '3'), fc.integer({ min: 0, max: 12 }))
      .map(([digits, scale]) => d(`${digits}e-${scale}`));
    fc.assert(
      fc.property(decimal, increment, fc.integer({ min: 1, max: 12 }), (price, priceIncrement, maximumPriceSignificantDigits) => {
        const both = { priceIncrement, maximumPriceSignificantDigits };
        const floored = floorToPriceGrid(price, both);
        expect(floored.lte(price)).toBe(true);
        expect(floored.modulo(priceIncrement).isZero()).toBe(true);
        expect(floored.precision()).toBeLessThanOrEqual(maximumPriceSignificantDigits);
        expect(floorToPriceGrid(floored, both).eq(floored)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the highest of the prices that stand on both grids', () => {
    const [prices, increments] = [fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 400 })];
    fc.assert(
      fc.property(prices, increments, fc.integer({ min: 1, max: 4 }), (price, increment, digits) => {
        let highest = price - (price % increment);
        while (highest > 0 && highest % 10 ** (String(highest).length - Math.min(digits, String(highest).length)) !== 0)
          highest -= increment;
        expect(floorToPriceGrid(d(price), grid(String(increment), digits)).toFixed()).toBe(String(highest));
      }),
      { numRuns: 500 },
    );
  });
});
