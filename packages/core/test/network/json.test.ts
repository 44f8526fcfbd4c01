import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import { parseJson } from '../../src/network/json.ts';

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const origin = 'depthUpdate BTCUSDT';
const parse = (text: string): unknown => parseJson(text, { origin });

test('a whole number beyond 2^53 arrives as its text, wherever it stands', () => {
  expect(parse('{"id":9007199254740993,"list":[ 12345678901234567890,-9007199254740993],"E":1700000000000}')).toEqual({
    id: '9007199254740993',
    list: ['12345678901234567890', '-9007199254740993'],
    E: 1_700_000_000_000,
  });
  expect(parse('18446744073709551615')).toBe('18446744073709551615');
  expect(parse('[9007199254740991,-9007199254740991,1700000000000000]')).toEqual([
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
    1_700_000_000_000_000,
  ]);
});

test('a decimal with more than 15 significant digits arrives as its text', () => {
  expect(parse('{"p":0.1234567890123456,"q":1234567890.1234567,"e":1.5e3,"z":0e5,"l":1234567890.1234567e-3}')).toEqual({
    p: '0.1234567890123456',
    q: '1234567890.1234567',
    e: 1_500,
    z: 0,
    l: '1234567890.1234567e-3',
  });
  expect(parse('[0.000000000000000000001,0.5,64000.12,100000000000000000000]')).toEqual([1e-21, 0.5, 64_000.12, '100000000000000000000']);
});

test('digits inside of texts are left alone', () => {
  expect(parse('{"a":"12345678901234567890","b":":9007199254740993","c":"1e400"}')).toEqual({
    a: '12345678901234567890',
    b: ':9007199254740993',
    c: '1e400',
  });
});

test('no number loses a digit: what is read says exactly what was written', () => {
  const digits = fc.string({ unit: fc.constantFrom(...DIGITS), minLength: 1, maxLength: 25 }).map((text) => text.replace(/^0+(?=\d)/, ''));
  const lexeme = fc
    .tuple(
      fc.constantFrom('', '-'),
      digits,
      fc.option(fc.string({ unit: fc.constantFrom(...DIGITS), minLength: 1, maxLength: 25 }), { nil: undefined }),
    )
    .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}`);
  const wrap = fc.constantFrom(
    (text: string) => text,
    (text: string) => `{"a":${text}}`,
    (text: string) => `[1,${text}]`,
    (text: string) => `{"a" : [\n\t${text} ]}`,
  );
  fc.assert(
    fc.property(lexeme, wrap, (text, inside) => {
      const found = firstLast(parse(inside(text)));
      const written = typeof found === 'number' ? plain(found) : found;
      expect(canonical(String(written))).toBe(canonical(text));
    }),
    { numRuns: 2_000 },
  );
});

/** The number that the wrappers of the property put last. */
function firstLast(value: unknown): unknown {
  if (Array.isArray(value)) return firstLast(value.at(-1));
  if (typeof value === 'object' && value !== null && 'a' in value) return firstLast(value.a);
  return value;
}

/** The shortest text of a double, without an exponent. */
function plain(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const text = point <= 0 ? `0.${'0'.repeat(-point)}${digits}` : digits.padEnd(point, '0');
  return negative ? `-${text}` : text;
}

/** Without sign of zero, trailing zeros of a fraction, or a bare point. */
function canonical(text: string): string {
  const trimmed = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}

test('anything else is read as JSON.parse reads it, from text and from bytes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
      const text = JSON.stringify(value, (_key, inner: unknown) =>
        typeof inner === 'number' ? Math.fround(Math.trunc(inner % 1_000)) : inner,
      );
      expect(parse(text)).toEqual(JSON.parse(text));
      expect(parseJson(Buffer.from(text), { origin, maximumDepth: 100 })).toEqual(JSON.parse(text));
    }),
  );
});

test.each(['', '{', '{"a":1}x', 'undefined', '[1,]', '\u001b[31m', '9007199254740993,'])(
  '%j is no JSON: the error names the origin and shows an excerpt',
  (text) => {
    expect(() => parse(text)).toThrow(InvalidPayloadError);
    expect(() => parse(text)).toThrow(/^depthUpdate BTCUSDT: field "\(whole\)" should be JSON, but is "/);
  },
);

test('the error of a long payload is short', () => {
  expect(() => parse(`{"a":${'9'.repeat(100_000)}`)).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) }));
});

test('a __proto__ key pollutes nothing, with and without the lossless path', () => {
  for (const text of ['{"__proto__":{"polluted":1},"a":1}', '{"__proto__":{"polluted":9007199254740993},"a":1}']) {
    const value = parse(text);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'a']);
    expect('polluted' in {}).toBe(false);
  }
});

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test('depth is bounded where asked; brackets inside of texts do not count', () => {
  expect(parseJson(nested(64), { origin, maximumDepth: 64 })).toBeDefined();
  expect(() => parseJson(nested(65), { origin, maximumDepth: 64 })).toThrow('nested at most 64 deep');
  expect(() => parseJson('{"a":'.repeat(65), { origin, maximumDepth: 64 })).toThrow('nested at most 64 deep');
  expect(parseJson(JSON.stringify(['[[[[', '\\"[[[', '{"']), { origin, maximumDepth: 1 })).toHaveLength(3);
  expect(() => parseJson(`["${'['.repeat(50)}`, { origin, maximumDepth: 2 })).toThrow('should be JSON');
});

test('extreme nesting with a long number ends in our error, not in a stack overflow', () => {
  const text = `${'['.repeat(200_000)}9007199254740993${']'.repeat(200_000)}`;
  expect(() => parse(text)).toThrow(InvalidPayloadError);
});
