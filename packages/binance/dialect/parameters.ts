import { Decimal } from '@venuekit/core/connector';
import { WireRefusal } from './wire-refusal.ts';

/** Timestamps from here on are microseconds; as milliseconds they would lie beyond the year 5000. */
const FIRST_MICROSECONDS = 100_000_000_000_000n;

/** The parameters of one request; knows which of them were read, because the venue refuses what it does not read. */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;
  readonly #read = new Set<string>();

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** @throws WireRefusal -1102 for the first one that is absent or empty. */
  requireAll(names: readonly string[]): void {
    for (const name of names) this.required(name);
  }

  required(name: string): string {
    this.#read.add(name);
    const value = this.#values.get(name);
    if (value === undefined || value === '') throw missing(name);
    return value;
  }

  optional(name: string): string | undefined {
    this.#read.add(name);
    const value = this.#values.get(name);
    if (value === '') throw new WireRefusal(-1105, `Parameter '${name}' was empty.`);
    return value;
  }

  /** @param legalRange as the refusal quotes it. */
  matching(name: string, legalRange: string): string | undefined {
    const value = this.optional(name);
    if (value !== undefined && !new RegExp(legalRange).test(value)) throw illegal(name, legalRange);
    return value;
  }

  integer(name: string): number | undefined {
    const text = this.matching(name, '^[0-9]{1,20}$');
    if (text === undefined) return undefined;
    const value = Number.parseInt(text, 10);
    if (!Number.isSafeInteger(value)) throw new WireRefusal(-1108, `Parameter '${name}' overflowed.`);
    return value;
  }

  /** Milliseconds, with decimals when microseconds were sent. */
  time(name: string): Decimal | undefined {
    const text = this.matching(name, '^[0-9]{1,20}$');
    if (text === undefined) return undefined;
    return BigInt(text) < FIRST_MICROSECONDS ? new Decimal(text) : new Decimal(text).div(1000);
  }

  timeMs(name: string): number | undefined {
    const time = this.time(name);
    return time === undefined ? undefined : Number.parseInt(time.toFixed(0), 10);
  }

  decimal(name: string): Decimal | undefined {
    const text = this.matching(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$');
    return text === undefined ? undefined : new Decimal(text);
  }

  /** More than `maximum` means `maximum`. */
  limit(standard: number, maximum: number): number {
    const limit = this.integer('limit') ?? standard;
    if (limit === 0) throw invalid('limit');
    return Math.min(limit, maximum);
  }

  oneOf<Value extends string>(name: string, values: readonly Value[], refusal: WireRefusal = invalid(name)): Value | undefined {
    const text = this.optional(name);
    const value = values.find((candidate) => candidate === text);
    if (text !== undefined && value === undefined) throw refusal;
    return value;
  }

  isTrue(name: string): boolean | undefined {
    const text = this.oneOf(name, ['true', 'false', 'TRUE', 'FALSE']);
    return text === undefined ? undefined : text.toLowerCase() === 'true';
  }

  /** A JSON array of texts. */
  list(name: string): readonly string[] | undefined {
    const text = this.optional(name);
    if (text === undefined) return undefined;
    let list: unknown;
    try {
      list = JSON.parse(text);
    } catch {
      throw illegal(name, String.raw`^\[("[\w\-._&&[^a-z]]{1,50}"(,"[\w\-._&&[^a-z]]{1,50}"){0,}){0,1}\]$`);
    }
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === 'string')) throw invalid(name);
    return list;
  }

  /** @throws WireRefusal -1106 for the first one that was sent. */
  forbid(...names: readonly string[]): void {
    for (const name of names) {
      if (this.has(name)) throw new WireRefusal(-1106, `Parameter '${name}' sent when not required.`);
    }
  }

  /** @throws WireRefusal -1104 when something was sent that nobody read. */
  requireAllRead(): void {
    const sent = this.#values.size;
    const read = [...this.#values.keys()].filter((name) => this.#read.has(name)).length;
    if (read < sent) throw new WireRefusal(-1104, `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent}'.`);
  }
}

export function missing(name: string): WireRefusal {
  return new WireRefusal(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}

export function invalid(name: string): WireRefusal {
  return new WireRefusal(-1130, `Data sent for parameter '${name}' is not valid.`);
}

export function illegal(name: string, legalRange: string): WireRefusal {
  return new WireRefusal(-1100, `Illegal characters found in parameter '${name}'; legal range is '${legalRange}'.`);
}
