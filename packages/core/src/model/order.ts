import type { Decimal } from '../decimal/decimal.ts';
import type { OrderConditions } from './order-conditions.ts';
import type { TradingPair } from './trading-pair.ts';

export type OrderSide = 'buy' | 'sell';

/**
 * `limit-maker` is a limit order that the venue refuses when it would trade at once (post-only). Stop-loss and take-profit orders wait
 * until the market has reached their stop price, and are then market orders, those with `-limit` limit orders.
 */
export type OrderType = 'limit' | 'limit-maker' | 'market' | 'stop-loss' | 'stop-loss-limit' | 'take-profit' | 'take-profit-limit';

/** Good till canceled, immediate or cancel, fill or kill. */
export type TimeInForce = 'GTC' | 'IOC' | 'FOK';

/** What an order does to a position; spot orders have `nil`. */
export type PositionAction = 'open' | 'close' | 'nil';

/** An order as it is handed to a connector: validated and quantised. */
export interface OrderRequest extends OrderConditions {
  readonly clientOrderId: string;
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  /** In units of the base asset; an estimate where `quoteAmount` is given. */
  readonly amount: Decimal;
  /** In units of the quote asset; absent for types without a limit price. */
  readonly price?: Decimal;
  /** Absent where the order type has none. */
  readonly timeInForce?: TimeInForce;
  readonly positionAction: PositionAction;
}
