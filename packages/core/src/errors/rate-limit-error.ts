import { ConnectorError } from './connector-error.ts';

/** The venue refused a request because too many were made (429), or has banned us for a while (418). */
export class RateLimitError extends ConnectorError {
  override readonly name = 'RateLimitError';
  readonly code = 'RATE_LIMITED';
  readonly status: number;
  readonly venueCode: string;
  /** How long the venue asked us to wait, already bounded. */
  readonly retryAfterMs: number;
  /** True when the venue has banned the address, not only refused one request. */
  readonly isBan: boolean;

  constructor(details: {
    readonly status: number;
    readonly venueCode: string;
    readonly venueMessage: string;
    readonly retryAfterMs: number;
    readonly isBan: boolean;
    readonly cause?: unknown;
  }) {
    super(`${details.isBan ? 'banned' : 'rate limited'} by the venue for ${details.retryAfterMs} ms: ${details.venueMessage}`, {
      cause: details.cause,
      outcome: 'rejected',
      retryable: true,
    });
    this.status = details.status;
    this.venueCode = details.venueCode;
    this.retryAfterMs = details.retryAfterMs;
    this.isBan = details.isBan;
  }
}
