import { ConnectorError } from './connector-error.ts';

/** A request could not be made ready (venue time, processors, signature), so it was not sent; `cause` says why. */
export class RequestNotSentError extends ConnectorError {
  override readonly name = 'RequestNotSentError';
  readonly code = 'REQUEST_NOT_SENT';

  constructor(subject: string, problem: string, options: { readonly cause?: unknown; readonly retryable?: boolean } = {}) {
    super(`${subject}: not sent: ${problem}`, { ...options, outcome: 'not-sent' });
  }
}
