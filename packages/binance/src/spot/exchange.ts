import { ExchangeConnector, createRuntime } from '@venuekit/core';
import { ConfigurationError, ConnectorError, PayloadFields, asError, buildTradeFee, isClockError } from '@venuekit/core/connector';
import type {
  BalanceSnapshotRow,
  ConnectorDefinition,
  Decimal,
  FeeRates,
  MaybePromise,
  OrderType,
  RequestContext,
  Runtime,
  Secret,
  TradeFeeSchema,
  TradingPair,
  TradingRule,
  UserStreamUpdate,
} from '@venuekit/core/connector';
import { amendOrder } from './amend-order.ts';
import { cancelReplaceOrder } from './cancel-replace.ts';
import { BinanceAuthenticator, DEFAULT_RECV_WINDOW_MS } from '../auth.ts';
import { DEFAULT_FEES } from '../utils.ts';
import { buildApiFactory, isRejectionWith, signed, skippedIn } from '../web-utils.ts';
import {
  ACCOUNT_PATH,
  CLIENT_ORDER_ID_MAX_LENGTH,
  CLIENT_ORDER_ID_PREFIX,
  COMMISSION_PATH,
  EXCHANGE_INFO_PATH,
  FIRST_FILL_RELEASES,
  LIMIT_IDS,
  MAXIMUM_FOLLOWED_PAIRS,
  PING_PATH,
  SPOT_RATE_LIMITS,
  TICKER_PRICE_PATH,
  spotHosts,
} from './constants.ts';
import type { BinanceDomain, BinanceSpotHosts, SnapshotDepth } from './constants.ts';
import { parseRateLimits, parseSymbolRows, parseTradingRule } from './exchange-info.ts';
import { placeOrderList } from './order-lists.ts';
import { SPOT_RECORDING } from './recording.ts';
import { SpotOrderBookDataSource } from './order-book-data-source.ts';
import {
  allTradeUpdatesForOrder,
  placeCancel,
  placeOrder,
  requestClientOrderId,
  requestOpenOrders,
  requestOrderStatus,
  testOrder,
  tradeUpdatesSince,
} from './order-requests.ts';
import { parseAccountPosition, parseBalanceUpdate, parseBalances, parseCommission, parseExecutionReport } from './private-wire.ts';
import { SpotUserStreamDataSource } from './user-stream-data-source.ts';
import { parseLastPrice, parseLastPrices } from './wire.ts';

/** What a user says of the connector; see docs/connectors/binance-spot.md. */
export interface BinanceSpotOptions {
  /** The pairs that are followed from the start, at most 512: the venue allows 1,024 streams on a socket, and a pair needs two. */
  readonly tradingPairs: readonly TradingPair[];
  /** Default `com`. Each has keys of its own. */
  readonly domain?: BinanceDomain;
  /** Explicit URLs instead of the domain's; plain `http:` and `ws:` only where the runtime allows it: to loopback. */
  readonly hosts?: BinanceSpotHosts;
  /** Needs the venue's permissions to read and to trade on spot. Without key and secret the connector offers public data only. */
  readonly apiKey?: Secret | string | undefined;
  /** The HMAC secret, or an RSA or Ed25519 private key, unencrypted, in PEM form (PKCS#8); which one is told by the text. */
  readonly apiSecret?: Secret | string | undefined;
  /** Where the keys came from, for errors. Default `option`. */
  readonly origin?: string;
  /** False: no private stream and no orders, although there are keys. Default: true when keys are given. */
  readonly isTradingRequired?: boolean;
  /**
   * How long a signed request is valid at the venue, in ms, up to 60,000 (`rest-api.md`, Timing security). Default 5,000. An order
   * whose fate is unknown cannot be called never arrived before this has passed.
   */
  readonly recvWindowMs?: number;
  /** Levels a side of a book's snapshot. Default 1,000 (weight 50 of 6,000 a minute; 5,000 costs 250). */
  readonly snapshotDepth?: SnapshotDepth;
}

const ORDER_TYPES: readonly OrderType[] = [
  'limit',
  'limit-maker',
  'market',
  'stop-loss',
  'stop-loss-limit',
  'take-profit',
  'take-profit-limit',
];

/** The venue takes a fee from what an order brings. */
const FEE_SCHEMA: TradeFeeSchema = { ...DEFAULT_FEES, isBuyFeeDeductedFromReturns: true };

/**
 * The definition of the Binance spot connector.
 * @throws ConfigurationError for missing or malformed keys, unknown domains, wrong URLs and too many pairs.
 */
