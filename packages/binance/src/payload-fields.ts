import { InvalidPayloadError, parseDecimal, readId, readInteger, readString } from '@venuekit/core/connector';
import type { Decimal, PayloadObject } from '@venuekit/core/connector';

/** A JSON object of the venue of which only these fields are read; whether they are there, and of what kind, shows while reading. */
export type Payload<Field extends string> = { readonly [field in Field]?: unknown };

/** Whether a parsed value is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is PayloadObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that is not empty. @throws InvalidPayloadError */
export function readText(value: unknown, field: string, origin: string): string {
  const text = readString(value, field, origin);
  if (text !== '') return text;
  throw new InvalidPayloadError({ field, origin, expected: 'a text', received: text });
}

/** A text that is not empty, or undefined. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A 64-bit id as text. @throws InvalidPayloadError, also for a negative one, which is the venue's word for "none". */
export function readVenueId(value: unknown, field: string, origin: string): string {
  const id = readId(value, field, origin);
  if (/^\d+$/.test(id)) return id;
  throw new InvalidPayloadError({ field, origin, expected: 'an id', received: id });
}

/** A count, a sequence number or a time in ms. @throws InvalidPayloadError, also for a negative one. */
export function readNonNegativeInteger(value: unknown, field: string, origin: string): number {
  const integer = readInteger(value, field, origin);
  if (integer >= 0) return integer;
  throw new InvalidPayloadError({ field, origin, expected: 'an integer of 0 or more', received: integer });
}

/** An exact decimal number of 0 or more. @throws InvalidPayloadError */
export function readAmount(value: unknown, field: string, origin: string): Decimal {
  const amount = parseDecimal(value, field, origin);
  if (!amount.isNegative() || amount.isZero()) return amount;
  throw new InvalidPayloadError({ field, origin, expected: 'a number of 0 or more', received: value });
}

/** What was thrown, as an error that can be reported. */
export function asError(thrown: unknown, origin: string): Error {
  return thrown instanceof Error ? thrown : new InvalidPayloadError({ field: '(whole)', origin, expected: 'readable', received: thrown });
}
