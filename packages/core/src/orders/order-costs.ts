import type { Decimal } from '../decimal/decimal.ts';
import type { OrderSide } from '../model/order.ts';
import type { TokenAmount, TradeFee } from '../model/trade-fee.ts';
import { splitTradingPair, type TradingPair } from '../model/trading-pair.ts';
import { feeCostImpact, type RateSource } from './trade-fee.ts';

/** An order whose costs are asked for. */
export interface CostedOrder {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly amount: Decimal;
  /** Undefined where no price is known: then only what does not depend on it is told. */
  readonly price: Decimal | undefined;
}

/** What a spot order gives away: the quote of a buy, the base of a sell; undefined for a buy without a known price. */
export function orderCollateral({ tradingPair, side, amount, price }: CostedOrder): TokenAmount | undefined {
  const { base, quote } = splitTradingPair(tradingPair);
  if (side === 'sell') return { asset: base, amount };
  return price === undefined ? undefined : { asset: quote, amount: amount.times(price) };
}

/**
 * Everything that a spot order needs to be available, by asset: what it gives away, and the fees on top of that.
 * @param rate converts a percentage that is charged in a third asset; without a rate it is left out.
 */
export function orderCosts(order: CostedOrder, fee: TradeFee | undefined, rate?: RateSource): Map<string, Decimal> {
  const costs = new Map<string, Decimal>();
  const collateral = orderCollateral(order);
  if (collateral !== undefined) costs.set(collateral.asset, collateral.amount);
  const { tradingPair, side, amount, price } = order;
  if (fee === undefined || price === undefined) return costs;
  const basis = { tradingPair, side, baseAmount: amount, quoteAmount: amount.times(price) };
  for (const part of feeCostImpact(fee, basis, rate)) {
    const before = costs.get(part.asset);
    costs.set(part.asset, before === undefined ? part.amount : before.plus(part.amount));
  }
  return costs;
}
