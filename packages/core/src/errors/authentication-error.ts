import { ConnectorError } from './connector-error.ts';

/** The venue refused key, signature or permission. */
export class AuthenticationError extends ConnectorError {
  override readonly name = 'AuthenticationError';
  readonly code = 'AUTHENTICATION';
  readonly status: number;
  readonly venueCode: string;
  readonly venueMessage: string;

  constructor(details: { readonly status: number; readonly venueCode: string; readonly venueMessage: string; readonly cause?: unknown }) {
    super(`the venue refused the credentials: ${details.venueCode} ${details.venueMessage}`, { cause: details.cause, outcome: 'rejected' });
    this.status = details.status;
    this.venueCode = details.venueCode;
    this.venueMessage = details.venueMessage;
  }
}
