import { Decimal, ONE, ZERO } from '../decimal/decimal.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import { type DenialReason, OrderDeniedError } from '../errors/order-denied-error.ts';
import type { OrderConditions } from '../model/order-conditions.ts';
import { hasLimitPrice, hasTimeInForce } from '../model/order-type.ts';
import type { OrderRequest, OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradeFee } from '../model/trade-fee.ts';
import { splitTradingPair, type TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import { checkConditions, checkIceberg, type ConditionSupport } from './order-conditions-check.ts';
import { floorToPriceGrid } from './price-grid.ts';
import { feeCostImpact } from './trade-fee.ts';

/** An order as an application asks for it. */
export interface OrderProposal extends OrderConditions {
  readonly clientOrderId: string;
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  /** In base; not looked at where `quoteAmount` is given. */
  readonly amount: Decimal;
  /** Needed for types with a limit price; left out for the others. */
  readonly price?: Decimal | undefined;
  /** Default GTC for types that have one. */
  readonly timeInForce?: TimeInForce | undefined;
  readonly positionAction: PositionAction;
}

/** What an order is checked against. */
export interface OrderValidationContext {
  /** Undefined when the market is not known. */
  readonly rule: TradingRule | undefined;
  readonly supportedOrderTypes: readonly OrderType[];
  /** Which conditions the venue takes. Default: none. */
  readonly conditions?: ConditionSupport | undefined;
  /** What a market order would trade at: the best ask for a buy, the best bid for a sell. */
  readonly bestPrice?: Decimal | undefined;
  /** How far above the minimum notional an order must stay, a limit order at its price, a market order at `bestPrice`; a fraction. Default 0.01. */
  readonly notionalMargin?: Decimal | undefined;
  /** The fee to expect. Default: none. */
  readonly fee?: TradeFee | undefined;
  /** What is available of the asset that is spent. Undefined: not checked. */
  readonly availableBalance?: Decimal | undefined;
}

const DEFAULT_NOTIONAL_MARGIN: Decimal = new Decimal('0.01');

/** The asset that a spot order spends. */
export function spentAsset(proposal: Pick<OrderProposal, 'tradingPair' | 'side'>): string {
  const { base, quote } = splitTradingPair(proposal.tradingPair);
  return proposal.side === 'buy' ? quote : base;
}

/**
 * Checks one order and brings price and amount onto the market's grid, always downwards. The checks, the first failing one wins:
 * order type of the connector; market known; market tradable; order type of the market; conditions and stop price; amount; price; then
 * on the grid: size bounds; price bounds; shown amount of an iceberg; price to value it with; notional bounds; available balance
 * including the fee. A price is brought onto the increment and the significant digits of the market. An amount in quote is turned into base by the best price, which must be known.
 * An order with neither limit price nor market is valued at its stop price.
 * @throws OrderDeniedError with the reason.
 */
export function validateOrder(proposal: OrderProposal, context: OrderValidationContext): OrderRequest {
  const rule = checkMarket(proposal, context);
  const conditions = checkConditions(proposal, rule, context.conditions ?? {});
  const { quoteAmount, stopPrice } = conditions;
  const isMarket = proposal.orderType === 'market';
  if (quoteAmount === undefined && !isAboveZero(proposal.amount))
    throw denied('invalid-amount', proposal, `the amount must be above 0, but is ${proposal.amount.toString()}`);
  const price = hasLimitPrice(proposal.orderType) ? limitPrice(proposal, rule) : undefined;
  const increment = isMarket ? (rule.marketAmountIncrement ?? rule.amountIncrement) : rule.amountIncrement;
  const asked = quoteAmount === undefined ? proposal.amount : quoteAmount.dividedBy(knownPrice(proposal, context.bestPrice));
  const amount = floorToIncrement(asked, increment);
  checkSize(proposal, rule, asked, amount);
  if (price !== undefined) checkPrice(proposal, rule, price);
  const icebergAmount = checkIceberg(proposal, amount, rule, context.conditions ?? {});
  const valuedAt = price ?? stopPrice ?? context.bestPrice;
  checkNotional(proposal, rule, { amount, price: valuedAt, quoteAmount, isMarket: price === undefined }, context);
  checkBudget(proposal, amount, valuedAt, context);
  const { clientOrderId, tradingPair, side, orderType, positionAction } = proposal;
  const request = { clientOrderId, tradingPair, side, orderType, amount, positionAction, ...conditions };
  const shown = icebergAmount === undefined ? request : { ...request, icebergAmount };
  if (price === undefined) return shown;
  return hasTimeInForce(orderType) ? { ...shown, price, timeInForce: proposal.timeInForce ?? 'GTC' } : { ...shown, price };
}

function checkMarket(proposal: OrderProposal, context: OrderValidationContext): TradingRule {
  const { orderType } = proposal;
  if (!context.supportedOrderTypes.includes(orderType)) {
    throw denied('unsupported-order-type', proposal, `the connector does not support ${orderType} orders`);
  }
  const { rule } = context;
  if (rule === undefined) throw denied('unknown-trading-pair', proposal, 'the market is not known');
  if (!rule.isTradable) throw denied('market-not-tradable', proposal, 'the venue takes no orders in this market now');
  if (!rule.orderTypes.includes(orderType))
    throw denied('unsupported-order-type', proposal, `the market does not take ${orderType} orders`);
  return rule;
}

function limitPrice(proposal: OrderProposal, rule: TradingRule): Decimal {
  const { price } = proposal;
  if (price === undefined) throw denied('invalid-price', proposal, `a ${proposal.orderType} order needs a price`);
  if (!isAboveZero(price)) throw denied('invalid-price', proposal, `the price must be above 0, but is ${price.toString()}`);
  const onGrid = floorToPriceGrid(price, rule);
  if (!onGrid.isZero()) return onGrid;
  throw denied('invalid-price', proposal, `the price ${price.toString()} is below the market's grid`);
}

function checkSize(proposal: OrderProposal, rule: TradingRule, wanted: Decimal, amount: Decimal): void {
  const isMarket = proposal.orderType === 'market';
  const minimum = (isMarket ? rule.minimumMarketAmount : undefined) ?? rule.minimumAmount;
  const maximum = (isMarket ? rule.maximumMarketAmount : undefined) ?? rule.maximumAmount;
  const asked = `the amount ${wanted.toString()}, ${amount.toString()} on the grid,`;
  if (amount.isZero() || amount.lt(minimum))
    throw denied('below-minimum-size', proposal, `${asked} is below the minimum ${minimum.toString()}`);
  if (maximum !== undefined && amount.gt(maximum)) {
    throw denied('above-maximum-size', proposal, `${asked} is above the maximum ${maximum.toString()}`);
  }
}

function checkPrice(proposal: OrderProposal, rule: TradingRule, price: Decimal): void {
  const { minimumPrice, maximumPrice } = rule;
  if (minimumPrice !== undefined && price.lt(minimumPrice)) {
    throw denied('invalid-price', proposal, `the price ${price.toString()} is below the minimum ${minimumPrice.toString()}`);
  }
  if (maximumPrice !== undefined && price.gt(maximumPrice)) {
    throw denied('invalid-price', proposal, `the price ${price.toString()} is above the maximum ${maximumPrice.toString()}`);
  }
}

/** What an order is worth. */
interface OrderValue {
  readonly amount: Decimal;
  /** What it is valued at; undefined when no price is known. */
  readonly price: Decimal | undefined;
  readonly quoteAmount: Decimal | undefined;
  /** It takes what the market gives, at once or once it is triggered. */
  readonly isMarket: boolean;
}

function checkNotional(proposal: OrderProposal, rule: TradingRule, value: OrderValue, context: OrderValidationContext): void {
  const { isMarket } = value;
  const minimum = !isMarket || rule.appliesMinimumNotionalToMarket ? minimumValue(rule, context) : ZERO;
  const maximum = !isMarket || rule.appliesMaximumNotionalToMarket ? rule.maximumNotional : undefined;
  if (minimum.isZero() && maximum === undefined) return;
  const notional = value.quoteAmount ?? knownPrice(proposal, value.price).times(value.amount);
  if (notional.lt(minimum)) {
    throw denied('below-minimum-notional', proposal, `the notional ${notional.toString()} is below the minimum ${minimum.toString()}`);
  }
  if (maximum !== undefined && notional.gt(maximum)) {
    throw denied('above-maximum-notional', proposal, `the notional ${notional.toString()} is above the maximum ${maximum.toString()}`);
  }
}

/** The stricter of the minimum notional with its margin and the minimum order value, which has none. */
function minimumValue(rule: TradingRule, context: OrderValidationContext): Decimal {
  const notional = rule.minimumNotional.times(ONE.plus(context.notionalMargin ?? DEFAULT_NOTIONAL_MARGIN));
  return Decimal.max(notional, rule.minimumOrderValue ?? ZERO);
}

function checkBudget(proposal: OrderProposal, amount: Decimal, price: Decimal | undefined, context: OrderValidationContext): void {
  const { availableBalance, fee } = context;
  if (availableBalance === undefined) return;
  const asset = spentAsset(proposal);
  const isBuy = proposal.side === 'buy';
  const quoteAmount = isBuy || fee !== undefined ? knownPrice(proposal, price).times(amount) : ZERO;
  let cost = isBuy ? quoteAmount : amount;
  const basis = { tradingPair: proposal.tradingPair, side: proposal.side, baseAmount: amount, quoteAmount };
  for (const part of fee === undefined ? [] : feeCostImpact(fee, basis)) if (part.asset === asset) cost = cost.plus(part.amount);
  if (cost.gt(availableBalance)) {
    throw denied(
      'insufficient-balance',
      proposal,
      `the order costs ${cost.toString()} ${asset}, available are ${availableBalance.toString()}`,
    );
  }
}

function knownPrice(proposal: OrderProposal, price: Decimal | undefined): Decimal {
  if (price === undefined || !isAboveZero(price)) throw denied('no-price-known', proposal, 'no price is known to value the order with');
  return price;
}

function isAboveZero(value: Decimal): boolean {
  return value.isFinite() && value.gt(0);
}

function denied(reason: DenialReason, proposal: OrderProposal, problem: string): OrderDeniedError {
  return new OrderDeniedError(reason, `${proposal.side} ${proposal.tradingPair}: ${problem}`);
}
