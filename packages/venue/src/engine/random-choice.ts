import type { Random } from '@venuekit/core/connector';

/** A whole number from 0 (included) to `bound` (excluded). */
export function integerBelow(bound: number, random: Random): number {
  return Math.floor(random.next() * bound);
}

/** One of the values; undefined when there is none. */
export function pick<T>(values: readonly T[], random: Random): T | undefined {
  return values[integerBelow(values.length, random)];
}
