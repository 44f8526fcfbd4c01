import type { ExchangeConnector } from '../exchange/exchange-connector.ts';
import type { ReportValue } from '../telemetry/instruments.ts';
import type { LimitUsage } from '../throttle/limit-usage.ts';

/** What is read of a connector. */
export type ObservedConnector = Pick<ExchangeConnector, 'bookStatus' | 'inFlightOrders' | 'orderBooks' | 'rateLimitUsage' | 'statusDict'>;

/** Reads what a connector shows of its state, whenever metrics are collected. */
export function reportStatus(
  connector: ObservedConnector,
  name: string,
  privateStreamAgeMs: number | undefined,
  report: ReportValue,
): void {
  for (const [status, isReached] of Object.entries(connector.statusDict)) {
    report('venuekit.ready', isReached ? 1 : 0, { 'venuekit.connector': name, 'venuekit.status': status });
  }
  reportOrders(connector, name, report);
  for (const usage of connector.rateLimitUsage()) reportLimit(usage, name, report);
  const marketAgeMs = reportBooks(connector, name, report);
  if (marketAgeMs !== undefined) {
    report('venuekit.stream.age', marketAgeMs / 1_000, { 'venuekit.connector': name, 'venuekit.stream': 'market' });
  }
  if (privateStreamAgeMs !== undefined) {
    report('venuekit.stream.age', privateStreamAgeMs / 1_000, { 'venuekit.connector': name, 'venuekit.stream': 'private' });
  }
}

function reportOrders(connector: ObservedConnector, name: string, report: ReportValue): void {
  let inFlight = 0;
  let undecided = 0;
  for (const order of connector.inFlightOrders.values()) {
    inFlight += 1;
    if (order.outcome === 'unknown' || order.isLost) undecided += 1;
  }
  report('venuekit.orders.in_flight', inFlight, { 'venuekit.connector': name });
  report('venuekit.orders.undecided', undecided, { 'venuekit.connector': name });
}

function reportLimit(usage: LimitUsage, name: string, report: ReportValue): void {
  const attributes = {
    'venuekit.connector': name,
    'venuekit.rate_limit.id': usage.limitId,
    'venuekit.rate_limit.scope': usage.scope,
    // The holder of an account's limit is the application's own name for the account, which is nobody else's business.
    ...(usage.scope === 'connection' && usage.holder !== '' ? { 'venuekit.rate_limit.connection': usage.holder } : {}),
  };
  report('venuekit.rate_limit.used', usage.used, attributes);
  report('venuekit.rate_limit.limit', usage.limit, attributes);
  report('venuekit.rate_limit.waiting', usage.waiting, attributes);
  report('venuekit.rate_limit.paused', usage.pausedUntilMs === undefined ? 0 : 1, attributes);
}

/** @returns the age of the youngest message of any book, in ms */
function reportBooks(connector: ObservedConnector, name: string, report: ReportValue): number | undefined {
  let youngestMs: number | undefined;
  for (const pair of connector.orderBooks.keys()) {
    const { state, ageMs, gaps, resyncs } = connector.bookStatus(pair);
    const attributes = { 'venuekit.connector': name, 'venuekit.trading_pair': pair };
    report('venuekit.book.live', state === 'live' ? 1 : 0, attributes);
    report('venuekit.book.gaps', gaps, attributes);
    report('venuekit.book.resyncs', resyncs, attributes);
    if (ageMs === undefined) continue;
    report('venuekit.book.age', ageMs / 1_000, attributes);
    youngestMs = Math.min(youngestMs ?? ageMs, ageMs);
  }
  return youngestMs;
}
