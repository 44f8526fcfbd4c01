import { ConnectorError } from './connector-error.ts';

/** Why a venue refused a request, in words that are the same for all venues. */
export type RejectionReason =
  | 'insufficient-balance'
  | 'filter'
  | 'duplicate-client-order-id'
  | 'would-match'
  | 'would-trigger'
  | 'order-not-found'
  | 'unknown-symbol'
  | 'market-closed'
  | 'not-permitted'
  | 'invalid-request'
  | 'rate-limited'
  | 'other';

/** The venue's explicit "no" to this request: it was not executed. */
export class VenueRejection extends ConnectorError {
  override readonly name = 'VenueRejection';
  readonly code = 'VENUE_REJECTION';
  readonly reason: RejectionReason;
  readonly status: number;
  readonly venueCode: string;
  readonly venueMessage: string;

  constructor(details: {
    readonly reason: RejectionReason;
    readonly status: number;
    readonly venueCode: string;
    readonly venueMessage: string;
    readonly cause?: unknown;
  }) {
    super(`the venue refused the request (${details.reason}): ${details.venueCode} ${details.venueMessage}`, {
      cause: details.cause,
      outcome: 'rejected',
    });
    this.reason = details.reason;
    this.status = details.status;
    this.venueCode = details.venueCode;
    this.venueMessage = details.venueMessage;
  }
}

/** Whether the venue knows no such order; also for an error of another copy of the package. */
export function isOrderNotFound(error: unknown): boolean {
  return ConnectorError.is(error) && error.code === 'VENUE_REJECTION' && 'reason' in error && error.reason === 'order-not-found';
}
