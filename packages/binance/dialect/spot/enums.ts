import type { ExpiryReason, Instrument, Side, VenueOrder } from '@venuekit/venue';

/** The engine's words in the venue's spelling (`enums.md`). */
export const SIDES: Readonly<Record<Side, string>> = { buy: 'BUY', sell: 'SELL' };

export const ORDER_TYPES: Readonly<Record<VenueOrder['type'], string>> = { limit: 'LIMIT', 'limit-maker': 'LIMIT_MAKER', market: 'MARKET' };

const ORDER_STATUSES: Readonly<Record<VenueOrder['status'], string>> = {
  new: 'NEW',
  'partially-filled': 'PARTIALLY_FILLED',
  filled: 'FILLED',
  canceled: 'CANCELED',
  expired: 'EXPIRED',
  rejected: 'REJECTED',
};

const EXPIRY_REASONS: Readonly<Record<ExpiryReason, string | undefined>> = {
  'unfilled-ioc': 'UNFILLED_IOC_QUANTITY_EXPIRED',
  'unfilled-fok': 'UNFILLED_FOK_ORDER_EXPIRED',
  'insufficient-liquidity': 'INSUFFICIENT_LIQUIDITY',
  'self-trade': undefined,
};

export const SYMBOL_STATUSES: Readonly<Record<Instrument['status'], string>> = {
  trading: 'TRADING',
  halted: 'HALT',
  'cancel-only': 'CANCEL_ONLY',
};

/** What the engine does when an order would meet one of its own account: the incoming one ends. */
export const SELF_TRADE_PREVENTION = 'EXPIRE_TAKER';

export function statusOf(order: VenueOrder): string {
  return order.status === 'expired' && order.expiryReason === 'self-trade' ? 'EXPIRED_IN_MATCH' : ORDER_STATUSES[order.status];
}

/** Undefined for orders that did not expire, and for those that self-trade prevention ended. */
export function expiryReasonOf({ expiryReason }: VenueOrder): string | undefined {
  return expiryReason === undefined ? undefined : EXPIRY_REASONS[expiryReason];
}

export function isOnBook({ status, type }: VenueOrder): boolean {
  return type !== 'market' && (status === 'new' || status === 'partially-filled');
}
