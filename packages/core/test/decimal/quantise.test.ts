import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { floorToIncrement } from '../../src/decimal/quantise.ts';

const floor = (value: string, increment: string): string => floorToIncrement(new Decimal(value), new Decimal(increment)).toString();

describe('flooring to a grid', () => {
  it.each([
    ['1.2399', '0.01', '1.23'],
    ['0.3', '0.1', '0.3'],
    ['0.7', '0.25', '0.5'],
    ['0.009', '0.01', '0'],
    ['123456789.123456789', '0.000000001', '123456789.123456789'],
    ['17', '5', '15'],
    ['1.5', '0', '1.5'],
  ])('brings %s on a grid of %s to %s', (value, increment, expected) => {
    expect(floor(value, increment)).toBe(expected);
  });

  it('agrees with whole-number arithmetic for any value and grid', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.integer({ min: 0, max: 18 }),
        (value, increment, scale) => {
          const expected = new Decimal(`${value - (value % increment)}e-${scale}`);
          expect(floor(`${value}e-${scale}`, `${increment}e-${scale}`)).toBe(expected.toString());
        },
      ),
    );
  });
});
