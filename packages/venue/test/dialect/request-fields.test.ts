import { describe, expect, it } from 'vitest';
import { decimal, members, oneOf, readObject, type Parameters, Refusal, required, texts, whole } from '../../src/index.ts';

const of = (record: Readonly<Record<string, string>>): Parameters => new Map(Object.entries(record));

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the reading of requests', () => {
  it('takes objects and nothing else', () => {
    expect(readObject('{"a":1,"__proto__":2}')).toEqual(
      new Map([
        ['a', 1],
        ['__proto__', 2],
      ]),
    );
    for (const text of ['', '[]', 'null', '1', '"a"', '{']) expect(refusal(() => readObject(text))).toBe('malformed-parameter: JSON');
    expect(refusal(() => members([], 'order'))).toBe('malformed-parameter: order');
  });

  it('takes texts and nothing else', () => {
    expect(texts([['a', 'b']])).toEqual(of({ a: 'b' }));
    expect(refusal(() => texts([['a', 1]]))).toBe('malformed-parameter: a');
  });

  it('names what is missing', () => {
    expect(required(of({ a: 'b' }), 'a')).toBe('b');
    expect([refusal(() => required(of({}), 'a')), refusal(() => required(of({ a: '' }), 'a'))]).toEqual([
      'missing-parameter: a',
      'missing-parameter: a',
    ]);
  });

  it('takes one of the allowed words, or the usual one', () => {
    expect([oneOf(of({ a: 'x' }), 'a', ['x', 'y']), oneOf(of({}), 'a', ['x', 'y'], 'y')]).toEqual(['x', 'y']);
    expect([refusal(() => oneOf(of({ a: 'z' }), 'a', ['x'])), refusal(() => oneOf(of({}), 'a', ['x']))]).toEqual([
      'bad-enum: a',
      'missing-parameter: a',
    ]);
  });

  it('takes whole numbers of up to 15 digits', () => {
    expect([whole(of({ a: '007' }), 'a'), whole(of({}), 'a')]).toEqual([7, undefined]);
    for (const a of ['', '-1', '1.0', '1e3', '1234567890123456', ' 1']) {
      expect(refusal(() => whole(of({ a }), 'a'))).toBe('malformed-parameter: a');
    }
  });

  it('takes exact numbers', () => {
    expect([decimal(of({ a: '0.10000000000000000000001' }), 'a')?.toFixed(), decimal(of({}), 'a')]).toEqual([
      '0.10000000000000000000001',
      undefined,
    ]);
    for (const a of ['', 'much', '0x1', 'NaN', 'Infinity', '1,5']) {
      expect(refusal(() => decimal(of({ a }), 'a'))).toBe('malformed-parameter: a');
    }
  });
});
