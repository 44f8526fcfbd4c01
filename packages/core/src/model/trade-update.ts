import type { Decimal } from '../decimal/decimal.ts';
import type { OrderSide } from './order.ts';
import type { TradeFee } from './trade-fee.ts';
import type { TradingPair } from './trading-pair.ts';

/** One execution of one of our orders. Its identity is (trading pair, exchange order id, trade id). */
export interface TradeUpdate {
  readonly tradingPair: TradingPair;
  readonly tradeId: string;
  readonly clientOrderId?: string;
  readonly exchangeOrderId: string;
  /** The side of our order, where the message says it. */
  readonly side?: OrderSide;
  /** The venue's time in ms. */
  readonly fillTimeMs: number;
  readonly price: Decimal;
  readonly baseAmount: Decimal;
  readonly quoteAmount: Decimal;
  readonly fee: TradeFee;
  readonly isTaker: boolean;
}
