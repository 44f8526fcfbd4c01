import { ConnectorError } from './connector-error.ts';

/** The venue refused a request because its timestamp lay outside the accepted window; it was not executed. */
export class ClockError extends ConnectorError {
  override readonly name = 'ClockError';
  readonly code = 'CLOCK';
  readonly venueCode: string;
  readonly venueMessage: string;

  constructor(details: { readonly venueCode: string; readonly venueMessage: string; readonly cause?: unknown }) {
    super(`the venue refused the timestamp: ${details.venueCode} ${details.venueMessage}`, {
      cause: details.cause,
      outcome: 'rejected',
      retryable: true,
    });
    this.venueCode = details.venueCode;
    this.venueMessage = details.venueMessage;
  }
}

/** Whether a request was refused for its timestamp alone, so that it was not executed; also for an error of another copy of the package. */
export function isClockError(error: unknown): boolean {
  return ConnectorError.is(error) && error.code === 'CLOCK';
}
