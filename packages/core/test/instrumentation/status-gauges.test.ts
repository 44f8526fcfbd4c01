import { describe, expect, it } from 'vitest';
import type { BookStatus } from '../../src/book/order-book-tracker-options.ts';
import { OrderBook } from '../../src/book/order-book.ts';
import { reportStatus } from '../../src/instrumentation/status-gauges.ts';
import type { ObservedConnector } from '../../src/instrumentation/status-gauges.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
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

const BOOK: BookStatus = {
  state: 'live',
  reason: undefined,
  sinceMs: 1,
  ageMs: undefined,
  resyncs: 0,
  gaps: 0,
  bufferedDiffs: 0,
};

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

  it('tells of each book, and the age of the youngest as that of the market stream', () => {
    const statuses = new Map<TradingPair, BookStatus>([
      ['BTC-USDT', { ...BOOK, ageMs: 2_000, gaps: 1, resyncs: 2 }],
      ['ETH-USDT', { ...BOOK, ageMs: 500 }],
      ['XRP-USDT', { ...BOOK, state: 'stale', ageMs: 9_000 }],
      ['SOL-USDT', { ...BOOK, state: 'stale' }],
    ]);
    const told: string[] = [];
    const connector: ObservedConnector = {
      ...connectorWith([{ ...limitOf('ip', ''), pausedUntilMs: 5 }, limitOf('ip', '')]),
      orderBooks: new Map(Array.from(statuses.keys(), (pair) => [pair, new OrderBook(pair)])),
      bookStatus: (pair) => statuses.get(pair) ?? BOOK,
    };
    reportStatus(connector, 'test', 250, (name, value, attributes) => {
      const subject = attributes['venuekit.trading_pair'] ?? attributes['venuekit.stream'] ?? '';
      told.push(`${name} ${String(subject)} ${value}`);
    });
    expect(told.filter((line) => line.startsWith('venuekit.book.live'))).toEqual([
      'venuekit.book.live BTC-USDT 1',
      'venuekit.book.live ETH-USDT 1',
      'venuekit.book.live XRP-USDT 0',
      'venuekit.book.live SOL-USDT 0',
    ]);
    expect(told.filter((line) => line.startsWith('venuekit.book.age'))).toEqual([
      'venuekit.book.age BTC-USDT 2',
      'venuekit.book.age ETH-USDT 0.5',
      'venuekit.book.age XRP-USDT 9',
    ]);
    expect(told.filter((line) => line.startsWith('venuekit.stream.age'))).toEqual([
      'venuekit.stream.age market 0.5',
      'venuekit.stream.age private 0.25',
    ]);
    expect(told.filter((line) => line.startsWith('venuekit.rate_limit.paused'))).toEqual([
      'venuekit.rate_limit.paused  1',
      'venuekit.rate_limit.paused  0',
    ]);
  });
});
