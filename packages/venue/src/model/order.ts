import type { Decimal, TradingPair } from '@venuekit/core/connector';

export type Side = 'buy' | 'sell';
export type VenueOrderType = 'limit' | 'limit-maker' | 'market';
export type VenueTimeInForce = 'GTC' | 'IOC' | 'FOK';
export type VenueOrderStatus = 'new' | 'partially-filled' | 'filled' | 'canceled' | 'expired' | 'rejected';

/** What somebody asks the engine to do. */
export interface OrderTicket {
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly side: Side;
  readonly type: VenueOrderType;
  readonly timeInForce: VenueTimeInForce;
  /** In base; absent only for market orders given in quote. */
  readonly amount?: Decimal;
  /** Market orders only, instead of `amount`. */
  readonly quoteAmount?: Decimal;
  /** Absent for market orders. */
  readonly price?: Decimal;
  /** Made by the venue when absent. */
  readonly clientOrderId?: string;
}

/** The venue's own record of an order: the truth. */
export interface VenueOrder {
  /** Grows by one over all markets; never reused. */
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly side: Side;
  readonly type: VenueOrderType;
  readonly timeInForce: VenueTimeInForce;
  /** 0 for market orders. */
  readonly price: Decimal;
  /** For market orders given in quote: what was executed in the end. */
  amount: Decimal;
  readonly quoteAmount: Decimal | undefined;
  executedBase: Decimal;
  executedQuote: Decimal;
  status: VenueOrderStatus;
  /** Why it expired, in the engine's words. */
  expiryReason: ExpiryReason | undefined;
  /** Venue time in ms. */
  readonly creationTimeMs: number;
  updateTimeMs: number;
}

export type ExpiryReason = 'unfilled-ioc' | 'unfilled-fok' | 'insufficient-liquidity' | 'self-trade';
