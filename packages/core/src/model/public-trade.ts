import type { OrderSide } from './order.ts';
import type { TradingPair } from './trading-pair.ts';

/** A trade of the whole market. Prices and quantities are doubles, correctly rounded from the venue's text. */
export interface PublicTrade {
  readonly tradingPair: TradingPair;
  readonly tradeId: string;
  readonly price: number;
  readonly quantity: number;
  /** Who was aggressive. */
  readonly takerSide: OrderSide;
  /** The venue's time in ms. */
  readonly eventTimeMs: number;
}
