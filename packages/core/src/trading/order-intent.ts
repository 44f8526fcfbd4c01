import type { Decimal } from '../decimal/decimal.ts';
import type { OrderConditions } from '../model/order-conditions.ts';
import type { OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';

/** An order as the application asks for it. */
export interface OrderIntent extends OrderConditions {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  /** In base; 0 where `quoteAmount` is given. */
  readonly amount: Decimal;
  readonly price: Decimal | undefined;
  readonly timeInForce: TimeInForce | undefined;
  readonly positionAction: PositionAction;
}
