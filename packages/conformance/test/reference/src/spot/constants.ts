import { ConfigurationError, checkedUrl } from '@venuekit/core/connector';
import type { LinkedLimitWeightPair, RateLimit } from '@venuekit/core/connector';

/** The venue's environments that have hosts of their own; each has its own keys. */
export type PlainDomain = 'main';

/** Where one environment is reached. URLs end without a slash. */
export interface PlainSpotHosts {
  readonly rest: string;
  readonly publicStream: string;
  readonly privateStream: string;
}

const HOSTS: Readonly<Record<PlainDomain, PlainSpotHosts>> = {
  main: {
    rest: 'https://rest.plain.example',
    publicStream: 'wss://stream.plain.example',
    privateStream: 'wss://stream.plain.example',
  },
};

/**
 * The hosts of a domain, or the explicit ones, checked.
 * @throws ConfigurationError for an unknown domain, or a URL with a wrong scheme, credentials, a query or a fragment.
 */
export function spotHosts(domain: PlainDomain | PlainSpotHosts): PlainSpotHosts {
  if (typeof domain === 'string') {
    if (Object.hasOwn(HOSTS, domain)) return HOSTS[domain];
    throw new ConfigurationError('domain', 'option', `should be one of ${Object.keys(HOSTS).join(', ')}`);
  }
  return {
    rest: checkedUrl('hosts.rest', domain.rest, ['https:', 'http:']),
    publicStream: checkedUrl('hosts.publicStream', domain.publicStream, ['wss:', 'ws:']),
    privateStream: checkedUrl('hosts.privateStream', domain.privateStream, ['wss:', 'ws:']),
  };
}

export const SERVER_TIME_PATH = '/time';
export const EXCHANGE_INFO_PATH = '/markets';
export const DEPTH_PATH = '/book';
export const TICKER_PRICE_PATH = '/prices';
export const ORDER_PATH = '/orders';
export const MY_TRADES_PATH = '/fills';
export const ACCOUNT_PATH = '/balances';
export const COMMISSION_PATH = '/fees';

/** Calls whose rate limit is no path. */
export const LIMIT_IDS = { anyRequest: 'any request', placeOrder: 'place an order', connect: 'connect' } as const;

const WEIGHT_POOL = 'weight';
const ORDERS_POOL = 'orders';
const MINUTE_MS = 60_000;

/** What the limits are called in the header of each answer that tells how much of them is used. */
export const USAGE_HEADERS: ReadonlyMap<string, string> = new Map([
  ['weight', WEIGHT_POOL],
  ['orders', ORDERS_POOL],
]);

/** An endpoint has no limit of its own, only what it costs of the pools. */
const UNBOUNDED = 1_000_000_000;

/** The pools, and what each call costs of them. */
export const SPOT_RATE_LIMITS: readonly RateLimit[] = [
  { limitId: WEIGHT_POOL, limit: 1_200, intervalMs: MINUTE_MS, scope: 'ip' },
  { limitId: ORDERS_POOL, limit: 100, intervalMs: 10_000, scope: 'account' },
  endpoint(SERVER_TIME_PATH, 1),
  endpoint(EXCHANGE_INFO_PATH, 1),
  endpoint(LIMIT_IDS.anyRequest, 1),
  endpoint(LIMIT_IDS.placeOrder, 1, [{ limitId: ORDERS_POOL }]),
  endpoint(LIMIT_IDS.connect, 1),
];

function endpoint(limitId: string, weight: number, pools: readonly LinkedLimitWeightPair[] = []): RateLimit {
  return { limitId, limit: UNBOUNDED, intervalMs: MINUTE_MS, linkedLimits: [{ limitId: WEIGHT_POOL, weight }, ...pools] };
}

/** All ids of ours begin with this. */
export const CLIENT_ORDER_ID_PREFIX = 'vk-';
export const CLIENT_ORDER_ID_MAX_LENGTH = 36;