export function binanceSpot(options: BinanceSpotOptions): ConnectorDefinition {
  if (options.tradingPairs.length > MAXIMUM_FOLLOWED_PAIRS) {
    throw new ConfigurationError('tradingPairs', 'option', `names more than ${MAXIMUM_FOLLOWED_PAIRS} pairs`);
  }
  const domain = options.hosts === undefined ? (options.domain ?? 'com') : 'custom';
  const hosts = spotHosts(options.hosts ?? options.domain ?? 'com');
  const authenticator = createAuthenticator(options);
  return {
    name: domain === 'com' ? 'binance' : `binance-${domain}`,
    domain,
    authenticator,
    rateLimitsRules: SPOT_RATE_LIMITS,
    rateLimitVenue: `binance spot ${new URL(hosts.rest).host}`,
    firstFillReleases: FIRST_FILL_RELEASES,
    clientOrderIdMaxLength: CLIENT_ORDER_ID_MAX_LENGTH,
    clientOrderIdPrefix: CLIENT_ORDER_ID_PREFIX,
    tradingRulesRequestPath: EXCHANGE_INFO_PATH,
    tradingPairsRequestPath: EXCHANGE_INFO_PATH,
    checkNetworkRequestPath: PING_PATH,
    tradingPairs: options.tradingPairs,
    isCancelRequestInExchangeSynchronous: true,
    recordingAllowList: SPOT_RECORDING,
    isTradingRequired: options.isTradingRequired ?? authenticator !== undefined,
    capabilities: {
      orderTypes: ORDER_TYPES,
      timeInForce: ['GTC', 'IOC', 'FOK'],
      supportsTrailing: true,
      supportsIceberg: true,
      supportsQuoteAmount: true,
      selfTradePreventionModes: ['none', 'expire-taker', 'expire-maker', 'expire-both', 'decrement', 'transfer'],
      supportsAmendKeepPriority: true,
      supportsCancelReplace: true,
      orderLists: ['oco', 'oto', 'otoco'],
      supportsTestOrder: true,
      maximumTradingPairs: MAXIMUM_FOLLOWED_PAIRS,
      queriesTradesSince: true,
      tellsLimitUsage: true,
      requestValidityMs: authenticator?.recvWindowMs ?? DEFAULT_RECV_WINDOW_MS,
    },

    createWebAssistantsFactory: (environment) => buildApiFactory({ environment, domain: hosts, authenticator }),
    createOrderBookDataSource: () =>
      new SpotOrderBookDataSource({ streamsUrl: hosts.streams, snapshotDepth: options.snapshotDepth ?? 1000 }),
    createUserStreamDataSource: () => {
      if (authenticator === undefined) throw new ConfigurationError('apiKey', 'option', 'is missing: the private stream needs keys');
      return new SpotUserStreamDataSource({ wsApiUrl: hosts.wsApi, authenticator });
    },

    supportedOrderTypes: () => ORDER_TYPES,
    isRequestExceptionRelatedToTimeSynchronizer: isClockError,
    isOrderNotFoundDuringStatusUpdateError: (error) => isRejectionWith(error, '-2013'),
    isOrderNotFoundDuringCancelationError: (error) => isRejectionWith(error, '-2011') && error.reason === 'order-not-found',
    getFee: (question) =>
      buildTradeFee(FEE_SCHEMA, { ...question, positionAction: 'nil', isMaker: question.isMaker ?? question.orderType === 'limit-maker' }),

    placeOrder,
    placeCancel,
    amendOrder,
    cancelReplaceOrder,
    placeOrderList,
    testOrder,
    requestOrderStatus,
    requestClientOrderId,
    allTradeUpdatesForOrder,
    requestOpenOrders,
    tradeUpdatesSince,

    formatTradingRules,
    formatRateLimits: parseRateLimits,
    initializeTradingPairSymbolsFromExchangeInfo,
    updateBalances,
    updateTradingFees,
    getLastTradedPrice,
    getLastTradedPrices,
    userStreamEventListener,
  };
}

/**
 * A connector to Binance spot, not started yet.
 * @param runtime default: the real world, which `createRuntime` of `@venuekit/core` gives.
 * @throws ConfigurationError as `binanceSpot`.
 */
export function createBinanceSpot(options: BinanceSpotOptions, runtime: Runtime = createRuntime()): ExchangeConnector {
  return new ExchangeConnector({ definition: binanceSpot(options), runtime });
}

/** @throws ConfigurationError when only one of the two is given, trading needs both, or one cannot be used. */
function createAuthenticator(options: BinanceSpotOptions): BinanceAuthenticator | undefined {
  const { apiKey, apiSecret, isTradingRequired, origin = 'option', recvWindowMs } = options;
  if (apiKey === undefined && apiSecret === undefined && isTradingRequired !== true) return undefined;
  if (apiKey === undefined) throw new ConfigurationError('apiKey', origin, 'is missing');
  if (apiSecret === undefined) throw new ConfigurationError('apiSecret', origin, 'is missing');
  return new BinanceAuthenticator({ apiKey, apiSecret, origin, ...(recvWindowMs === undefined ? {} : { recvWindowMs }) });
}

