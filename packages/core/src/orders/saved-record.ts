import type { Decimal } from '../decimal/decimal.ts';
import { parseDecimal } from '../decimal/parse.ts';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';

/** Reads the fields of one saved object; every error names the field's whole path. */
export interface SavedRecord {
  /** Not empty. */
  text(field: string): string;
  anyText(field: string): string;
  number(field: string): number;
  boolean(field: string): boolean;
  decimal(field: string): Decimal;
  /** As it was saved. */
  value(field: string): unknown;
  oneOf<Word extends string>(field: string, words: readonly Word[]): Word;
  record(field: string): SavedRecord;
  list<Item>(field: string, parse: (item: unknown, field: string, origin: string) => Item): Item[];
  /** Undefined where the field is null or missing, else what `parse` makes of it. */
  optional<Value>(field: string, parse: (record: SavedRecord) => Value): Value | undefined;
  /** The error for a field that should be something else. */
  invalid(field: string, expected: string): InvalidPayloadError;
}

/**
 * @param path where the value stands in what was saved; empty for the whole.
 * @throws InvalidPayloadError when it is no object; the members throw it for their fields.
 */
export function readRecord(value: unknown, path: string, origin: string): SavedRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidPayloadError({ field: path === '' ? 'order' : path, origin, expected: 'an object', received: value });
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const pathOf = (field: string): string => (path === '' ? field : `${path}.${field}`);
  const invalid = (field: string, expected: string): InvalidPayloadError =>
    new InvalidPayloadError({ field: pathOf(field), origin, expected, received: fields.get(field) });

  const record: SavedRecord = {
    invalid,
    text(field) {
      const found = fields.get(field);
      if (typeof found !== 'string' || found === '') throw invalid(field, 'a text');
      return found;
    },
    anyText(field) {
      const found = fields.get(field);
      if (typeof found !== 'string') throw invalid(field, 'a text');
      return found;
    },
    number(field) {
      const found = fields.get(field);
      if (typeof found !== 'number' || !Number.isFinite(found)) throw invalid(field, 'a number');
      return found;
    },
    boolean(field) {
      const found = fields.get(field);
      if (typeof found !== 'boolean') throw invalid(field, 'true or false');
      return found;
    },
    decimal: (field) => parseDecimal(fields.get(field), pathOf(field), origin),
    oneOf(field, words) {
      const found = words.find((word) => word === fields.get(field));
      if (found === undefined) throw invalid(field, `one of ${words.join(', ')}`);
      return found;
    },
    value: (field) => fields.get(field),
    record: (field) => readRecord(fields.get(field), pathOf(field), origin),
    list(field, parse) {
      const found = fields.get(field);
      if (!Array.isArray(found)) throw invalid(field, 'an array');
      return found.map((item: unknown, index) => parse(item, `${pathOf(field)}[${index}]`, origin));
    },
    optional: (field, parse) => ((fields.get(field) ?? null) === null ? undefined : parse(record)),
  };
  return record;
}
