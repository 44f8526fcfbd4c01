import { ConfigurationError } from '@venuekit/core/connector';
import type { RateLimit } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import {
  CLIENT_ORDER_ID_MAX_LENGTH,
  CLIENT_ORDER_ID_PREFIX,
  DEPTH_LIMIT_IDS,
  EXCHANGE_INFO_PATH,
  LIMIT_IDS,
  ORDER_STATES,
  ORDER_TYPES,
  ORDER_TYPE_NAMES,
  PING_PATH,
  SERVER_TIME_PATH,
  SPOT_RATE_LIMITS,
  STREAM_SEND_SPACING_MS,
  spotHosts,
} from '../../src/spot/constants.ts';

const limits = new Map<string, RateLimit>(SPOT_RATE_LIMITS.map((limit) => [limit.limitId, limit]));

function weightOf(limitId: string): number | undefined {
  return limits.get(limitId)?.linkedLimits?.find((link) => link.limitId === 'REQUEST_WEIGHT')?.weight;
}

describe('the rate table', () => {
  it('has no id twice, and links only to limits that it has', () => {
    expect(limits.size).toBe(SPOT_RATE_LIMITS.length);
    for (const { linkedLimits = [] } of SPOT_RATE_LIMITS) for (const { limitId } of linkedLimits) expect(limits.has(limitId)).toBe(true);
  });

  it('charges no call more than a limit can hold', () => {
    for (const { limit, weight = 1, linkedLimits = [] } of SPOT_RATE_LIMITS) {
      expect(weight).toBeLessThanOrEqual(limit);
      for (const link of linkedLimits) expect(link.weight ?? 1).toBeLessThanOrEqual(limits.get(link.limitId)?.limit ?? 0);
    }
  });

  it('has the venue’s pools', () => {
    expect(limits.get('REQUEST_WEIGHT')).toMatchObject({ limit: 6000, intervalMs: 60_000 });
    expect(limits.get('RAW_REQUESTS')).toMatchObject({ limit: 300_000, intervalMs: 300_000 });
    expect(limits.get('ORDERS per 10 seconds')).toMatchObject({ limit: 50, intervalMs: 10_000, scope: 'account' });
    expect(limits.get('ORDERS per day')).toMatchObject({ limit: 160_000, intervalMs: 86_400_000, scope: 'account' });
    expect(limits.get('CONNECTIONS')).toMatchObject({ limit: 300, intervalMs: 300_000 });
    expect(limits.get('stream frames')).toMatchObject({ limit: 5, intervalMs: 1_000, scope: 'connection' });
  });

  it('charges every endpoint to weight and raw requests, with the weights of today', () => {
    const weights = [
      [PING_PATH, 1],
      [SERVER_TIME_PATH, 1],
      [EXCHANGE_INFO_PATH, 20],
      [DEPTH_LIMIT_IDS[100], 5],
      [DEPTH_LIMIT_IDS[500], 25],
      [DEPTH_LIMIT_IDS[1000], 50],
      [DEPTH_LIMIT_IDS[5000], 250],
      ['/api/v3/ticker/price', 2],
      // Without a symbol, or with several.
      [LIMIT_IDS.lastPricesOfMany, 4],
      [LIMIT_IDS.placeOrder, 1],
      ['/api/v3/order/cancelReplace', 1],
      ['/api/v3/orderList/oco', 1],
      ['/api/v3/orderList/oto', 1],
      ['/api/v3/orderList/otoco', 1],
      ['/api/v3/order/test', 1],
      ['/api/v3/order/amend/keepPriority', 4],
      [LIMIT_IDS.cancelOrder, 1],
      [LIMIT_IDS.queryOrder, 4],
      [LIMIT_IDS.openOrdersOfPair, 6],
      [LIMIT_IDS.openOrdersOfAll, 80],
      [LIMIT_IDS.tradesOfOrder, 5],
      [LIMIT_IDS.tradesSince, 20],
      ['/api/v3/account', 20],
      ['/api/v3/account/commission', 20],
      // Connecting, session.logon and userDataStream.subscribe, 2 each.
      [LIMIT_IDS.connectWsApi, 6],
    ] as const;
    for (const [limitId, weight] of weights) expect([limitId, weightOf(limitId)]).toEqual([limitId, weight]);
    const endpoints = SPOT_RATE_LIMITS.filter(({ limitId }) => weightOf(limitId) !== undefined);
    expect(endpoints).toHaveLength(weights.length);
    for (const { linkedLimits = [] } of endpoints) expect(linkedLimits.map(({ limitId }) => limitId)).toContain('RAW_REQUESTS');
  });

  it('bounds calls by the pools alone, so that a pool that the venue raises can be used', () => {
    const endpoints = SPOT_RATE_LIMITS.filter(({ linkedLimits }) => linkedLimits !== undefined);
    for (const { limit, weight } of endpoints) expect([limit >= 1_000_000_000, weight]).toEqual([true, undefined]);
  });

  it('counts both kinds of sockets as connections', () => {
    const counted = SPOT_RATE_LIMITS.filter(({ linkedLimits = [] }) => linkedLimits.some(({ limitId }) => limitId === 'CONNECTIONS'));
    expect(counted.map(({ limitId }) => limitId)).toEqual([LIMIT_IDS.connectWsApi, LIMIT_IDS.connectStream]);
  });

  it('counts only placements as orders', () => {
    const counted = SPOT_RATE_LIMITS.filter(({ linkedLimits = [] }) => linkedLimits.some(({ limitId }) => limitId.startsWith('ORDERS')));
    const orders = counted.map(({ limitId, linkedLimits = [] }) => [
      limitId,
      linkedLimits.filter((link) => link.limitId.startsWith('ORDERS')).map(({ weight }) => weight),
    ]);
    expect(orders).toEqual([
      [LIMIT_IDS.placeOrder, [1, 1]],
      ['/api/v3/order/cancelReplace', [1, 1]],
      ['/api/v3/orderList/oco', [2, 2]],
      ['/api/v3/orderList/oto', [2, 2]],
      ['/api/v3/orderList/otoco', [3, 3]],
    ]);
  });

  it('leaves room for a ping and a pong in each second of the market stream', () => {
    expect(Math.ceil(1000 / STREAM_SEND_SPACING_MS) + 2).toBeLessThanOrEqual(5);
  });
});

