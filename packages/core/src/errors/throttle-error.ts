import { ConnectorError } from './connector-error.ts';

/** A rate limit cannot be used as asked: its id is unknown, or the weight is above the limit. */
export class ThrottleError extends ConnectorError {
  override readonly name = 'ThrottleError';
  readonly code = 'THROTTLE';
  readonly limitId: string;

  constructor(limitId: string, problem: string) {
    super(`rate limit "${limitId}": ${problem}`, { outcome: 'not-sent' });
    this.limitId = limitId;
  }
}
