import type { Decimal } from '../decimal/decimal.ts';
import type { ReportedOrderState } from './order-state.ts';
import type { TradingPair } from './trading-pair.ts';

/** What a venue says of one order at one time. At least one of the two ids is present. */
export interface OrderUpdate {
  readonly tradingPair: TradingPair;
  readonly clientOrderId?: string;
  readonly exchangeOrderId?: string;
  readonly state: ReportedOrderState;
  /** The venue's time in ms. */
  readonly updateTimeMs: number;
  /** Filled so far, in base and quote, where the venue's message says it. */
  readonly cumulativeBase?: Decimal;
  readonly cumulativeQuote?: Decimal;
  /** The order's amount in base as it is now, where the message says it: an amendment may have reduced it. */
  readonly amount?: Decimal;
  /** The venue's words for why an order failed or expired. */
  readonly reason?: string;
}
