import type { Decimal } from '@venuekit/core/connector';
import type { PriceMultipliers } from '../model/instrument.ts';
import type { Side } from '../model/order-kinds.ts';

/** Prices from the lowest to the highest, both included. */
export interface PriceRange {
  readonly lowest: Decimal;
  readonly highest: Decimal;
}

/** What multiples of a reference price allow on one side; undefined, which allows all, without multiples or reference. */
export function bandOf(multipliers: PriceMultipliers | undefined, side: Side, reference: Decimal | undefined): PriceRange | undefined {
  if (multipliers === undefined || reference === undefined || reference.isZero()) return undefined;
  const { buyUp, buyDown, sellUp, sellDown } = multipliers;
  return side === 'buy'
    ? { lowest: reference.times(buyDown), highest: reference.times(buyUp) }
    : { lowest: reference.times(sellDown), highest: reference.times(sellUp) };
}
