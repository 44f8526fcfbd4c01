import type { Capabilities } from '../definition/capabilities.ts';
import type { BatchOutcome } from '../definition/connector-definition.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { OrderOutcome } from '../errors/connector-error.ts';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import { orderOutcome } from '../errors/outcome.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem } from '../services/connector-services.ts';

/** How one command of a batch has ended: the venue's yes, or an error and what it says of this command. */
export type CommandResult<Value> = { readonly value: Value } | { readonly error: unknown; readonly outcome: OrderOutcome };

/** Splits commands into batches that the venue takes, in their order. */
export function splitIntoBatches<Command extends { readonly tradingPair: TradingPair }>(
  commands: readonly Command[],
  capabilities: Capabilities,
): readonly (readonly Command[])[] {
  const { maximumBatchSize = Number.POSITIVE_INFINITY, batchesOneMarket = false } = capabilities;
  const open = new Map<TradingPair | undefined, Command[]>();
  const batches: Command[][] = [];
  for (const command of commands) {
    const key = batchesOneMarket ? command.tradingPair : undefined;
    const batch = open.get(key);
    if (batch !== undefined && batch.length < maximumBatchSize) {
      batch.push(command);
      continue;
    }
    const fresh = [command];
    open.set(key, fresh);
    batches.push(fresh);
  }
  return batches;
}

/**
 * Sends one batch and says of each of its commands how it has ended. Never throws: where the batch failed as a whole, each command
 * has ended so.
 */
export async function sendBatch<Value>(
  services: ConnectorServices,
  size: number,
  send: () => Promise<readonly BatchOutcome<Value>[]>,
): Promise<readonly CommandResult<Value>[]> {
  let outcomes: readonly BatchOutcome<Value>[];
  try {
    outcomes = await send();
  } catch (error) {
    return Array.from({ length: size }, () => ({ error, outcome: outcomeOfWholeBatch(error) }));
  }
  if (outcomes.length === size) {
    return outcomes.map((outcome) => ('value' in outcome ? outcome : { error: outcome.error, outcome: orderOutcome(outcome.error) }));
  }
  // The outcomes are told by place, so that none can be trusted.
  const error = new InvalidPayloadError({
    field: 'outcomes',
    origin: 'the answer to a batch',
    expected: `${size} outcomes`,
    received: outcomes.length,
  });
  reportProblem(services, 'rest', error.message, error);
  return Array.from({ length: size }, () => ({ error, outcome: 'unknown' }));
}

/**
 * What an error says of each command of a batch that failed with it. A refusal of the request as such (its rate, credentials,
 * time) holds for all; the venue's no may be to one of the commands after others were carried out, so that it decides nothing.
 */
function outcomeOfWholeBatch(error: unknown): OrderOutcome {
  return ConnectorError.is(error) && error.code === 'VENUE_REJECTION' ? 'unknown' : orderOutcome(error);
}
