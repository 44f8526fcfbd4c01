import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { parseDecimal } from '../../src/decimal/parse.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';

describe('reading a decimal', () => {
  it.each([
    ['0.00000000000000000000000000000001', '0.00000000000000000000000000000001'],
    ['123456789012345678901234567890.123456789012345678901234567890', '123456789012345678901234567890.12345678901234567890123456789'],
    ['-1.50', '-1.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e-8', '0.00000001'],
    ['1E+3', '1000'],
    [0.1, '0.1'],
    [42, '42'],
  ])('takes %s exactly', (given, text) => {
    expect(parseDecimal(given, 'price', 'test').toString()).toBe(text);
  });

  it.each([
    undefined,
    null,
    '',
    ' 1',
    '1 ',
    '1,5',
    '0x10',
    'NaN',
    'Infinity',
    '--1',
    '1e',
    '1e9999',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    {},
    [],
    true,
    1n,
    '1'.repeat(121),
  ])('refuses %o', (given) => {
    expect(() => parseDecimal(given, 'price', 'trade BTCUSDT')).toThrow(InvalidPayloadError);
    expect(() => parseDecimal(given, 'price', 'trade BTCUSDT')).toThrow('trade BTCUSDT: field "price"');
  });

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: 0, max: 40 }), (digits, scale) => {
        const value = new Decimal(`${digits}e-${scale}`);
        expect(parseDecimal(value.toString(), 'field', 'test').eq(value)).toBe(true);
      }),
    );
  });
});

describe('arithmetic', () => {
  it('is exact for products of two values of 30 digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n - 1n }), fc.bigInt({ min: 0n, max: 10n ** 30n - 1n }), (left, right) => {
        expect(new Decimal(left.toString()).times(right.toString()).toFixed()).toBe((left * right).toString());
      }),
    );
  });
});
