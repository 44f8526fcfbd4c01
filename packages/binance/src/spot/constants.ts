import { ConfigurationError, checkedUrl } from '@venuekit/core/connector';
import type {
  FirstFillRelease,
  LinkedLimitWeightPair,
  OrderListKind,
  OrderSide,
  OrderType,
  RateLimit,
  ReportedOrderState,
  SelfTradePrevention,
} from '@venuekit/core/connector';

/** The venue's environments that have hosts of their own; each has its own keys. */
export type BinanceDomain = 'com' | 'testnet' | 'demo';

/** Where one environment is reached. URLs end without a slash. */
export interface BinanceSpotHosts {
  /** For instance `https://api.binance.com`. */
  readonly rest: string;
  /** The WebSocket API with its path, for instance `wss://ws-api.binance.com:443/ws-api/v3`. */
  readonly wsApi: string;
  /** The market streams without a path, for instance `wss://stream.binance.com:9443`. */
  readonly streams: string;
}

const HOSTS: Readonly<Record<BinanceDomain, BinanceSpotHosts>> = {
  com: {
    rest: 'https://api.binance.com',
    wsApi: 'wss://ws-api.binance.com:443/ws-api/v3',
    streams: 'wss://stream.binance.com:9443',
  },
  testnet: {
    rest: 'https://testnet.binance.vision',
    wsApi: 'wss://ws-api.testnet.binance.vision/ws-api/v3',
    streams: 'wss://stream.testnet.binance.vision',
  },
  demo: {
    rest: 'https://demo-api.binance.com',
    wsApi: 'wss://demo-ws-api.binance.com/ws-api/v3',
    streams: 'wss://demo-stream.binance.com',
  },
};

/**
 * The hosts of a domain, or the explicit ones, checked.
 * @throws ConfigurationError for an unknown domain, or a URL with a wrong scheme, credentials, a query or a fragment.
 */
export function spotHosts(domain: BinanceDomain | BinanceSpotHosts): BinanceSpotHosts {
  if (typeof domain === 'string') {
    if (Object.hasOwn(HOSTS, domain)) return HOSTS[domain];
    throw new ConfigurationError('domain', 'option', `should be one of ${Object.keys(HOSTS).join(', ')}`);
  }
  return {
    rest: checkedUrl('hosts.rest', domain.rest, ['https:', 'http:']),
    wsApi: checkedUrl('hosts.wsApi', domain.wsApi, ['wss:', 'ws:']),
    streams: checkedUrl('hosts.streams', domain.streams, ['wss:', 'ws:']),
  };
}

export const PING_PATH = '/api/v3/ping';
export const SERVER_TIME_PATH = '/api/v3/time';
export const EXCHANGE_INFO_PATH = '/api/v3/exchangeInfo';
export const DEPTH_PATH = '/api/v3/depth';
export const TICKER_PRICE_PATH = '/api/v3/ticker/price';
export const ORDER_PATH = '/api/v3/order';
export const TEST_ORDER_PATH = '/api/v3/order/test';
export const CANCEL_REPLACE_PATH = '/api/v3/order/cancelReplace';
export const AMEND_PATH = '/api/v3/order/amend/keepPriority';
/** By the kind of the list. */
export const ORDER_LIST_PATHS: Readonly<Record<OrderListKind, string>> = {
  oco: '/api/v3/orderList/oco',
  oto: '/api/v3/orderList/oto',
  otoco: '/api/v3/orderList/otoco',
};
export const OPEN_ORDERS_PATH = '/api/v3/openOrders';
export const MY_TRADES_PATH = '/api/v3/myTrades';
export const ACCOUNT_PATH = '/api/v3/account';
export const COMMISSION_PATH = '/api/v3/account/commission';
/** Below the streams' host: every message comes wrapped with the name of its stream. */
export const COMBINED_STREAM_PATH = '/stream';

/** How many levels a side a snapshot may have; deeper ones cost more weight. */
export type SnapshotDepth = 100 | 500 | 1000 | 5000;

/** Calls whose rate limit is no path: they share a path, or a parameter decides the weight. */
export type LimitedCall =
  | 'placeOrder'
  | 'cancelOrder'
  | 'queryOrder'
  | 'openOrdersOfPair'
  | 'openOrdersOfAll'
  | 'tradesOfOrder'
  | 'tradesSince'
  | 'lastPricesOfMany'
  | 'connectWsApi'
  | 'connectStream';

export const LIMIT_IDS: Readonly<Record<LimitedCall, string>> = {
  placeOrder: `POST ${ORDER_PATH}`,
  cancelOrder: `DELETE ${ORDER_PATH}`,
  queryOrder: `GET ${ORDER_PATH}`,
  openOrdersOfPair: `${OPEN_ORDERS_PATH} of one symbol`,
  openOrdersOfAll: `${OPEN_ORDERS_PATH} of all symbols`,
  tradesOfOrder: `${MY_TRADES_PATH} of one order`,
  tradesSince: `${MY_TRADES_PATH} by time`,
  lastPricesOfMany: `${TICKER_PRICE_PATH} of many`,
  connectWsApi: 'WS API connect',
  connectStream: 'stream connect',
};

