import { ConnectorError } from './connector-error.ts';

/** Why a stream had to be given up or started again. */
export type StreamProblem = 'pong-missing' | 'data-stale' | 'overflow' | 'terminated' | 'login-refused' | 'subscription-refused' | 'closed';

/** A stream could not go on; it is started again unless the connector was stopped. */
export class StreamError extends ConnectorError {
  override readonly name = 'StreamError';
  readonly code = 'STREAM';
  readonly problem: StreamProblem;

  constructor(problem: StreamProblem, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { ...options, retryable: true });
    this.problem = problem;
  }
}
