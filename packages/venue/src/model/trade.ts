import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { Side, VenueOrder } from './order.ts';

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

/** What happened to an order at one moment; `order` is a copy as it was then. */
export interface Execution {
  readonly executionId: number;
  readonly kind: 'new' | 'trade' | 'canceled' | 'expired' | 'rejected';
  readonly order: VenueOrder;
  /** With kind `trade`. */
  readonly fill: VenueFill | undefined;
  /** With kind `canceled`: the id that the cancel request carried. */
  readonly cancelClientOrderId: string | undefined;
  readonly timeMs: number;
}
