/** Why the venue says no, in the engine's own words; a dialect turns it into codes and texts. */
export type RefusalReason =
  | 'unknown-symbol'
  | 'market-closed'
  | 'invalid-price'
  | 'invalid-amount'
  | 'below-minimum-notional'
  | 'too-many-open-orders'
  | 'too-much-precision'
  | 'insufficient-balance'
  | 'would-match'
  | 'duplicate-client-order-id'
  | 'unknown-order'
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
