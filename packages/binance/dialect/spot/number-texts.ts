import type { Decimal } from '@venuekit/core/connector';

/** Amounts and prices carry eight decimals. */
export function fixed(value: Decimal): string {
  return value.toFixed(8);
}
