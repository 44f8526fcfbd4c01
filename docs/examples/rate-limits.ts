import { ExchangeConnector } from '@venuekit/core';
import { RateGovernor, Throttler, streamAdmission } from '@venuekit/core/connector';
import type { ConnectorDefinition, RateFeedback, RateLimit, Runtime } from '@venuekit/core/connector';

// #region table
export const limitTable: readonly RateLimit[] = [
  { limitId: 'weight', limit: 6_000, intervalMs: 60_000 },
  { limitId: 'orders', limit: 100, intervalMs: 10_000, scope: 'account' },
  { limitId: 'connections', limit: 300, intervalMs: 300_000 },
  { limitId: 'frames', limit: 5, intervalMs: 1_000, scope: 'connection' },
  { limitId: 'place', limit: 100_000, intervalMs: 60_000, linkedLimits: [{ limitId: 'weight' }, { limitId: 'orders' }] },
];
// #endregion

// #region sharing
/** Two accounts behind one address. */
export function openAccounts({ clock }: Runtime): readonly Throttler[] {
  const governor = new RateGovernor({ clock });
  return ['main', 'hedge'].map((account) => new Throttler({ limits: limitTable, clock, governor, venue: 'example', account }));
}
// #endregion

// #region connectors
/** The same with connectors: one budget of the address, and one of orders for each account. */
export function connectAccounts(definitions: ReadonlyMap<string, ConnectorDefinition>, runtime: Runtime): readonly ExchangeConnector[] {
  const rateGovernor = new RateGovernor({ clock: runtime.clock });
  return [...definitions].map(([account, definition]) => new ExchangeConnector({ definition, runtime, rateGovernor, account }));
}
// #endregion

// #region socket
export function gateOfMarketData(throttler: Throttler): ReturnType<typeof streamAdmission> {
  const connection = throttler.forConnection('market data');
  return streamAdmission(connection, { connectLimitId: 'connections', sendLimitId: 'frames' });
}
// #endregion

// #region feedback
export const readUsage: RateFeedback = (response) => {
  const used = response.headers.get('x-used-weight');
  return used === undefined ? [] : [{ limitId: 'weight', used: Number.parseInt(used, 10) }];
};
// #endregion
