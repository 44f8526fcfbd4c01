import type { OrderOutcome } from '../errors/connector-error.ts';
import { orderOutcome } from '../errors/outcome.ts';
import type { OrderCommandResult } from '../model/order-command-result.ts';

/** What is to be said of a command that ended with an error. @param outcome what the error says of it; default: what it says by itself. */
export function failedCommand(clientOrderId: string, error: unknown, outcome: OrderOutcome = orderOutcome(error)): OrderCommandResult {
  const reason = error instanceof Error ? error.message : 'unknown error';
  return { clientOrderId, outcome: outcome === 'not-sent' ? 'denied' : outcome, reason };
}

export function deniedCommand(clientOrderId: string, reason: string): OrderCommandResult {
  return { clientOrderId, outcome: 'denied', reason };
}