export const DEPTH_LIMIT_IDS: Readonly<Record<SnapshotDepth, string>> = {
  100: `${DEPTH_PATH} 100`,
  500: `${DEPTH_PATH} 500`,
  1000: `${DEPTH_PATH} 1000`,
  5000: `${DEPTH_PATH} 5000`,
};

const MINUTE_MS = 60_000;
const WEIGHT_POOL = 'REQUEST_WEIGHT';
const RAW_POOL = 'RAW_REQUESTS';
const ORDERS_PER_10_SECONDS_POOL = 'ORDERS per 10 seconds';
const ORDERS_PER_DAY_POOL = 'ORDERS per day';
const CONNECTIONS_POOL = 'CONNECTIONS';
/** What we send over one socket of the market streams; the venue counts pings and pongs too. */
export const STREAM_FRAMES_POOL = 'stream frames';
/** The pools that count unfilled orders. */
export const ORDER_POOLS: ReadonlySet<string> = new Set([ORDERS_PER_10_SECONDS_POOL, ORDERS_PER_DAY_POOL]);

/** The rows of `rateLimits` in `exchangeInfo`, by type and interval, and our pools. */
export const POOLS_BY_TYPE_AND_INTERVAL: ReadonlyMap<string, string> = new Map([
  ['REQUEST_WEIGHT MINUTE', WEIGHT_POOL],
  ['RAW_REQUESTS MINUTE', RAW_POOL],
  ['ORDERS SECOND', ORDERS_PER_10_SECONDS_POOL],
  ['ORDERS DAY', ORDERS_PER_DAY_POOL],
  ['CONNECTIONS MINUTE', CONNECTIONS_POOL],
]);

/** The headers that count what is used of a pool (`rest-api.md`, IP Limits and Unfilled Order Count). */
export const USAGE_HEADERS: ReadonlyMap<string, string> = new Map([
  ['x-mbx-used-weight-1m', WEIGHT_POOL],
  ['x-mbx-order-count-10s', ORDERS_PER_10_SECONDS_POOL],
  ['x-mbx-order-count-1d', ORDERS_PER_DAY_POOL],
]);

/**
 * What the venue promises to take off the order counts at an order's first fill (`faqs/order_count_decrement.md`): one. A maker's
 * fill may take off more, by an amount that it does not tell.
 */
export const FIRST_FILL_RELEASES: readonly FirstFillRelease[] = [...ORDER_POOLS].map((limitId) => ({ limitId, taker: 1, maker: 1 }));

/** An endpoint has no limit of its own, only what it costs of the pools, which the venue may raise. */
const UNBOUNDED = 1_000_000_000;

/**
 * The limits of `GET /api/v3/exchangeInfo` with the weights that `rest-api.md` gives each endpoint, until the venue says its own. The
 * ORDERS pools begin with the lowest values that it documents. Connections to the two socket services count together, which is
 * stricter than to count them apart.
 */
export const SPOT_RATE_LIMITS: readonly RateLimit[] = [
  { limitId: WEIGHT_POOL, limit: 6000, intervalMs: MINUTE_MS },
  { limitId: RAW_POOL, limit: 300_000, intervalMs: 5 * MINUTE_MS },
  { limitId: ORDERS_PER_10_SECONDS_POOL, limit: 50, intervalMs: 10_000, scope: 'account' },
  { limitId: ORDERS_PER_DAY_POOL, limit: 160_000, intervalMs: 24 * 60 * MINUTE_MS, scope: 'account' },
  { limitId: CONNECTIONS_POOL, limit: 300, intervalMs: 5 * MINUTE_MS },
  { limitId: STREAM_FRAMES_POOL, limit: 5, intervalMs: 1000, scope: 'connection' },
  endpoint(PING_PATH, 1),
  endpoint(SERVER_TIME_PATH, 1),
  endpoint(EXCHANGE_INFO_PATH, 20),
  endpoint(DEPTH_LIMIT_IDS[100], 5),
  endpoint(DEPTH_LIMIT_IDS[500], 25),
  endpoint(DEPTH_LIMIT_IDS[1000], 50),
  endpoint(DEPTH_LIMIT_IDS[5000], 250),
  endpoint(TICKER_PRICE_PATH, 2),
  endpoint(LIMIT_IDS.lastPricesOfMany, 4),
  endpoint(LIMIT_IDS.placeOrder, 1, newOrders(1)),
  endpoint(CANCEL_REPLACE_PATH, 1, newOrders(1)),
  endpoint(ORDER_LIST_PATHS.oco, 1, newOrders(2)),
  endpoint(ORDER_LIST_PATHS.oto, 1, newOrders(2)),
  endpoint(ORDER_LIST_PATHS.otoco, 1, newOrders(3)),
  endpoint(TEST_ORDER_PATH, 1),
  endpoint(AMEND_PATH, 4),
  endpoint(LIMIT_IDS.cancelOrder, 1),
  endpoint(LIMIT_IDS.queryOrder, 4),
  endpoint(LIMIT_IDS.openOrdersOfPair, 6),
  endpoint(LIMIT_IDS.openOrdersOfAll, 80),
  endpoint(LIMIT_IDS.tradesOfOrder, 5),
  endpoint(LIMIT_IDS.tradesSince, 20),
  endpoint(ACCOUNT_PATH, 20),
  endpoint(COMMISSION_PATH, 20),
  // 2 to connect, and 2 for each request of the login that follows: a signed login must not wait any more.
  entry(LIMIT_IDS.connectWsApi, [{ limitId: WEIGHT_POOL, weight: 6 }, { limitId: RAW_POOL, weight: 2 }, { limitId: CONNECTIONS_POOL }]),
  entry(LIMIT_IDS.connectStream, [{ limitId: CONNECTIONS_POOL }]),
];

