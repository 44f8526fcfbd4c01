import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { encodeQuery, percentEncode } from '../../src/web/encode-query.ts';

describe('percent-encoding', () => {
  test.each([
    ['AZaz09-_.~', 'AZaz09-_.~'],
    ["!'()*", '%21%27%28%29%2A'],
    ['a b+c&d=e/f?g', 'a%20b%2Bc%26d%3De%2Ff%3Fg'],
    ['["BTCUSDT","ETHUSDT"]', '%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D'],
    ['１２３', '%EF%BC%91%EF%BC%92%EF%BC%93'],
    ['😀', '%F0%9F%98%80'],
    ['\uD800', '%EF%BF%BD'],
    ['%41', '%2541'],
  ])('writes %j as %s', (text, encoded) => {
    expect(percentEncode(text)).toBe(encoded);
  });

  test('leaves only unreserved characters and upper-case bytes, and is undone by decoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = percentEncode(text);
        expect(encoded).toMatch(/^(?:[A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(text.toWellFormed());
      }),
    );
  });
});

describe('a query', () => {
  test('keeps the order, leaves undefined out, and encodes names too', () => {
    expect(encodeQuery({ symbol: 'BTCUSDT', side: undefined, 'na me': 'x y', amount: '1.50', isIsolated: false, limit: 10 })).toBe(
      'symbol=BTCUSDT&na%20me=x%20y&amount=1.50&isIsolated=false&limit=10',
    );
  });

  test('of no parameters is empty', () => {
    expect(encodeQuery({})).toBe('');
    expect(encodeQuery({ symbol: undefined })).toBe('');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('with the number %d is refused', (value) => {
    expect(() => encodeQuery({ limit: value })).toThrow(ConfigurationError);
  });
});
