import { type Decimal, ZERO } from '../decimal/decimal.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import { type DenialReason, OrderDeniedError } from '../errors/order-denied-error.ts';
import type { OrderConditions, SelfTradePrevention } from '../model/order-conditions.ts';
import type { OrderType, TimeInForce } from '../model/order.ts';
import { hasLimitPrice, hasTimeInForce, isTriggered } from '../model/order-type.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import { conditionsOf } from './order-conditions-json.ts';
import { floorToPriceGrid } from './price-grid.ts';

/** Which conditions a venue takes; where nothing else is said, an absent member means that it does not. */
export interface ConditionSupport {
  readonly supportsTrailing?: boolean;
  readonly supportsIceberg?: boolean;
  readonly supportsQuoteAmount?: boolean;
  readonly selfTradePreventionModes?: readonly SelfTradePrevention[];
  /** Default: all. */
  readonly timeInForce?: readonly TimeInForce[];
}

/** An order whose conditions are checked. */
export interface ConditionedOrder extends OrderConditions {
  readonly orderType: OrderType;
  readonly timeInForce?: TimeInForce | undefined;
}

/**
 * Checks the conditions of an order against what its type and the venue take, and brings the stop price and the quote amount onto their
 * grids, always downwards.
 * @throws OrderDeniedError `unsupported-option`, `invalid-stop-price`, `invalid-trailing-delta`, `invalid-amount`, `below-minimum-size`
 */
export function checkConditions(order: ConditionedOrder, rule: TradingRule, support: ConditionSupport): OrderConditions {
  const { orderType, trailingDelta, selfTradePrevention: mode } = order;
  const timeInForce = hasTimeInForce(orderType) ? (order.timeInForce ?? 'GTC') : undefined;
  if (timeInForce !== undefined && support.timeInForce?.includes(timeInForce) === false) {
    throw denied('unsupported-option', `the venue takes no ${timeInForce} orders`);
  }
  if (mode !== undefined && support.selfTradePreventionModes?.includes(mode) !== true) {
    throw denied('unsupported-option', `the venue has no self-trade prevention ${mode}`);
  }
  const quoteAmount = checkedQuoteAmount(order, rule, support);
  if (trailingDelta !== undefined) {
    if (!isTriggered(orderType)) throw denied('unsupported-option', `a ${orderType} order cannot trail`);
    if (support.supportsTrailing !== true) throw denied('unsupported-option', 'the venue takes no trailing orders');
    if (!Number.isInteger(trailingDelta) || trailingDelta <= 0) {
      throw denied('invalid-trailing-delta', `the trailing delta must be a whole number of basis points above 0, but is ${trailingDelta}`);
    }
  }
  const stopPrice = checkedStopPrice(order, rule);
  return {
    ...conditionsOf(order),
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(quoteAmount === undefined ? {} : { quoteAmount }),
  };
}

/**
 * Brings the part of an iceberg order that may be shown onto the grid.
 * @param amount the order's, on the grid.
 * @throws OrderDeniedError `unsupported-option`, `invalid-iceberg-amount`
 */
export function checkIceberg(order: ConditionedOrder, amount: Decimal, rule: TradingRule, support: ConditionSupport): Decimal | undefined {
  const { icebergAmount, orderType, timeInForce } = order;
  if (icebergAmount === undefined) return undefined;
  if (!hasLimitPrice(orderType)) throw denied('unsupported-option', `a ${orderType} order cannot hide a part of its amount`);
  if (support.supportsIceberg !== true) throw denied('unsupported-option', 'the venue takes no iceberg orders');
  if (timeInForce !== undefined && timeInForce !== 'GTC') throw denied('unsupported-option', `an iceberg order cannot be ${timeInForce}`);
  const shown = isAboveZero(icebergAmount) ? floorToIncrement(icebergAmount, rule.amountIncrement) : icebergAmount;
  const text = icebergAmount.toString();
  if (!isAboveZero(shown) || shown.lt(rule.minimumAmount)) {
    throw denied('invalid-iceberg-amount', `the shown amount ${text} is below the minimum ${rule.minimumAmount.toString()}`);
  }
  if (shown.gte(amount)) throw denied('invalid-iceberg-amount', `the shown amount ${text} is not below the amount ${amount.toString()}`);
  return shown;
}

function checkedQuoteAmount(
  { orderType, quoteAmount }: ConditionedOrder,
  rule: TradingRule,
  support: ConditionSupport,
): Decimal | undefined {
  if (quoteAmount === undefined) return undefined;
  if (orderType !== 'market') throw denied('unsupported-option', `a ${orderType} order cannot have its amount in quote`);
  if (support.supportsQuoteAmount !== true) throw denied('unsupported-option', 'the venue takes no amounts in quote');
  if (!isAboveZero(quoteAmount)) throw denied('invalid-amount', 'the amount must be above 0');
  const increment = rule.quoteAmountIncrement ?? ZERO;
  const onGrid = floorToIncrement(quoteAmount, increment);
  if (!onGrid.isZero()) return onGrid;
  throw denied('below-minimum-size', `the amount ${quoteAmount.toString()} in quote is below the increment ${increment.toString()}`);
}

function checkedStopPrice({ orderType, stopPrice, trailingDelta }: ConditionedOrder, rule: TradingRule): Decimal | undefined {
  if (stopPrice === undefined) {
    if (!isTriggered(orderType) || trailingDelta !== undefined) return undefined;
    throw denied('invalid-stop-price', `a ${orderType} order needs a stop price or a trailing delta`);
  }
  if (!isTriggered(orderType)) throw denied('unsupported-option', `a ${orderType} order has no stop price`);
  if (!isAboveZero(stopPrice)) throw denied('invalid-stop-price', `the stop price must be above 0, but is ${stopPrice.toString()}`);
  const onGrid = floorToPriceGrid(stopPrice, rule);
  const isInBounds = rule.minimumPrice?.gt(onGrid) !== true && rule.maximumPrice?.lt(onGrid) !== true;
  if (onGrid.isZero() || !isInBounds)
    throw denied('invalid-stop-price', `the stop price ${stopPrice.toString()} is out of the market's bounds`);
  return onGrid;
}

function isAboveZero(value: Decimal): boolean {
  return value.isFinite() && value.gt(0);
}

function denied(reason: DenialReason, problem: string): OrderDeniedError {
  return new OrderDeniedError(reason, problem);
}
