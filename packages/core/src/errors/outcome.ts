import { ConnectorError } from './connector-error.ts';
import type { OrderOutcome } from './connector-error.ts';

/**
 * What an error says about the order command that ended with it. Only `rejected` (the venue's explicit answer for this
 * order) may fail an order; `not-sent` means that no byte of the command left; everything else is `unknown` and keeps the
 * order in flight until a targeted query answers.
 */
export function orderOutcome(error: unknown): OrderOutcome {
  return ConnectorError.is(error) ? error.outcome : 'unknown';
}
