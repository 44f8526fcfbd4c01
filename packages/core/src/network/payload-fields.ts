import type { Decimal } from '../decimal/decimal.ts';
import { parseDecimal } from '../decimal/parse.ts';
import { asError } from '../errors/as-error.ts';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import {
  isPayloadObject,
  readAmount,
  readArray,
  readBoolean,
  readCount,
  readId,
  readObject,
  readText,
  type PayloadObject,
} from './payload-reader.ts';

/**
 * One object of a venue, read field by field. Each reader throws InvalidPayloadError, which names the field and where the object
 * came from, when the field is missing or of another form. Fields that nobody asks for are left alone.
 */
export class PayloadFields {
  /** Where the object came from, for errors: event or endpoint, with the symbol where there is one; then its own name in there. */
  readonly origin: string;
  readonly #record: PayloadObject;

  /**
   * @param field what the object itself is called where it stands. Default `(whole)`.
   * @throws InvalidPayloadError when it is no object.
   */
  constructor(value: unknown, origin: string, field?: string) {
    this.#record = readObject(value, field ?? '(whole)', origin);
    this.origin = field === undefined ? origin : `${origin} ${field}`;
  }

  /** The same object under another origin, once more is known of where it came from. */
  of(origin: string): PayloadFields {
    return new PayloadFields(this.#record, origin);
  }

  /** The names of all fields, for the error of an object that nobody knows. */
  get names(): readonly string[] {
    return Object.keys(this.#record);
  }

  /** Whether there is such a field at all, be it null. */
  has(field: string): boolean {
    return this.value(field) !== undefined;
  }

  /** The field as it is; undefined when there is none. */
  value(field: string): unknown {
    return Object.hasOwn(this.#record, field) ? this.#record[field] : undefined;
  }

  /** A text that is not empty. */
  text(field: string): string {
    return readText(this.value(field), field, this.origin);
  }

  /** A text that is not empty; undefined for everything else. */
  optionalText(field: string): string | undefined {
    const value = this.value(field);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** An id, always as text; a negative number is none. */
  id(field: string): string {
    return readId(this.value(field), field, this.origin);
  }

  /** A whole number of 0 or more: a count, a sequence number, a time in ms. */
  count(field: string): number {
    return readCount(this.value(field), field, this.origin);
  }

  boolean(field: string): boolean {
    return readBoolean(this.value(field), field, this.origin);
  }

  /** An exact number of any sign. */
  decimal(field: string): Decimal {
    return parseDecimal(this.value(field), field, this.origin);
  }

  /** An exact number of 0 or more: a price, a quantity, a balance. */
  amount(field: string): Decimal {
    return readAmount(this.value(field), field, this.origin);
  }

  /** What one of the venue's words means; throws for a word that the table does not have. */
  word<Meaning>(field: string, meanings: ReadonlyMap<string, Meaning>): Meaning {
    const meaning = this.optionalWord(field, meanings);
    if (meaning === undefined) throw this.wrong(field, 'a known value');
    return meaning;
  }

  /** What one of the venue's words means; undefined for everything that the table does not have. */
  optionalWord<Meaning>(field: string, meanings: ReadonlyMap<string, Meaning>): Meaning | undefined {
    const value = this.value(field);
    return typeof value === 'string' ? meanings.get(value) : undefined;
  }

  object(field: string): PayloadFields {
    return new PayloadFields(this.value(field), this.origin, field);
  }

  /** The object of this name; undefined for everything else. */
  optionalObject(field: string): PayloadFields | undefined {
    const value = this.value(field);
    return isPayloadObject(value) ? new PayloadFields(value, this.origin, field) : undefined;
  }

  array(field: string): readonly unknown[] {
    return readArray(this.value(field), field, this.origin);
  }

  /** The rows of a list that can be read, as `readRows` reads them. */
  rows<Row>(field: string, read: (row: PayloadFields) => Row, onProblem: (error: Error) => void): Row[] {
    return readRows(this.value(field), { field, origin: this.origin }, read, onProblem);
  }

  /** The error for a field that is not as it should be. */
  wrong(field: string, expected: string): InvalidPayloadError {
    return new InvalidPayloadError({ field, origin: this.origin, expected, received: this.value(field) });
  }
}

/**
 * The rows of a list of objects that can be read, in order; what `read` throws for one of the others goes to `onProblem`.
 * @param list the list's own name (default `(whole)`) and where it came from, for errors.
 * @throws InvalidPayloadError when it is no list at all.
 */
export function readRows<Row>(
  value: unknown,
  list: { readonly field?: string; readonly origin: string },
  read: (row: PayloadFields) => Row,
  onProblem: (error: Error) => void,
): Row[] {
  const { field, origin } = list;
  const rows: Row[] = [];
  readArray(value, field ?? '(whole)', origin).forEach((row, index) => {
    const place = `${field ?? ''}[${index}]`;
    try {
      rows.push(read(new PayloadFields(row, origin, place)));
    } catch (error) {
      onProblem(asError(error, `${origin} ${place}`));
    }
  });
  return rows;
}
