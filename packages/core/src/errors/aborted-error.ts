import { ConnectorError } from './connector-error.ts';

/** The caller, or `stop()`, ended a wait or a request. */
export class AbortedError extends ConnectorError {
  override readonly name = 'AbortedError';
  readonly code = 'ABORTED';

  constructor(subject: string, details: { readonly mayHaveBeenSent: boolean; readonly cause?: unknown }) {
    super(`${subject}: aborted`, { cause: details.cause, outcome: details.mayHaveBeenSent ? 'unknown' : 'not-sent' });
  }
}
