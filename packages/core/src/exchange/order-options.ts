import type { Decimal } from '../decimal/decimal.ts';
import { ZERO } from '../decimal/decimal.ts';
import type { SelfTradePrevention } from '../model/order-conditions.ts';
import type { OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { conditionsOf } from '../orders/order-conditions-json.ts';
import type { OrderIntent } from '../trading/order-intent.ts';
import { type DecimalInput, toDecimal } from './market-queries.ts';

/** What an order may have beside pair, amount, type and price. What the venue does not take is denied with `unsupported-option`. */
export interface OrderOptions {
  /** Default GTC for types that have one. */
  readonly timeInForce?: TimeInForce;
  /** Default `nil`. */
  readonly positionAction?: PositionAction;
  /** What the amount is counted in. Default `base`; `quote` only for market orders, which then spend or bring that much. */
  readonly amountIn?: 'base' | 'quote';
  /** Of stop-loss and take-profit orders, which need it or `trailingDelta`: the market's price that triggers them. */
  readonly stopPrice?: DecimalInput;
  /** Of stop-loss and take-profit orders, in basis points: how far the market must come back from its best price to trigger them. */
  readonly trailingDelta?: number;
  /** Of orders with a limit price that are GTC: how much of the amount the book may show at a time. */
  readonly icebergAmount?: DecimalInput;
  /** Default: the market's. */
  readonly selfTradePrevention?: SelfTradePrevention;
}

/** One order of a batch or of a list. */
export interface BatchOrder extends OrderOptions {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: DecimalInput;
  readonly price?: DecimalInput;
}

/** @throws InvalidPayloadError naming the field, when an amount or a price is no number */
export function orderIntent(order: BatchOrder): OrderIntent {
  const { tradingPair, side, orderType, timeInForce, positionAction, amountIn } = order;
  const amount = toDecimal(order.amount, 'amount');
  const conditions = conditionsOf({
    stopPrice: optionalDecimal(order.stopPrice, 'stopPrice'),
    trailingDelta: order.trailingDelta,
    icebergAmount: optionalDecimal(order.icebergAmount, 'icebergAmount'),
    selfTradePrevention: order.selfTradePrevention,
    quoteAmount: amountIn === 'quote' ? amount : undefined,
  });
  return {
    tradingPair,
    side,
    orderType,
    amount: amountIn === 'quote' ? ZERO : amount,
    price: optionalDecimal(order.price, 'price'),
    timeInForce,
    positionAction: positionAction ?? 'nil',
    ...conditions,
  };
}

function optionalDecimal(value: DecimalInput | undefined, field: string): Decimal | undefined {
  return value === undefined ? undefined : toDecimal(value, field);
}
