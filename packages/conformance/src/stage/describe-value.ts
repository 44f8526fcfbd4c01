import { Decimal } from '@venuekit/core/connector';

/** A plain form in which Decimals, Maps and Sets can be compared and shown. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Decimal) return value.toFixed();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Map) return [...value].map((entry) => plainValue(entry));
  if (value instanceof Set || Array.isArray(value)) return [...value].map((item) => plainValue(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));
  }
  return value;
}

/** One line that says what a value is, for failures. */
export function describeValue(value: unknown): string {
  const plain = plainValue(value);
  if (plain === undefined) return 'nothing';
  const shown = typeof plain === 'string' ? plain : asJson(plain);
  return shown.length > 2_000 ? `${shown.slice(0, 2_000)}…` : shown;
}

function asJson(plain: unknown): string {
  const text: unknown = JSON.stringify(plain, (_key, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member));
  // A function or a symbol has no JSON.
  return typeof text === 'string' ? text : typeof plain;
}
