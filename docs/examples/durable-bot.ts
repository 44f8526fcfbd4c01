import { ExchangeConnector } from '@venuekit/core';
import type { ConnectorDefinition, OrderFilledEvent, Runtime } from '@venuekit/core';
import { SqliteTrackingStore } from '@venuekit/core/sqlite';

// #region open
export function openDurably(parts: { definition: ConnectorDefinition; runtime: Runtime }, directory: string): ExchangeConnector {
  const store = new SqliteTrackingStore({ path: `${directory}/spot-main.db`, scope: 'spot/main' });
  const connector = new ExchangeConnector({ ...parts, store });
  connector.on('connector-failed', ({ error }) => console.error('not started, or stopped:', error.message));
  return connector;
}
// #endregion

// #region follow
/**
 * Books each fill once.
 * @param after the number of the last event that you have booked; 0 at first.
 * @param book writes the fill and `fill.sequence` in one transaction of yours.
 */
export async function bookFills(
  connector: ExchangeConnector,
  after: number,
  book: (fill: OrderFilledEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for await (const event of connector.events({ after, types: ['order-filled'], signal })) {
    if (event.type === 'order-filled') await book(event);
  }
}
// #endregion
