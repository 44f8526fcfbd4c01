import type { Decimal } from './decimal.ts';

/**
 * Rounds a value of 0 or more down to a multiple of `increment`.
 * @param increment greater than 0; an increment of 0 means "no grid" and gives the value back.
 */
export function floorToIncrement(value: Decimal, increment: Decimal): Decimal {
  if (increment.isZero()) return value;
  return value.minus(value.modulo(increment));
}