function formatTradingRules(context: RequestContext, reply: unknown, onProblem: (error: Error) => void): readonly TradingRule[] {
  const rules: TradingRule[] = [];
  const unknownFilters = new Set<string>();
  // A row without names has been reported when the names were read, from this same reply.
  for (const row of parseSymbolRows(reply, () => undefined)) {
    try {
      context.symbols.tradingPair(row.exchangeSymbol);
      rules.push(parseTradingRule(row, (filterType) => unknownFilters.add(filterType)));
    } catch (error) {
      onProblem(asError(error, row.fields.origin));
    }
  }
  if (unknownFilters.size > 0) context.log.warn({ filters: [...unknownFilters] }, 'filters of unknown types bound nothing here');
  return rules;
}

function initializeTradingPairSymbolsFromExchangeInfo(
  reply: unknown,
  onProblem: (error: Error) => void,
): readonly { readonly exchangeSymbol: string; readonly tradingPair: TradingPair }[] {
  return parseSymbolRows(reply, onProblem).map(({ exchangeSymbol, tradingPair }) => ({ exchangeSymbol, tradingPair }));
}

/** `GET /api/v3/account`. */
async function updateBalances(context: RequestContext): Promise<readonly BalanceSnapshotRow[]> {
  return parseBalances(await signed(context, ACCOUNT_PATH, { path: ACCOUNT_PATH }), skippedIn(context, undefined));
}

/** Errors that are of one market alone; a dead network or wrong keys are of all. */
const ERRORS_OF_ONE_PAIR: ReadonlySet<string> = new Set(['VENUE_REJECTION', 'INVALID_PAYLOAD', 'UNKNOWN_TRADING_PAIR']);

/** `GET /api/v3/account/commission`, which answers for one symbol at a time. */
async function updateTradingFees(context: RequestContext, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, FeeRates>> {
  const rates = new Map<TradingPair, FeeRates>();
  for (const pair of pairs) {
    try {
      const parameters = { symbol: context.symbols.exchangeSymbol(pair) };
      rates.set(pair, parseCommission(await signed(context, COMMISSION_PATH, { path: COMMISSION_PATH, parameters }), pair));
    } catch (error) {
      if (!ConnectorError.is(error) || !ERRORS_OF_ONE_PAIR.has(error.code)) throw error;
      skippedIn(context, pair)(error);
    }
  }
  return rates;
}

/** `GET /api/v3/ticker/price`. */
async function getLastTradedPrice(context: RequestContext, pair: TradingPair): Promise<Decimal> {
  const symbol = context.symbols.exchangeSymbol(pair);
  return parseLastPrice(await context.rest.execute({ path: TICKER_PRICE_PATH, parameters: { symbol } }), symbol);
}

/** `GET /api/v3/ticker/price` with `symbols`; one unknown symbol would refuse them all, so only known ones are asked for. */
async function getLastTradedPrices(context: RequestContext, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, Decimal>> {
  const symbols = JSON.stringify(pairs.map((pair) => context.symbols.exchangeSymbol(pair)));
  const reply = await context.rest.execute({ path: TICKER_PRICE_PATH, parameters: { symbols }, limitId: LIMIT_IDS.lastPricesOfMany });
  return parseLastPrices(reply, context.symbols, skippedIn(context, undefined));
}

/** The events of `user-data-stream.md`. */
function userStreamEventListener(event: unknown, context: RequestContext): MaybePromise<readonly UserStreamUpdate[]> {
  const fields = new PayloadFields(event, 'user stream');
  switch (fields.value('e')) {
    case 'executionReport':
      return parseExecutionReport(event, context.symbols);
    case 'outboundAccountPosition':
      return parseAccountPosition(event);
    case 'balanceUpdate':
      return [parseBalanceUpdate(event)];
    case 'externalLockUpdate':
      return balancesNow(context);
    case 'listStatus':
      // The orders of a list have execution reports of their own.
      return [];
    default:
      throw fields.wrong('e', 'a known event');
  }
}

/** The venue does not say what a lock changes, so all balances are asked for. */
async function balancesNow(context: RequestContext): Promise<readonly UserStreamUpdate[]> {
  // What the stream tells of the time from here on is newer than the answer.
  const updateTimeMs = context.nowMs();
  const rows = await updateBalances(context);
  return rows.map((row) => ({ kind: 'balance', ...row, updateTimeMs }));
}
