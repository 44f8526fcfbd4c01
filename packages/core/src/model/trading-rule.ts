import type { Decimal } from '../decimal/decimal.ts';
import type { OrderType } from './order.ts';
import type { TradingPair } from './trading-pair.ts';

/** What a venue accepts as an order in one market. An increment of 0 means "no grid"; an absent bound means "none". */
export interface TradingRule {
  readonly tradingPair: TradingPair;
  readonly priceIncrement: Decimal;
  /** How many significant digits a price may have, beside its increment; a whole number from 1. 123.45 has five, 0.00120 two. */
  readonly maximumPriceSignificantDigits?: number;
  readonly amountIncrement: Decimal;
  /** The grid of amounts that are given in quote. */
  readonly quoteAmountIncrement?: Decimal;
  readonly minimumAmount: Decimal;
  readonly maximumAmount?: Decimal;
  /** The grid and the bounds of market orders, where they differ. */
  readonly marketAmountIncrement?: Decimal;
  readonly minimumMarketAmount?: Decimal;
  readonly maximumMarketAmount?: Decimal;
  readonly minimumPrice?: Decimal;
  readonly maximumPrice?: Decimal;
  /** Price × amount, in the quote asset. */
  readonly minimumNotional: Decimal;
  readonly maximumNotional?: Decimal;
  /**
   * A least value of an order, in the quote asset, where the venue has one beside the minimum notional. It holds for the same orders as
   * that one, but as it is: without the margin that is kept above the minimum notional.
   */
  readonly minimumOrderValue?: Decimal;
  /** Whether the notional bounds hold for market orders too. */
  readonly appliesMinimumNotionalToMarket: boolean;
  readonly appliesMaximumNotionalToMarket: boolean;
  /** What the market takes, as far as VenueKit has a word for it. */
  readonly orderTypes: readonly OrderType[];
  /** False while the venue takes no new orders here. */
  readonly isTradable: boolean;
}
