import { type Decimal, ONE, ZERO } from '../decimal/decimal.ts';
import type { OrderSide } from '../model/order.ts';
import { splitTradingPair, type TradingPair } from '../model/trading-pair.ts';

/** An order as far as it holds funds. */
export interface LockingOrder {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  /** Undefined for a market order. */
  readonly price: Decimal | undefined;
  /** What may still be executed, in base; 0 for an order that has ended. */
  readonly remainingBase: Decimal;
}

/** A fill as far as it moves balances. */
export interface BalanceFill {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly baseAmount: Decimal;
  readonly quoteAmount: Decimal;
  /** The venue's time in ms. */
  readonly fillTimeMs: number;
}

/** Amounts by asset. */
export type AssetAmounts = ReadonlyMap<string, Decimal>;

/**
 * What orders hold, by asset: the rest of a sell in base, the rest of a buy at its price, and the maker's fee with it, in quote. A
 * market order holds no quote that could be told.
 * @param makerFee the fraction that a buy pays on top of its price; default none
 */
export function lockedBy<Order extends LockingOrder>(
  orders: Iterable<Order>,
  makerFee: (order: Order) => Decimal = () => ZERO,
): Map<string, Decimal> {
  const locked = new Map<string, Decimal>();
  for (const order of orders) {
    const { base, quote } = splitTradingPair(order.tradingPair);
    if (order.side === 'sell') add(locked, base, order.remainingBase);
    else if (order.price !== undefined) add(locked, quote, order.remainingBase.times(order.price).times(ONE.plus(makerFee(order))));
  }
  return locked;
}

/** What fills brought less what they took, by asset, without fees. */
export function netOfFills(fills: Iterable<Omit<BalanceFill, 'fillTimeMs'>>): Map<string, Decimal> {
  const net = new Map<string, Decimal>();
  for (const fill of fills) addFill(net, fill);
  return net;
}

/** Adds one fill to amounts by asset: a buy brings base and takes quote, a sell the other way round. */
export function addFill(net: Map<string, Decimal>, { tradingPair, side, baseAmount, quoteAmount }: Omit<BalanceFill, 'fillTimeMs'>): void {
  const { base, quote } = splitTradingPair(tradingPair);
  add(net, base, side === 'buy' ? baseAmount : baseAmount.negated());
  add(net, quote, side === 'buy' ? quoteAmount.negated() : quoteAmount);
}

/** What an estimate of one asset is made of. */
export interface AvailableEstimate {
  /** What the last query told as available. */
  readonly snapshotAvailable: Decimal;
  /** What our orders held when that was asked. */
  readonly lockedThen: Decimal;
  readonly lockedNow: Decimal;
  /** The net of the fills after that. */
  readonly filledSince: Decimal;
}

/** What is available now, where the venue tells balances only when it is asked. */
export function estimateAvailable({ snapshotAvailable, lockedThen, lockedNow, filledSince }: AvailableEstimate): Decimal {
  return snapshotAvailable.plus(lockedThen).minus(lockedNow).plus(filledSince);
}

/** What may be used of an asset of which we were given `limit` at most: never more than is available, never below 0. */
export function limitAvailable(available: Decimal, limit: Decimal, lockedNow: Decimal, filledSinceStart: Decimal): Decimal {
  const left = limit.minus(lockedNow).plus(filledSinceStart);
  const allowed = left.gt(0) ? left : ZERO;
  return allowed.lt(available) ? allowed : available;
}

function add(amounts: Map<string, Decimal>, asset: string, amount: Decimal): void {
  const before = amounts.get(asset);
  amounts.set(asset, before === undefined ? amount : before.plus(amount));
}
