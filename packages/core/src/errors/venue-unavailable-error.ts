import { ConnectorError } from './connector-error.ts';

/** The venue answered, but not with a verdict on the request: a 5xx, an overload, an answer of unknown meaning. */
export class VenueUnavailableError extends ConnectorError {
  override readonly name = 'VenueUnavailableError';
  readonly code = 'VENUE_UNAVAILABLE';
  readonly status: number;
  readonly venueCode: string;
  readonly venueMessage: string;

  constructor(details: { readonly status: number; readonly venueCode: string; readonly venueMessage: string; readonly cause?: unknown }) {
    super(`the venue did not decide: HTTP ${details.status} ${details.venueCode} ${details.venueMessage}`.trimEnd(), {
      cause: details.cause,
      outcome: 'unknown',
      retryable: true,
    });
    this.status = details.status;
    this.venueCode = details.venueCode;
    this.venueMessage = details.venueMessage;
  }
}
