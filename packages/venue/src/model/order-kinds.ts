/** Which way a trade goes for an order's owner. */
export type Side = 'buy' | 'sell';

/**
 * `stop-loss` and `take-profit` wait for their trigger and then trade like `market`; with `-limit` they become a limit order. A stop-loss
 * goes with the price (sells when it has fallen, buys when it has risen), a take-profit against it.
 */
export type VenueOrderType = 'limit' | 'limit-maker' | 'market' | 'stop-loss' | 'stop-loss-limit' | 'take-profit' | 'take-profit-limit';

export type VenueTimeInForce = 'GTC' | 'IOC' | 'FOK';

/** What happens where an order would trade with one of its own account; the incoming order's mode decides. `decrement` ends the smaller one. */
export type SelfTradePrevention = 'none' | 'expire-taker' | 'expire-maker' | 'expire-both' | 'decrement';

/** `pending-new`: it waits for the working order of its list. An order that waits for its trigger is `new`. */
export type VenueOrderStatus =
  | 'pending-new'
  | 'new'
  | 'partially-filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'expired-in-match'
  | 'rejected';

/**
 * Why an order expired. `oco-partner`: the other order of its pair went ahead; `working-order-ended`: the order that it waited for ended
 * unfilled; `insufficient-balance`, `would-match` and `would-trigger`: what it waited for came, and then it could not be placed.
 */
export type ExpiryReason =
  | 'unfilled-ioc'
  | 'unfilled-fok'
  | 'insufficient-liquidity'
  | 'price-range'
  | 'oco-partner'
  | 'working-order-ended'
  | 'insufficient-balance'
  | 'would-match'
  | 'would-trigger'
  | 'amended-to-nothing';

/** Whether an order of this type waits for a trigger. */
export function isTriggerType(type: VenueOrderType): boolean {
  return type !== 'limit' && type !== 'limit-maker' && type !== 'market';
}

/** Whether an order of this type has no price of its own, and so never rests. */
export function isPriceless(type: VenueOrderType): boolean {
  return type === 'market' || type === 'stop-loss' || type === 'take-profit';
}
