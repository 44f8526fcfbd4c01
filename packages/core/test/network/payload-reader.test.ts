import { expect, test } from 'vitest';
import { InvalidPayloadError } from '../../src/errors/invalid-payload-error.ts';
import {
  optionalArray,
  optionalBoolean,
  optionalId,
  optionalInteger,
  optionalObject,
  optionalString,
  readAmount,
  readArray,
  readBoolean,
  readCount,
  readId,
  readInteger,
  readObject,
  readString,
  readText,
} from '../../src/network/payload-reader.ts';

const origin = 'GET /order BTCUSDT';

test('values of the right form pass, ids become text and counters numbers', () => {
  expect(readObject({ a: 1, unknown: 2 }, 'row', origin)).toEqual({ a: 1, unknown: 2 });
  expect(readArray([1], 'rows', origin)).toEqual([1]);
  expect(readString('', 's', origin)).toBe('');
  expect(readId(12, 'id', origin)).toBe('12');
  expect(readId('9007199254740993', 'id', origin)).toBe('9007199254740993');
  expect(readInteger(-5, 'n', origin)).toBe(-5);
  expect(readInteger('1700000000000', 'n', origin)).toBe(1_700_000_000_000);
  expect(readBoolean(false, 'b', origin)).toBe(false);
  expect(readText('x', 's', origin)).toBe('x');
  expect(readCount(0, 'n', origin)).toBe(0);
  expect(readAmount('0.00000010', 'p', origin).toFixed()).toBe('0.0000001');
});

test.each([
  ['readObject', () => readObject([], 'f', origin)],
  ['readObject of null', () => readObject(null, 'f', origin)],
  ['readArray', () => readArray({ length: 1 }, 'f', origin)],
  ['readString', () => readString(1, 'f', origin)],
  ['readString of nothing', () => readString(undefined, 'f', origin)],
  ['readId of an empty text', () => readId('', 'f', origin)],
  ['readId of a negative number', () => readId(-1, 'f', origin)],
  ['readId of a negative number as text', () => readId('-1', 'f', origin)],
  ['readText of an empty text', () => readText('', 'f', origin)],
  ['readCount of a negative number', () => readCount(-1, 'f', origin)],
  ['readAmount of a negative number', () => readAmount('-1', 'f', origin)],
  ['readAmount of no number', () => readAmount('NaN', 'f', origin)],
  ['readId of a number that lost digits', () => readId(2 ** 53, 'f', origin)],
  ['readId of a fraction', () => readId(1.5, 'f', origin)],
  ['readInteger of a fraction', () => readInteger('1.5', 'f', origin)],
  ['readInteger beyond 2^53', () => readInteger('9007199254740993', 'f', origin)],
  ['readInteger of a long text', () => readInteger('1'.repeat(400), 'f', origin)],
  ['readBoolean of a text', () => readBoolean('true', 'f', origin)],
  ['optionalString of a number', () => optionalString(1, 'f', origin)],
])('%s: a missing or wrong value throws an error with field and origin', (_name, read) => {
  expect(read).toThrow(InvalidPayloadError);
  expect(read).toThrow(expect.objectContaining({ field: 'f', origin, code: 'INVALID_PAYLOAD' }));
});

test('the optional readers give undefined for what is missing or null, and else the value', () => {
  for (const missing of [undefined, null]) {
    for (const read of [optionalArray, optionalBoolean, optionalId, optionalInteger, optionalObject, optionalString]) {
      expect(read(missing, 'f', origin)).toBeUndefined();
    }
  }
  expect(optionalArray([], 'f', origin)).toEqual([]);
  expect(optionalBoolean(true, 'f', origin)).toBe(true);
  expect(optionalId(1, 'f', origin)).toBe('1');
  expect(optionalInteger('1', 'f', origin)).toBe(1);
  expect(optionalObject({}, 'f', origin)).toEqual({});
  expect(optionalString('x', 'f', origin)).toBe('x');
});

test('a field that only the prototype has is not there', () => {
  const row = readObject(JSON.parse('{"symbol":"A"}'), 'row', origin);
  expect(() => readString(row['constructor'], 'constructor', origin)).toThrow(InvalidPayloadError);
});
