import type { Decimal } from '../decimal/decimal.ts';
import { parseDecimal } from '../decimal/parse.ts';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';

/** An object as a venue sent it; fields that nobody asks for are left alone. */
export type PayloadObject = Readonly<Record<string, unknown>>;

/*
 * Each reader takes the value, the field's name or path and the payload's origin (event or endpoint, with the symbol), and
 * throws InvalidPayloadError, which names both, when the value is missing or of another form. The `optional` ones return
 * undefined for a missing value and for null.
 */

/** @throws InvalidPayloadError */
export function readObject(value: unknown, field: string, origin: string): PayloadObject {
  if (isPayloadObject(value)) return value;
  throw wrong(value, field, origin, 'an object');
}

/** @throws InvalidPayloadError */
export function readArray(value: unknown, field: string, origin: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(value, field, origin, 'an array');
}

/** A text, which may be empty. @throws InvalidPayloadError */
export function readString(value: unknown, field: string, origin: string): string {
  if (typeof value === 'string') return value;
  throw wrong(value, field, origin, 'a text');
}

/** A text that is not empty. @throws InvalidPayloadError */
export function readText(value: unknown, field: string, origin: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(value, field, origin, 'a text');
}

const NEGATIVE_NUMBER = /^-\d+$/;

/**
 * An id, always as text: a non-empty text or a whole number that lost no digit. A negative number is none: venues write -1 where
 * there is no id.
 * @throws InvalidPayloadError
 */
export function readId(value: unknown, field: string, origin: string): string {
  if (typeof value === 'string' && value !== '' && !NEGATIVE_NUMBER.test(value)) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  throw wrong(value, field, origin, 'an id');
}

/** A whole number within ±2^53, as number or as its text; a time, a counter, a precision. @throws InvalidPayloadError */
export function readInteger(value: unknown, field: string, origin: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'string' && /^-?\d{1,16}$/.test(value)) {
    const integer = Number.parseInt(value, 10);
    if (Number.isSafeInteger(integer)) return integer;
  }
  throw wrong(value, field, origin, 'a whole number');
}

/** A whole number of 0 or more: a count, a sequence number, a time in ms. @throws InvalidPayloadError */
export function readCount(value: unknown, field: string, origin: string): number {
  const count = readInteger(value, field, origin);
  if (count >= 0) return count;
  throw wrong(value, field, origin, 'a whole number of 0 or more');
}

/** An exact number of 0 or more: a price, a quantity, a balance. @throws InvalidPayloadError */
export function readAmount(value: unknown, field: string, origin: string): Decimal {
  const amount = parseDecimal(value, field, origin);
  if (!amount.isNegative() || amount.isZero()) return amount;
  throw wrong(value, field, origin, 'a number of 0 or more');
}

/** @throws InvalidPayloadError */
export function readBoolean(value: unknown, field: string, origin: string): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(value, field, origin, 'true or false');
}

/** @throws InvalidPayloadError when it is there and no object */
export function optionalObject(value: unknown, field: string, origin: string): PayloadObject | undefined {
  return value === undefined || value === null ? undefined : readObject(value, field, origin);
}

/** @throws InvalidPayloadError when it is there and no array */
export function optionalArray(value: unknown, field: string, origin: string): readonly unknown[] | undefined {
  return value === undefined || value === null ? undefined : readArray(value, field, origin);
}

/** @throws InvalidPayloadError when it is there and no text */
export function optionalString(value: unknown, field: string, origin: string): string | undefined {
  return value === undefined || value === null ? undefined : readString(value, field, origin);
}

/** @throws InvalidPayloadError when it is there and no id */
export function optionalId(value: unknown, field: string, origin: string): string | undefined {
  return value === undefined || value === null ? undefined : readId(value, field, origin);
}

/** @throws InvalidPayloadError when it is there and no whole number */
export function optionalInteger(value: unknown, field: string, origin: string): number | undefined {
  return value === undefined || value === null ? undefined : readInteger(value, field, origin);
}

/** @throws InvalidPayloadError when it is there and neither true nor false */
export function optionalBoolean(value: unknown, field: string, origin: string): boolean | undefined {
  return value === undefined || value === null ? undefined : readBoolean(value, field, origin);
}

/** Whether a parsed value is a JSON object: neither an array nor null. */
export function isPayloadObject(value: unknown): value is PayloadObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(received: unknown, field: string, origin: string, expected: string): InvalidPayloadError {
  return new InvalidPayloadError({ field, origin, expected, received });
}
