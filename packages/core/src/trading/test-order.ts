import type { OrderCommandResult } from '../model/order-command-result.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { deniedCommand, failedCommand } from './command-outcome.ts';
import type { OrderEntry } from './order-entry.ts';
import type { OrderIntent } from './order-intent.ts';

/** Has an order checked by us, then by the venue, without placing it. Nothing is tracked or reserved. */
export async function testOrder(
  services: ConnectorServices,
  entry: OrderEntry,
  intent: OrderIntent,
  clientOrderId: string,
): Promise<OrderCommandResult> {
  const { definition } = services;
  if (definition.testOrder === undefined || definition.capabilities.supportsTestOrder !== true) {
    return deniedCommand(clientOrderId, 'the venue tests no orders');
  }
  if (!entry.isStarted()) return deniedCommand(clientOrderId, 'the connector is not started');
  try {
    await definition.testOrder(entry.context(), entry.screen(intent, clientOrderId, 'check'));
    return { clientOrderId, outcome: 'accepted' };
  } catch (error) {
    return failedCommand(clientOrderId, error);
  }
}
