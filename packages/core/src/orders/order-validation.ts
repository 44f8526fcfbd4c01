import { Decimal, ONE, ZERO } from '../decimal/decimal.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import { type DenialReason, OrderDeniedError } from '../errors/order-denied-error.ts';
import type { OrderRequest, OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradeFee } from '../model/trade-fee.ts';
import { splitTradingPair, type TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import { feeCostImpact } from './trade-fee.ts';

/** An order as an application asks for it. */
export interface OrderProposal {
  readonly clientOrderId: string;
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly amount: Decimal;
  /** Needed for limit types; left out for market orders. */
  readonly price?: Decimal | undefined;
  /** Default GTC for `limit`; other types have none. */
  readonly timeInForce?: TimeInForce | undefined;
  readonly positionAction: PositionAction;
}

/** What an order is checked against. */
export interface OrderValidationContext {
  /** Undefined when the market is not known. */
  readonly rule: TradingRule | undefined;
  readonly supportedOrderTypes: readonly OrderType[];
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
 * order type of the connector; market known; market tradable; order type of the market; amount; price; then on the grid: size
 * bounds; price bounds; price to value it with; notional bounds; available balance including the fee.
 * @throws OrderDeniedError with the reason.
 */
export function validateOrder(proposal: OrderProposal, context: OrderValidationContext): OrderRequest {
  const rule = checkMarket(proposal, context);
  const isMarket = proposal.orderType === 'market';
  if (!isAboveZero(proposal.amount))
    throw denied('invalid-amount', proposal, `the amount must be above 0, but is ${proposal.amount.toString()}`);
  const price = isMarket ? undefined : limitPrice(proposal, rule);
  const amount = floorToIncrement(proposal.amount, isMarket ? (rule.marketAmountIncrement ?? rule.amountIncrement) : rule.amountIncrement);
  checkSize(proposal, rule, amount);
  if (price !== undefined) checkPrice(proposal, rule, price);
  checkNotional(proposal, rule, amount, price, context);
  checkBudget(proposal, amount, price ?? context.bestPrice, context);
  const { clientOrderId, tradingPair, side, orderType, positionAction } = proposal;
  const request = { clientOrderId, tradingPair, side, orderType, amount, positionAction };
  if (price === undefined) return request;
  return orderType === 'limit' ? { ...request, price, timeInForce: proposal.timeInForce ?? 'GTC' } : { ...request, price };
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
  const onGrid = floorToIncrement(price, rule.priceIncrement);
  if (!onGrid.isZero()) return onGrid;
  throw denied('invalid-price', proposal, `the price ${price.toString()} is below the increment ${rule.priceIncrement.toString()}`);
}

function checkSize(proposal: OrderProposal, rule: TradingRule, amount: Decimal): void {
  const isMarket = proposal.orderType === 'market';
  const minimum = (isMarket ? rule.minimumMarketAmount : undefined) ?? rule.minimumAmount;
  const maximum = (isMarket ? rule.maximumMarketAmount : undefined) ?? rule.maximumAmount;
  const asked = `the amount ${proposal.amount.toString()}, ${amount.toString()} on the grid,`;
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

function checkNotional(
  proposal: OrderProposal,
  rule: TradingRule,
  amount: Decimal,
  price: Decimal | undefined,
  context: OrderValidationContext,
): void {
  const isMarket = price === undefined;
  const hasMinimum = rule.minimumNotional.gt(0) && (!isMarket || rule.appliesMinimumNotionalToMarket);
  const maximum = !isMarket || rule.appliesMaximumNotionalToMarket ? rule.maximumNotional : undefined;
  if (!hasMinimum && maximum === undefined) return;
  const notional = knownPrice(proposal, price ?? context.bestPrice).times(amount);
  const minimum = rule.minimumNotional.times(ONE.plus(context.notionalMargin ?? DEFAULT_NOTIONAL_MARGIN));
  if (hasMinimum && notional.lt(minimum)) {
    throw denied('below-minimum-notional', proposal, `the notional ${notional.toString()} is below the minimum ${minimum.toString()}`);
  }
  if (maximum !== undefined && notional.gt(maximum)) {
    throw denied('above-maximum-notional', proposal, `the notional ${notional.toString()} is above the maximum ${maximum.toString()}`);
  }
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
