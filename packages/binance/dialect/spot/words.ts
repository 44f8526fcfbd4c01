import type { Decimal } from '@venuekit/core/connector';
import type { CancelRestriction, ExecutionKind, Instrument, SelfTradePrevention, Side, VenueOrder } from '@venuekit/venue';

/** The engine's words in the venue's spelling (`enums.md`), for writing and for reading. */
export const SIDES: Readonly<Record<Side, string>> = { buy: 'BUY', sell: 'SELL' };

export const TIMES_IN_FORCE: Readonly<Record<VenueOrder['timeInForce'], string>> = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK' };

export const ORDER_TYPES: Readonly<Record<VenueOrder['type'], string>> = {
  limit: 'LIMIT',
  'limit-maker': 'LIMIT_MAKER',
  market: 'MARKET',
  'stop-loss': 'STOP_LOSS',
  'stop-loss-limit': 'STOP_LOSS_LIMIT',
  'take-profit': 'TAKE_PROFIT',
  'take-profit-limit': 'TAKE_PROFIT_LIMIT',
};

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

export const CANCEL_RESTRICTIONS: Readonly<Record<CancelRestriction, string>> = {
  new: 'ONLY_NEW',
  'partially-filled': 'ONLY_PARTIALLY_FILLED',
};

/** How much the answer to an order tells. */
export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

export const RESPONSE_TYPES: Readonly<Record<ResponseType, string>> = { ACK: 'ACK', RESULT: 'RESULT', FULL: 'FULL' };

/** Words that are only written, where the engine's differ in spelling alone. */
export function upperCased(own: VenueOrder['status'] | ExecutionKind): string {
  return own.toUpperCase().replaceAll('-', '_');
}

/** Amounts and prices carry eight decimals; what is not there is told as 0. */
export function fixed(value: Decimal | undefined): string {
  return value?.toFixed(8) ?? '0.00000000';
}
