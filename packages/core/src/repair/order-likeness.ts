import type { OpenOrder } from '../model/open-order.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';

/** How far the venue's clock may be from our idea of it when its times are compared with ours. */
const CLOCK_TOLERANCE_MS = 10_000;

/** Whether an open order of the venue has the market, side, price and amount of ours. */
export function isLike(order: InFlightOrder, row: OpenOrder): boolean {
  return (
    row.tradingPair === order.tradingPair &&
    row.side === order.side &&
    row.amount.eq(order.amount) &&
    order.price !== undefined &&
    row.price.eq(order.price)
  );
}

/** Whether something happened when the order may have been made: not before it, and not after `latestMs`. */
export function isInTimeOf(order: InFlightOrder, timeMs: number, latestMs: number): boolean {
  return timeMs >= order.creationTimeMs - CLOCK_TOLERANCE_MS && timeMs <= latestMs + CLOCK_TOLERANCE_MS;
}

/** Whether a fill has the market and side of our order, its time, and a price that the order allows. */
export function mayBeFillOf(order: InFlightOrder, trade: TradeUpdate): boolean {
  if (trade.tradingPair !== order.tradingPair || (trade.side ?? order.side) !== order.side) return false;
  if (trade.fillTimeMs < order.creationTimeMs - CLOCK_TOLERANCE_MS) return false;
  if (order.price === undefined) return true;
  return order.side === 'buy' ? trade.price.lte(order.price) : trade.price.gte(order.price);
}

/** Whether nobody could tell the two from each other before the venue has named them. */
export function areAlike(one: InFlightOrder, other: InFlightOrder): boolean {
  if (one.tradingPair !== other.tradingPair || one.side !== other.side || !one.amount.eq(other.amount)) return false;
  return one.price === undefined || other.price === undefined ? one.price === other.price : one.price.eq(other.price);
}
