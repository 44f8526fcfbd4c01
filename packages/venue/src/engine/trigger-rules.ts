import type { Decimal } from '@venuekit/core/connector';
import type { Side, VenueOrderType } from '../model/order-kinds.ts';

/** What an order's trigger follows from. */
export interface TriggerTerms {
  readonly side: Side;
  readonly type: VenueOrderType;
  readonly stopPrice: Decimal | undefined;
  readonly trailingDelta: number | undefined;
}

/** Which way the price must go to reach the stop price. */
export function stopDirection({ side, type }: Pick<TriggerTerms, 'side' | 'type'>): 'rise' | 'fall' {
  const isTakeProfit = type === 'take-profit' || type === 'take-profit-limit';
  return (side === 'sell') === isTakeProfit ? 'rise' : 'fall';
}

/** Whether a trade at this price reaches the stop price; never for an order that has none. */
export function reachesStop(terms: TriggerTerms, price: Decimal): boolean {
  if (terms.stopPrice === undefined) return false;
  return stopDirection(terms) === 'rise' ? price.gte(terms.stopPrice) : price.lte(terms.stopPrice);
}

/** The price at which a trailing order triggers: a seller's so far below the highest, a buyer's so far above the lowest since it follows. */
export function trailingLimit(side: Side, best: Decimal, delta: number): Decimal {
  return best.times(side === 'sell' ? 10_000 - delta : 10_000 + delta).div(10_000);
}
