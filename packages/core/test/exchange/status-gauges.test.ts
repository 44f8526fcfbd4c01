import { describe, expect, it } from 'vitest';
import { reportStatus } from '../../src/exchange/status-gauges.ts';
import type { ObservedConnector } from '../../src/exchange/status-gauges.ts';
import type { LimitUsage } from '../../src/throttle/limit-usage.ts';

function limitOf(scope: LimitUsage['scope'], holder: string): LimitUsage {
  return {
    limitId: 'frames',
    venue: '',
    scope,
    holder,
    used: 2,
    ownUsed: 2,
    venueUsed: undefined,
    limit: 5,
    venueLimit: 5,
    intervalMs: 1_000,
    waiting: 1,
    waitingByLane: { cancel: 0, order: 0, query: 1 },
    pausedUntilMs: undefined,
    pauseReason: undefined,
  };
}

function connectorWith(limits: readonly LimitUsage[]): ObservedConnector {
  return {
    statusDict: {
      symbolsMappingInitialized: true,
      orderBooksInitialized: false,
      accountBalance: false,
      tradingRuleInitialized: false,
      userStreamInitialized: false,
    },
    inFlightOrders: new Map(),
    orderBooks: new Map(),
    bookStatus: () => {
      throw new Error('there is no book');
    },
    rateLimitUsage: () => limits,
  };
}

describe('the status of a connector', () => {
  it('names the connection that a limit belongs to, and never an account', () => {
    const told: unknown[] = [];
    const limits = [limitOf('connection', 'private'), limitOf('account', 'my account'), limitOf('connection', '')];
    reportStatus(connectorWith(limits), 'test', undefined, (name, value, attributes) => {
      if (name === 'venuekit.rate_limit.used') told.push(value, attributes);
    });
    const shared = { 'venuekit.connector': 'test', 'venuekit.rate_limit.id': 'frames' };
    expect(told).toEqual([
      2,
      { ...shared, 'venuekit.rate_limit.scope': 'connection', 'venuekit.rate_limit.connection': 'private' },
      2,
      { ...shared, 'venuekit.rate_limit.scope': 'account' },
      2,
      { ...shared, 'venuekit.rate_limit.scope': 'connection' },
    ]);
  });

  it('tells no age of what has never spoken', () => {
    const names: string[] = [];
    reportStatus(connectorWith([]), 'test', undefined, (name) => names.push(name));
    expect(new Set(names)).toEqual(new Set(['venuekit.ready', 'venuekit.orders.in_flight', 'venuekit.orders.undecided']));
  });
});
