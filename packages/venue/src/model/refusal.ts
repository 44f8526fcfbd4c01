/** Why the venue says no, in the engine's own words; a dialect turns it into codes and texts. */
export type RefusalReason =
  | 'unknown-symbol'
  | 'market-closed'
  | 'invalid-price'
  | 'invalid-amount'
  | 'below-minimum-notional'
  | 'above-maximum-notional'
  | 'price-out-of-band'
  | 'above-maximum-position'
  | 'invalid-trailing-delta'
  | 'iceberg-exceeds-amount'
  | 'too-many-iceberg-parts'
  | 'too-many-open-orders'
  | 'too-many-trigger-orders'
  | 'too-many-iceberg-orders'
  | 'too-many-order-lists'
  | 'too-many-amendments'
  /** The market has no such orders; `detail` is an order type, a member of `InstrumentFeatures`, or a mode of self-trade prevention. */
  | 'order-type-not-offered'
  | 'feature-not-offered'
  | 'self-trade-prevention-not-offered'
  | 'too-much-precision'
  | 'insufficient-balance'
  | 'would-match'
  | 'would-trigger'
  /** A list's orders do not fit together: their types, or their prices. */
  | 'bad-list-types'
  | 'bad-list-prices'
  | 'amend-increases-amount'
  | 'amend-changes-nothing'
  /** The order is open, but not in the status that the cancel asked for. */
  | 'cancel-restricted'
  | 'duplicate-client-order-id'
  | 'unknown-order'
  | 'unknown-order-list'
  | 'order-ids-disagree'
  | 'liquidity-below-minimum'
  | 'missing-parameter'
  | 'unexpected-parameter'
  | 'malformed-parameter'
  | 'bad-enum'
  | 'bad-key-format'
  | 'unknown-key'
  | 'bad-signature'
  | 'timestamp-too-old'
  | 'timestamp-too-new'
  | 'not-permitted'
  | 'rate-limited'
  | 'too-many-orders'
  | 'banned'
  | 'not-found'
  | 'already-subscribed'
  | 'not-subscribed'
  | 'not-logged-on'
  | 'internal';

/** A refused request. `detail` names the parameter, the filter or whatever the dialect's text needs. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  readonly detail: string;
  /** With `rate-limited`, `too-many-orders` and `banned`: venue ms until it is allowed again. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: RefusalReason, detail = '', retryAfterMs?: number) {
    super(detail === '' ? reason : `${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
}
