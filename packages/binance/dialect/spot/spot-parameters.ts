import { Decimal } from '@venuekit/core/connector';
import { ownWordOf, parseExactJson, Refusal, required, TrackedParameters } from '@venuekit/venue';
import { WireRefusal } from './wire-refusal.ts';

/** Timestamps from here on are microseconds; as milliseconds they would lie beyond the year 5000. */
const FIRST_MICROSECONDS = 100_000_000_000_000n;
const CLIENT_ID = '^[a-zA-Z0-9-_]{1,36}$';
const WHOLE = '^[0-9]{1,20}$';

/** The parameters of one request. Those that may be absent are undefined then; those that are empty are refused (-1105). */
export class SpotParameters extends TrackedParameters {
  /** @param names with spaces between them. @throws Refusal -1102 for the first one that is absent or empty. */
  requireAll(...names: readonly (string | undefined)[]): void {
    for (const name of names.flatMap((each) => each?.split(' ') ?? [])) required(this, name);
  }

  optional(name: string): string | undefined {
    const value = this.get(name);
    if (value === '') throw new WireRefusal(-1105, `Parameter '${name}' was empty.`);
    return value;
  }

  /** @param legalRange as the refusal quotes it. @throws WireRefusal -1100 */
  matching(name: string, legalRange: string): string | undefined {
    const value = this.optional(name);
    if (value !== undefined && !new RegExp(legalRange).test(value)) throw illegal(name, legalRange);
    return value;
  }

  /** An id that the client gives. */
  clientId(name: string): string | undefined {
    return this.matching(name, CLIENT_ID);
  }

  integer(name: string): number | undefined {
    const text = this.matching(name, WHOLE);
    const value = text === undefined ? undefined : Number.parseInt(text, 10);
    if (value !== undefined && !Number.isSafeInteger(value)) throw new WireRefusal(-1108, `Parameter '${name}' overflowed.`);
    return value;
  }

  /** Milliseconds, with decimals when microseconds were sent. */
  time(name: string): Decimal | undefined {
    const text = this.matching(name, WHOLE);
    return text === undefined ? undefined : new Decimal(text).div(BigInt(text) < FIRST_MICROSECONDS ? 1 : 1_000);
  }

  timeMs(name: string): number | undefined {
    const time = this.time(name);
    return time && Number.parseInt(time.toFixed(0), 10);
  }

  /**
   * A positive number with no more decimals than its asset has.
   * @throws Refusal -1100, -1111, -1013
   */
  positive(name: string, precision: number, isPrice = false): Decimal | undefined {
    const text = this.matching(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$');
    if (text === undefined) return undefined;
    const value = new Decimal(text);
    if (value.decimalPlaces() > precision) throw new Refusal('too-much-precision', name);
    if (value.isZero()) throw new WireRefusal(-1013, isPrice ? 'Invalid price.' : 'Invalid quantity.');
    return value;
  }

  /** More than `maximum` means `maximum`. */
  limit(standard: number, maximum: number): number {
    const limit = this.integer('limit') ?? standard;
    if (limit === 0) throw invalid('limit');
    return Math.min(limit, maximum);
  }

  /** Our word for one of the venue's. */
  word<Own extends string>(name: string, words: Readonly<Record<Own, string>>, refusal: Refusal = invalid(name)): Own | undefined {
    const text = this.optional(name);
    const own = text === undefined ? undefined : ownWordOf(words, text);
    if (text !== undefined && own === undefined) throw refusal;
    return own;
  }

  isTrue(name: string): boolean | undefined {
    const text = this.optional(name);
    if (text !== undefined && !/^(true|false|TRUE|FALSE)$/.test(text)) throw invalid(name);
    return text === undefined ? undefined : text.toLowerCase() === 'true';
  }

  /** A JSON array of texts. */
  list(name: string): readonly string[] | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    const list = parseExactJson(text);
    if (list === undefined) throw illegal(name, String.raw`^\[("[\w\-._&&[^a-z]]{1,50}"(,"[\w\-._&&[^a-z]]{1,50}"){0,}){0,1}\]$`);
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === 'string')) throw invalid(name);
    return list;
  }

  /** @throws Refusal -1106 for the first one that was sent. */
  forbid(...names: readonly string[]): void {
    for (const name of names) if (this.has(name)) throw new Refusal('unexpected-parameter', name);
  }

  /** @throws WireRefusal -1104 when something was sent that nobody read. */
  requireAllRead(): void {
    const [sent, unread] = [this.size, this.unread().length];
    if (unread === 0) return;
    throw new WireRefusal(-1104, `Not all sent parameters were read; read '${sent - unread}' parameter(s) but was sent '${sent}'.`);
  }
}

/** @throws Refusal -1102 where neither of two names of one thing was sent. */
export function requireEither(values: readonly unknown[], first: string, second: string): void {
  if (values.some((value) => value !== undefined)) return;
  throw new WireRefusal(-1102, `Param '${first}' or '${second}' must be sent, but both were empty/null!`);
}

export function missing(name: string): Refusal {
  return new Refusal('missing-parameter', name);
}

export function invalid(name: string): Refusal {
  return new Refusal('malformed-parameter', name);
}

export function illegal(name: string, legalRange: string): WireRefusal {
  return new WireRefusal(-1100, `Illegal characters found in parameter '${name}'; legal range is '${legalRange}'.`);
}