describe('hosts', () => {
  it.each([
    ['com', 'https://api.binance.com', 'wss://ws-api.binance.com:443/ws-api/v3', 'wss://stream.binance.com:9443'],
    ['testnet', 'https://testnet.binance.vision', 'wss://ws-api.testnet.binance.vision/ws-api/v3', 'wss://stream.testnet.binance.vision'],
    ['demo', 'https://demo-api.binance.com', 'wss://demo-ws-api.binance.com/ws-api/v3', 'wss://demo-stream.binance.com'],
  ] as const)('of %s are those of the documents', (domain, rest, wsApi, streams) => {
    expect(spotHosts(domain)).toEqual({ rest, wsApi, streams });
  });

  const good = { rest: 'http://127.0.0.1:1', wsApi: 'ws://127.0.0.1:1/ws-api/v3', streams: 'ws://127.0.0.1:1' };

  it.each([
    ['hosts.rest', { ...good, rest: 'ws://127.0.0.1' }],
    ['hosts.rest', { ...good, rest: 'https://user:secret@host' }],
    ['hosts.wsApi', { ...good, wsApi: 'https://host' }],
    ['hosts.wsApi', { ...good, wsApi: 'wss://host/ws-api/v3?apiKey=secret' }],
    ['hosts.streams', { ...good, streams: 'nowhere' }],
    ['hosts.streams', { ...good, streams: 'wss://host/#secret' }],
  ])('that cannot be used are refused, naming %s and quoting nothing', (field, hosts) => {
    expect(() => spotHosts(hosts)).toThrow(ConfigurationError);
    expect(() => spotHosts(hosts)).toThrow(field);
    expect(() => spotHosts(hosts)).not.toThrow('secret');
  });

  it('of a domain that does not exist are refused, also of one that every object has', () => {
    for (const domain of ['us', 'constructor', '__proto__']) {
      expect(() => void Reflect.apply(spotHosts, undefined, [domain])).toThrow(ConfigurationError);
    }
  });
});

describe('names', () => {
  it('of client order ids leave room for what core adds, within what the venue takes', () => {
    expect(CLIENT_ORDER_ID_PREFIX).toMatch(/^[a-zA-Z0-9-_]{1,8}$/);
    expect(CLIENT_ORDER_ID_MAX_LENGTH).toBe(36);
  });

  it('of order types are the same both ways', () => {
    for (const [name, type] of ORDER_TYPES) expect(ORDER_TYPE_NAMES[type]).toBe(name);
    expect(ORDER_TYPES.size).toBe(Object.keys(ORDER_TYPE_NAMES).length);
  });

  it('of states are those of the documents, and only FILLED, CANCELED, REJECTED and EXPIRED end an order', () => {
    expect(Object.fromEntries(ORDER_STATES)).toEqual({
      NEW: 'open',
      PENDING_NEW: 'open',
      PENDING_CANCEL: 'open',
      PARTIALLY_FILLED: 'partially-filled',
      FILLED: 'filled',
      CANCELED: 'canceled',
      REJECTED: 'failed',
      EXPIRED: 'expired',
      EXPIRED_IN_MATCH: 'expired',
    });
  });
});
