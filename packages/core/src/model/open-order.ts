import type { Decimal } from '../decimal/decimal.ts';
import type { OrderSide, OrderType } from './order.ts';
import type { ReportedOrderState } from './order-state.ts';
import type { TradingPair } from './trading-pair.ts';

/** An order that a venue lists as open, ours or not. */
export interface OpenOrder {
  readonly tradingPair: TradingPair;
  /** Undefined where the venue tells none. */
  readonly clientOrderId: string | undefined;
  readonly exchangeOrderId: string;
  readonly side: OrderSide;
  /** `other` for a type that VenueKit has no word for. */
  readonly orderType: OrderType | 'other';
  readonly price: Decimal;
  /** In base as it is now, what has been executed included. */
  readonly amount: Decimal;
  readonly executedAmount: Decimal;
  readonly executedQuote?: Decimal;
  readonly state: ReportedOrderState;
  /** The venue's times in ms. */
  readonly creationTimeMs: number;
  readonly updateTimeMs: number;
}
