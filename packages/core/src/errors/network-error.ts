import { ConnectorError } from './connector-error.ts';

/** The network failed: refused, reset, unresolvable, closed. */
export class NetworkError extends ConnectorError {
  override readonly name = 'NetworkError';
  readonly code = 'NETWORK';
  /** Host and port, never the query. */
  readonly host: string;
  /** False when it is certain that no byte of the request left. */
  readonly mayHaveBeenSent: boolean;

  constructor(details: { readonly host: string; readonly problem: string; readonly mayHaveBeenSent: boolean; readonly cause?: unknown }) {
    super(`${details.host}: ${details.problem}`, {
      cause: details.cause,
      outcome: details.mayHaveBeenSent ? 'unknown' : 'not-sent',
      retryable: true,
    });
    this.host = details.host;
    this.mayHaveBeenSent = details.mayHaveBeenSent;
  }
}
