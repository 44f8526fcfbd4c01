import { describe, expect, test } from 'vitest';
import { excerpt, printable } from '../../src/errors/excerpt.ts';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';

describe('an excerpt', () => {
  test.each([
    [undefined, 'missing'],
    [null, 'null'],
    ['text', '"text"'],
    [12.5, '12.5'],
    [true, 'true'],
    [[1, 2, 3], 'an array of 3'],
    [{ key: 'value' }, 'of type object'],
    ['a'.repeat(100), `"${'a'.repeat(80)}…"`],
  ])('of %j is %s', (value, expected) => {
    expect(excerpt(value)).toBe(expected);
  });

  test('holds no control character, line end or change of direction', () => {
    expect(printable('a\u001B[31mb\nc\u2028d\u202Ee')).toBe('a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe');
    expect(excerpt('\u0007')).toBe('"\uFFFD"');
  });

  test('is all of a payload that an error keeps', () => {
    const error = new InvalidPayloadError({ field: 'price', origin: 'trade A', expected: 'a number', received: 'x'.repeat(1_000) });
    expect(error.message).toBe(`trade A: field "price" should be a number, but is "${'x'.repeat(80)}…"`);
    expect(error).toMatchObject({ field: 'price', origin: 'trade A' });
  });
});
