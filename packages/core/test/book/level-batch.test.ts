import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelBatch } from '../../src/book/level-batch.ts';
import { exactDouble, isExactAsDouble, nearestDouble } from '../../src/book/level-text.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';

/** What the batch says exactly of its only level: the text where one is kept, else the double's shortest text. */
function recovered(price: string, quantity: string): { price: Decimal; quantity: Decimal } {
  const batch = new LevelBatch();
  batch.pushText(price, quantity, 'test');
  return {
    price: new Decimal(batch.exactPrices?.get(0) ?? String(batch.prices[0])),
    quantity: new Decimal(batch.exactQuantities?.get(0) ?? String(batch.quantities[0])),
  };
}

const digits = (maximum: number) => fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: maximum }).map((list) => list.join(''));
const decimalText = fc
  .tuple(
    fc.constantFrom('', '0', '00', '7'),
    digits(20),
    fc.boolean(),
    fc.constantFrom('', '0', '0000000'),
    digits(20),
    fc.constantFrom('', '0', '00000000'),
  )
  .map(([head, whole, hasPoint, zeros, fraction, tail]) =>
    hasPoint ? `${head}${whole}.${zeros}${fraction}${tail}` : `${head}${whole}${tail}`,
  )
  .filter((text) => /\d/.test(text));
const anyText = fc.oneof(
  { weight: 4, arbitrary: decimalText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(decimalText, fc.constantFrom('e', 'E'), fc.integer({ min: -300, max: 200 }))
      .map(([text, e, power]) => `${text}${e}${power}`),
  },
);

describe('a level batch', () => {
  it('lets the exact decimal of every text be recovered, and holds its nearest double', () => {
    fc.assert(
      fc.property(anyText, anyText, (price, quantity) => {
        fc.pre(nearestDouble(price) >= 0 && nearestDouble(quantity) >= 0);
        const exact = recovered(price, quantity);
        expect(exact.price.equals(new Decimal(price))).toBe(true);
        expect(exact.quantity.equals(new Decimal(quantity))).toBe(true);
        const batch = new LevelBatch();
        batch.pushText(price, quantity, 'test');
        expect(batch.prices[0]).toBe(Number(price));
        expect(batch.quantities[0]).toBe(Number(quantity));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '0.10000000000000000',
    '0.00000001',
    '1e-8',
    '1E-8',
    '0.000000000000000001',
    '123456789012345678',
    '9007199254740993',
    '0.12345678901234567',
    '0.1000000000000000055511151231257827',
    '100000000000000000000000000',
    '000065000.10',
    '.5',
    '5.',
    '0.00000000000000000000000',
    '1e-310',
    '2.2250738585072011e-308',
    '100.00000000000000000000000',
    '1000000000000000',
    '10000000000000000',
  ])('recovers %s exactly', (text) => {
    expect(recovered(text, text).price.toString()).toBe(new Decimal(text).toString());
    expect(recovered(text, text).quantity.toString()).toBe(new Decimal(text).toString());
  });

  it.each(['67000.12000000', '0.00100000', '0.00000000', '1', '250', '0.10000000000000000', '0000.5', '1.0000000000000000000000000'])(
    'keeps no text for %s, whose double says the same',
    (text) => {
      const batch = new LevelBatch();
      batch.pushText(text, text, 'test');
      expect(batch.exactPrices).toBeUndefined();
      expect(batch.exactQuantities).toBeUndefined();
    },
  );

  it.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '\n',
    '+1',
    '-1',
    '-0',
    '0x10',
    '0b1',
    '0o7',
    '1_000',
    '1,5',
    '1.2.3',
    '.',
    '..',
    'e5',
    '1e',
    'NaN',
    'Infinity',
    '1e400',
    '1e-400',
    '٣',
    `${'9'.repeat(350)}.${'9'.repeat(60)}`,
  ])('refuses the text %j, naming the field', (text) => {
    const batch = new LevelBatch();
    expect(() => batch.pushText(text, '1', 'depth X')).toThrow(InvalidPayloadError);
    expect(() => batch.pushText('1', text, 'depth X')).toThrow(/depth X: field "quantity"/);
    expect(batch.count).toBe(0);
  });

  it.each([undefined, null, true, {}, ['1'], Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses %s', (value) => {
    const batch = new LevelBatch();
    expect(() => batch.pushText(value, '1', 'depth X')).toThrow(/field "price"/);
    expect(() => batch.pushText('1', value, 'depth X')).toThrow(/field "quantity"/);
  });

  it('takes numbers where the venue writes its levels as such, and no negative zero', () => {
    const batch = new LevelBatch();
    batch.pushText(1.5, -0, 'test');
    expect(batch.prices[0]).toBe(1.5);
    expect(Object.is(batch.quantities[0], 0)).toBe(true);
  });

  it('grows beyond its first capacity and copies itself with its texts', () => {
    const batch = new LevelBatch();
    for (let index = 0; index < 300; index += 1) batch.pushText(`${index + 1}.5`, index === 200 ? '0.12345678901234567890' : '2', 'test');
    const copy = new LevelBatch();
    copy.pushText('9', '0.98765432109876543210', 'test');
    copy.copyFrom(batch);
    batch.clear();
    expect(copy.count).toBe(300);
    expect(copy.prices[299]).toBe(300.5);
    expect(copy.exactQuantities).toEqual(new Map([[200, '0.12345678901234567890']]));
    expect(batch.count).toBe(0);
    expect(batch.exactQuantities).toBeUndefined();
    batch.pushText('0.12345678901234567890', '1', 'test');
    copy.copyFrom(batch);
    expect(copy.exactPrices).toEqual(new Map([[0, '0.12345678901234567890']]));
    expect(copy.exactQuantities).toBeUndefined();
    batch.clear();
    expect(batch.exactPrices).toBeUndefined();
  });

  it.each([
    [Number.NaN, 1],
    [-1, 1],
    [Number.POSITIVE_INFINITY, 1],
    [1, Number.NaN],
    [1, -1],
    [1, Number.POSITIVE_INFINITY],
  ])('finds the level %d × %d that is none', (price, quantity) => {
    const batch = new LevelBatch();
    batch.push(1, 1);
    expect(batch.findInvalid()).toBe(-1);
    batch.push(price, quantity);
    expect(batch.findInvalid()).toBe(1);
  });
});

describe('the text of a level', () => {
  it('is never called exact when it is not', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const value = nearestDouble(text);
        fc.pre(value >= 0);
        const isSame = new Decimal(text).equals(new Decimal(String(value)));
        expect(isSame || !isExactAsDouble(text, value)).toBe(true);
        expect([-1, isSame ? value : -1]).toContain(exactDouble(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes the fast way for up to 15 digits wherever the point stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), fc.integer({ min: 0, max: 15 }), (mantissa, decimals) => {
        const text = new Decimal(mantissa).dividedBy(new Decimal(10).pow(decimals)).toFixed(decimals);
        expect(exactDouble(text)).toBe(Number(text));
      }),
    );
  });
});
