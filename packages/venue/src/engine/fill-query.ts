import type { VenueFill } from '../model/trade.ts';
import type { FillQuery } from './world.ts';

/**
 * The fills that a query asks for, oldest first: from its lower bound on, or, without one, the newest.
 * @param fills of one account and market, by trade id.
 */
export function queryFills(fills: readonly VenueFill[], query: FillQuery): readonly VenueFill[] {
  const found: VenueFill[] = [];
  if (query.fromTradeId !== undefined || query.startTimeMs !== undefined) {
    for (let index = firstFrom(fills, query.fromTradeId ?? 0); index < fills.length && found.length < query.limit; index += 1) {
      const fill = fills[index];
      if (fill !== undefined && isAskedFor(fill, query)) found.push(fill);
    }
    return found;
  }
  for (let index = fills.length - 1; index >= 0 && found.length < query.limit; index -= 1) {
    const fill = fills[index];
    if (fill !== undefined && isAskedFor(fill, query)) found.push(fill);
  }
  return found.reverse();
}

function isAskedFor(fill: VenueFill, query: FillQuery): boolean {
  if (query.orderId !== undefined && fill.orderId !== query.orderId) return false;
  if (query.startTimeMs !== undefined && fill.trade.timeMs < query.startTimeMs) return false;
  return query.endTimeMs === undefined || fill.trade.timeMs <= query.endTimeMs;
}

function firstFrom(fills: readonly VenueFill[], tradeId: number): number {
  let low = 0;
  let high = fills.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const fill = fills[middle];
    if (fill !== undefined && fill.trade.tradeId < tradeId) low = middle + 1;
    else high = middle;
  }
  return low;
}
