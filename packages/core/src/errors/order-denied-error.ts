import { ConnectorError } from './connector-error.ts';

/** Why an order was refused before anything was sent. */
export type DenialReason =
  | 'not-started'
  | 'unknown-trading-pair'
  | 'market-not-tradable'
  | 'unsupported-order-type'
  | 'invalid-price'
  | 'invalid-stop-price'
  | 'invalid-trailing-delta'
  | 'invalid-amount'
  | 'invalid-iceberg-amount'
  | 'unsupported-option'
  | 'unsupported-command'
  | 'not-replaceable'
  | 'invalid-order-list'
  | 'list-member-denied'
  | 'below-minimum-size'
  | 'above-maximum-size'
  | 'below-minimum-notional'
  | 'above-maximum-notional'
  | 'no-price-known'
  | 'insufficient-balance'
  | 'duplicate-client-order-id'
  | 'request-not-sent';

/** An order was refused by VenueKit itself; no request has left. */
export class OrderDeniedError extends ConnectorError {
  override readonly name = 'OrderDeniedError';
  readonly code = 'ORDER_DENIED';
  readonly reason: DenialReason;

  constructor(reason: DenialReason, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { ...options, outcome: 'not-sent' });
    this.reason = reason;
  }
}
