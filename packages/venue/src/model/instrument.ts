import type { Decimal, TradingPair } from '@venuekit/core/connector';

/** A market of the venue, with the rules that its engine enforces. */
export interface Instrument {
  readonly tradingPair: TradingPair;
  readonly base: string;
  readonly quote: string;
  readonly priceIncrement: Decimal;
  readonly minimumPrice: Decimal;
  readonly maximumPrice: Decimal;
  readonly amountIncrement: Decimal;
  readonly minimumAmount: Decimal;
  readonly maximumAmount: Decimal;
  readonly minimumNotional: Decimal;
  /** Whether market orders are held to the minimum notional, at the last price. */
  readonly appliesMinimumNotionalToMarket: boolean;
  /** Decimals that amounts of the two assets may have. */
  readonly basePrecision: number;
  readonly quotePrecision: number;
  /** Open orders that one account may have here. */
  readonly maximumOpenOrders: number;
  status: 'trading' | 'halted' | 'cancel-only';
}
