import type { OrderType } from './order.ts';

const LIMIT_PRICED: ReadonlySet<OrderType> = new Set(['limit', 'limit-maker', 'stop-loss-limit', 'take-profit-limit']);
const TRIGGERED: ReadonlySet<OrderType> = new Set(['stop-loss', 'stop-loss-limit', 'take-profit', 'take-profit-limit']);
const TIMED: ReadonlySet<OrderType> = new Set(['limit', 'stop-loss-limit', 'take-profit-limit']);

/** Whether orders of a type trade at a limit price; the others take what the market gives. */
export function hasLimitPrice(orderType: OrderType): boolean {
  return LIMIT_PRICED.has(orderType);
}

/** Whether orders of a type wait for a price before they trade. */
export function isTriggered(orderType: OrderType): boolean {
  return TRIGGERED.has(orderType);
}

/** Whether orders of a type have a time in force. */
export function hasTimeInForce(orderType: OrderType): boolean {
  return TIMED.has(orderType);
}
