import type { Decimal } from '../decimal/decimal.ts';

/** What we own of one asset. */
export interface Balance {
  readonly total: Decimal;
  /** Total less what open orders and the venue hold. */
  readonly available: Decimal;
}
