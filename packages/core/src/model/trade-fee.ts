import type { Decimal } from '../decimal/decimal.ts';

/** An amount of one asset. */
export interface TokenAmount {
  readonly asset: string;
  readonly amount: Decimal;
}

/**
 * The fee of a fill, or the one expected for an order. `added-to-cost`: paid on top of what is spent;
 * `deducted-from-returns`: taken from what is received.
 */
export interface TradeFee {
  readonly kind: 'added-to-cost' | 'deducted-from-returns';
  /** A fraction: 0.001 is 0.1 %. 0 when only flat fees are known. */
  readonly percent: Decimal;
  /** The asset that the percentage is charged in, when it is neither spent nor received. */
  readonly percentAsset?: string;
  /** Known amounts; negative for a rebate. */
  readonly flatFees: readonly TokenAmount[];
}

/** Fee rates of a market, as fractions. */
export interface FeeRates {
  readonly maker: Decimal;
  readonly taker: Decimal;
}
