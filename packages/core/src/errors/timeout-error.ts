import { ConnectorError } from './connector-error.ts';

/** An answer did not come in time; the request may have been executed. */
export class TimeoutError extends ConnectorError {
  override readonly name = 'TimeoutError';
  readonly code = 'TIMEOUT';
  readonly timeoutMs: number;

  constructor(subject: string, timeoutMs: number) {
    super(`${subject}: no answer within ${timeoutMs} ms`, { outcome: 'unknown', retryable: true });
    this.timeoutMs = timeoutMs;
  }
}