function newOrders(weight: number): readonly LinkedLimitWeightPair[] {
  return [
    { limitId: ORDERS_PER_10_SECONDS_POOL, weight },
    { limitId: ORDERS_PER_DAY_POOL, weight },
  ];
}

function endpoint(limitId: string, weight: number, pools: readonly LinkedLimitWeightPair[] = []): RateLimit {
  return entry(limitId, [{ limitId: WEIGHT_POOL, weight }, { limitId: RAW_POOL }, ...pools]);
}

function entry(limitId: string, linkedLimits: readonly LinkedLimitWeightPair[]): RateLimit {
  return { limitId, limit: UNBOUNDED, intervalMs: MINUTE_MS, linkedLimits };
}

/** The venue cuts a stream socket that gets more than 5 messages a second, its pings and our pongs included. */
export const STREAM_SEND_SPACING_MS = 350;
/** 1024 streams per connection, two for each pair. */
export const MAXIMUM_FOLLOWED_PAIRS = 512;
/** Most rows of one page of trades. */
export const TRADES_PAGE_LENGTH = 1000;
/** The longest span that a trades query with both bounds may have. */
export const TRADES_WINDOW_MS: number = 24 * 60 * MINUTE_MS;

/** `^[a-zA-Z0-9-_]{1,36}$` is what the venue accepts. */
export const CLIENT_ORDER_ID_MAX_LENGTH = 36;
export const CLIENT_ORDER_ID_PREFIX = 'vk-';

/** The venue's sides and ours. */
export const ORDER_SIDES: ReadonlyMap<string, OrderSide> = new Map([
  ['BUY', 'buy'],
  ['SELL', 'sell'],
]);
/** The venue's order types and ours. */
export const ORDER_TYPE_NAMES: Readonly<Record<OrderType, string>> = {
  limit: 'LIMIT',
  'limit-maker': 'LIMIT_MAKER',
  market: 'MARKET',
  'stop-loss': 'STOP_LOSS',
  'stop-loss-limit': 'STOP_LOSS_LIMIT',
  'take-profit': 'TAKE_PROFIT',
  'take-profit-limit': 'TAKE_PROFIT_LIMIT',
};
export const ORDER_TYPES: ReadonlyMap<string, OrderType> = new Map([
  ['LIMIT', 'limit'],
  ['LIMIT_MAKER', 'limit-maker'],
  ['MARKET', 'market'],
  ['STOP_LOSS', 'stop-loss'],
  ['STOP_LOSS_LIMIT', 'stop-loss-limit'],
  ['TAKE_PROFIT', 'take-profit'],
  ['TAKE_PROFIT_LIMIT', 'take-profit-limit'],
]);

/** The venue's words for what happens when two orders of one owner meet (`enums.md`, STP Modes). */
export const SELF_TRADE_PREVENTION_NAMES: Readonly<Record<SelfTradePrevention, string>> = {
  none: 'NONE',
  'expire-taker': 'EXPIRE_TAKER',
  'expire-maker': 'EXPIRE_MAKER',
  'expire-both': 'EXPIRE_BOTH',
  decrement: 'DECREMENT',
  transfer: 'TRANSFER',
};

/** The venue's order status and ours (`enums.md`). A status that is not listed is unknown: never terminal, asked again. */
export const ORDER_STATES: ReadonlyMap<string, ReportedOrderState> = new Map([
  ['NEW', 'open'],
  ['PENDING_NEW', 'open'],
  ['PENDING_CANCEL', 'open'],
  ['PARTIALLY_FILLED', 'partially-filled'],
  ['FILLED', 'filled'],
  ['CANCELED', 'canceled'],
  ['REJECTED', 'failed'],
  ['EXPIRED', 'expired'],
  ['EXPIRED_IN_MATCH', 'expired'],
]);
