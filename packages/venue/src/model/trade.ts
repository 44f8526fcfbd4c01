import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { SelfTradePrevention, Side } from './order-kinds.ts';
import type { VenueOrder } from './order.ts';

/** A trade of the market. */
export interface VenueTrade {
  /** Grows by one in each market. */
  readonly tradeId: number;
  readonly tradingPair: TradingPair;
  readonly price: Decimal;
  readonly amount: Decimal;
  readonly quoteAmount: Decimal;
  readonly takerSide: Side;
  readonly timeMs: number;
}

/** One side of a trade, as its owner sees it. */
export interface VenueFill {
  readonly trade: VenueTrade;
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly account: string;
  readonly side: Side;
  readonly isMaker: boolean;
  readonly feeAsset: string;
  readonly feeAmount: Decimal;
}

/** A trade of an account with itself that did not happen. */
export interface PreventedMatch {
  /** Grows by one in each market. */
  readonly preventedMatchId: number;
  readonly tradingPair: TradingPair;
  readonly account: string;
  readonly mode: SelfTradePrevention;
  readonly takerOrderId: number;
  readonly makerOrderId: number;
  /** What would have been traded. */
  readonly price: Decimal;
  readonly amount: Decimal;
  /** What it took away from each order; undefined where it took nothing. */
  readonly takerPrevented: Decimal | undefined;
  readonly makerPrevented: Decimal | undefined;
  readonly timeMs: number;
}

/** An order was made smaller and kept its place. */
export interface Amendment {
  readonly tradingPair: TradingPair;
  readonly orderId: number;
  readonly executionId: number;
  readonly previousClientOrderId: string;
  readonly clientOrderId: string;
  readonly previousAmount: Decimal;
  readonly amount: Decimal;
  readonly timeMs: number;
}

/** `new`: placed, also what waits; once more when what was `pending-new` is placed. `triggered`: it begins to work. */
export type ExecutionKind = 'new' | 'triggered' | 'trade' | 'trade-prevention' | 'replaced' | 'canceled' | 'expired' | 'rejected';

/** What happened to an order at one moment; `order` is a copy as it was then. */
export interface Execution {
  readonly executionId: number;
  readonly kind: ExecutionKind;
  readonly order: VenueOrder;
  /** With kind `trade`. */
  readonly fill: VenueFill | undefined;
  /** With kind `trade-prevention`, which is told of each order that lost something. */
  readonly prevention: PreventedMatch | undefined;
  /** With kind `replaced`: the id that the order had before. */
  readonly previousClientOrderId: string | undefined;
  /** With kind `canceled`: the id that the cancel request carried. */
  readonly cancelClientOrderId: string | undefined;
  readonly timeMs: number;
}

/** An order traded for the first time: from then on it is no unfilled order. */
export interface FirstFill {
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly orderId: number;
  readonly isMaker: boolean;
  readonly timeMs: number;
}
