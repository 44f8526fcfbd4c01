import { type ExpiryReason, type Instrument, isOpen, type SelfTradePrevention, type Side, type VenueOrder } from '@venuekit/venue';

/** The engine's words in the venue's spelling (`enums.md`). */
export const SIDES: Readonly<Record<Side, string>> = { buy: 'BUY', sell: 'SELL' };

export const ORDER_TYPES: Readonly<Record<VenueOrder['type'], string>> = {
  limit: 'LIMIT',
  'limit-maker': 'LIMIT_MAKER',
  market: 'MARKET',
  'stop-loss': 'STOP_LOSS',
  'stop-loss-limit': 'STOP_LOSS_LIMIT',
  'take-profit': 'TAKE_PROFIT',
  'take-profit-limit': 'TAKE_PROFIT_LIMIT',
};

export const ORDER_STATUSES: Readonly<Record<VenueOrder['status'], string>> = {
  'pending-new': 'PENDING_NEW',
  new: 'NEW',
  'partially-filled': 'PARTIALLY_FILLED',
  filled: 'FILLED',
  canceled: 'CANCELED',
  expired: 'EXPIRED',
  'expired-in-match': 'EXPIRED_IN_MATCH',
  rejected: 'REJECTED',
};

const EXPIRY_REASONS: Readonly<Record<ExpiryReason, string>> = {
  'unfilled-ioc': 'UNFILLED_IOC_QUANTITY_EXPIRED',
  'unfilled-fok': 'UNFILLED_FOK_ORDER_EXPIRED',
  'insufficient-liquidity': 'INSUFFICIENT_LIQUIDITY',
  'price-range': 'EXECUTION_RULE_PRICE_RANGE_EXCEEDED',
  'oco-partner': 'OCO_TRIGGER',
  'working-order-ended': 'OTO_PHASE_ONE_EXPIRED',
  'insufficient-balance': 'REJECTED',
  'would-match': 'REJECTED',
  'would-trigger': 'REJECTED',
  'amended-to-nothing': 'EXCHANGE_CANCELED',
};

/** Why an order that had waited could not be placed: the reject reasons of `executionReport`. */
const REJECT_REASONS: ReadonlyMap<ExpiryReason, string> = new Map<ExpiryReason, string>([
  ['insufficient-balance', 'INSUFFICIENT_BALANCES'],
  ['would-match', 'WOULD_MATCH_IMMEDIATELY'],
  ['would-trigger', 'STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY'],
]);

export const SYMBOL_STATUSES: Readonly<Record<Instrument['status'], string>> = {
  trading: 'TRADING',
  halted: 'HALT',
  'cancel-only': 'CANCEL_ONLY',
};

export const PREVENTION_MODES: Readonly<Record<SelfTradePrevention, string>> = {
  none: 'NONE',
  'expire-taker': 'EXPIRE_TAKER',
  'expire-maker': 'EXPIRE_MAKER',
  'expire-both': 'EXPIRE_BOTH',
  decrement: 'DECREMENT',
};

/** Undefined for orders that did not expire, and for those that self-trade prevention ended. */
export function expiryReasonOf({ expiryReason }: VenueOrder): string | undefined {
  return expiryReason === undefined ? undefined : EXPIRY_REASONS[expiryReason];
}

export function rejectReasonOf({ expiryReason }: VenueOrder): string {
  return (expiryReason === undefined ? undefined : REJECT_REASONS.get(expiryReason)) ?? 'NONE';
}

/** Whether it may trade now: it waits for nothing. */
export function isOnBook(order: VenueOrder): boolean {
  return isOpen(order) && order.type !== 'market' && order.workingTimeMs !== undefined;
}
