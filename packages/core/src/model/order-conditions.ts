import type { Decimal } from '../decimal/decimal.ts';

/**
 * What a venue does when two orders of one owner would trade with each other: nothing; it ends what is left of the taker, of the maker,
 * or of both; it takes the amount off both (`decrement`); it moves the amount between accounts of one group (`transfer`).
 */
export type SelfTradePrevention = 'none' | 'expire-taker' | 'expire-maker' | 'expire-both' | 'decrement' | 'transfer';

/** What an order may have beyond type, amount and price. Which of these a venue takes, its `Capabilities` say. */
export interface OrderConditions {
  /** The market's price, in quote, at which a stop-loss or take-profit order is triggered. */
  readonly stopPrice?: Decimal;
  /**
   * Of stop-loss and take-profit orders: how far, in basis points (1 = 0.01 %), the market must come back from its best price to trigger
   * the order. Together with `stopPrice`, the market is followed once it has reached that.
   */
  readonly trailingDelta?: number;
  /** How much of the amount, in base, the book may show at a time. */
  readonly icebergAmount?: Decimal;
  /** Default: the market's. */
  readonly selfTradePrevention?: SelfTradePrevention;
  /** What a market order spends or brings, in quote, instead of an amount in base. The order's `amount` is then only an estimate. */
  readonly quoteAmount?: Decimal;
}
