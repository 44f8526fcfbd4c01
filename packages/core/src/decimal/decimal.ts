import { Decimal as DecimalConstructor } from 'decimal.js';

/**
 * Exact decimal numbers for money: 60 significant digits (so that the product of two 30-digit values is exact), half-up
 * rounding, and no exponent notation between 1e-60 and 1e60.
 */
export const Decimal: typeof DecimalConstructor = DecimalConstructor.clone({
  precision: 60,
  rounding: DecimalConstructor.ROUND_HALF_UP,
  toExpNeg: -60,
  toExpPos: 60,
  defaults: true,
});
export type Decimal = DecimalConstructor;

/** The number 0, shared. */
export const ZERO: Decimal = new Decimal(0);
/** The number 1, shared. */
export const ONE: Decimal = new Decimal(1);
