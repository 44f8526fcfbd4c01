import {
  ConfigurationError,
  ConnectorError,
  InvalidPayloadError,
  UnknownTradingPairError,
  VenueRejection,
  readObject,
} from '@venuekit/core/connector';
import type {
  BalanceSnapshotRow,
  ConnectorDefinition,
  Decimal,
  FeeQuestion,
  FeeRates,
  MaybePromise,
  OrderType,
  RequestContext,
  Secret,
  TradeFee,
  TradingPair,
  TradingRule,
  UserStreamUpdate,
} from '@venuekit/core/connector';
import { BinanceAuthenticator, DEFAULT_RECV_WINDOW_MS } from '../auth.ts';
import { DEFAULT_FEES } from '../utils.ts';
import { buildApiFactory, isClockError } from '../web-utils.ts';
import {
  ACCOUNT_PATH,
  CLIENT_ORDER_ID_MAX_LENGTH,
  CLIENT_ORDER_ID_PREFIX,
  COMMISSION_PATH,
  EXCHANGE_INFO_PATH,
  MAXIMUM_FOLLOWED_PAIRS,
  PING_PATH,
  SPOT_RATE_LIMITS,
  TICKER_PRICE_PATH,
  spotHosts,
} from './constants.ts';
import type { BinanceDomain, BinanceSpotHosts, SnapshotDepth } from './constants.ts';
import { parseSymbolRows, parseTradingRule } from './exchange-info.ts';
import { SpotOrderBookDataSource } from './order-book-data-source.ts';
import {
  allTradeUpdatesForOrder,
  isUnknownOrder,
  placeCancel,
  placeOrder,
  requestOpenOrders,
  requestOrderStatus,
} from './order-requests.ts';
import { parseBalances, parseCommission } from './order-wire.ts';
import { parseAccountPosition, parseBalanceUpdate, parseExecutionReport } from './private-wire.ts';
import { signedQuery, skippedIn, usableRows } from './reply-reading.ts';
import { readTradesSince } from './trade-history.ts';
import { SpotUserStreamDataSource } from './user-stream-data-source.ts';
import { parseLastPrice } from './wire.ts';

/** What a user says of the connector. */
export interface BinanceSpotOptions {
  /** The pairs that are followed from the start, at most 512. */
  readonly tradingPairs: readonly TradingPair[];
  /** Default `com`. */
  readonly domain?: BinanceDomain;
  /** Explicit URLs instead of the domain's; plain `http:` and `ws:` only where the runtime allows it: to loopback. */
  readonly hosts?: BinanceSpotHosts;
  readonly apiKey?: Secret | string | undefined;
  /** The HMAC secret, or an RSA or Ed25519 private key in PEM form. */
  readonly apiSecret?: Secret | string | undefined;
  /** Where the keys came from, for errors. Default `option`. */
  readonly origin?: string;
  /** Default: true when keys are given. */
  readonly isTradingRequired?: boolean;
  /** How long a signed request is valid, in ms, up to 60,000. Default 5,000. */
  readonly recvWindowMs?: number;
  /** Levels a side of a book's snapshot. Default 1,000 (weight 50; 5,000 costs 250). */
  readonly snapshotDepth?: SnapshotDepth;
}

const ORDER_TYPES: readonly OrderType[] = ['limit', 'limit-maker', 'market'];

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
    clientOrderIdMaxLength: CLIENT_ORDER_ID_MAX_LENGTH,
    clientOrderIdPrefix: CLIENT_ORDER_ID_PREFIX,
    tradingRulesRequestPath: EXCHANGE_INFO_PATH,
    tradingPairsRequestPath: EXCHANGE_INFO_PATH,
    checkNetworkRequestPath: PING_PATH,
    tradingPairs: options.tradingPairs,
    isCancelRequestInExchangeSynchronous: true,
    isTradingRequired: options.isTradingRequired ?? authenticator !== undefined,
    capabilities: {
      orderTypes: ORDER_TYPES,
      timeInForce: ['GTC', 'IOC', 'FOK'],
      queriesTradesSince: true,
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
    isOrderNotFoundDuringStatusUpdateError: isUnknownOrder,
    isOrderNotFoundDuringCancelationError,
    getFee,

    placeOrder,
    placeCancel,
    requestOrderStatus,
    allTradeUpdatesForOrder,
    requestOpenOrders,
    tradeUpdatesSince: readTradesSince,

    formatTradingRules,
    initializeTradingPairSymbolsFromExchangeInfo,
    updateBalances,
    updateTradingFees,
    getLastTradedPrice,
    userStreamEventListener,
  };
}

/** @throws ConfigurationError when only one of the two is given, trading needs both, or one cannot be used. */
function createAuthenticator(options: BinanceSpotOptions): BinanceAuthenticator | undefined {
  const { apiKey, apiSecret, isTradingRequired, origin = 'option', recvWindowMs } = options;
  if (apiKey === undefined && apiSecret === undefined && isTradingRequired !== true) return undefined;
  if (apiKey === undefined) throw new ConfigurationError('apiKey', origin, 'is missing');
  if (apiSecret === undefined) throw new ConfigurationError('apiSecret', origin, 'is missing');
  return new BinanceAuthenticator({ apiKey, apiSecret, origin, ...(recvWindowMs === undefined ? {} : { recvWindowMs }) });
}

function isOrderNotFoundDuringCancelationError(error: unknown): boolean {
  return error instanceof VenueRejection && error.venueCode === '-2011' && error.reason === 'order-not-found';
}

function getFee(question: FeeQuestion): TradeFee {
  const rates = question.rates ?? DEFAULT_FEES;
  const isMaker = question.isMaker ?? question.orderType === 'limit-maker';
  return { kind: 'deducted-from-returns', percent: isMaker ? rates.maker : rates.taker, flatFees: [] };
}

function formatTradingRules(context: RequestContext, reply: unknown, onProblem: (error: Error) => void): readonly TradingRule[] {
  const unknownFilters = new Set<string>();
  const rules = usableRows(
    parseSymbolRows(reply, onProblem),
    (row) => {
      if (context.symbols.findTradingPair(row.exchangeSymbol) === undefined) {
        throw new UnknownTradingPairError(row.exchangeSymbol, 'the list of symbols');
      }
      return parseTradingRule(row, (filterType) => unknownFilters.add(filterType));
    },
    onProblem,
  );
  if (unknownFilters.size > 0) context.log.warn({ filters: [...unknownFilters] }, 'filters of unknown types bound nothing here');
  return rules;
}

function initializeTradingPairSymbolsFromExchangeInfo(
  reply: unknown,
  onProblem: (error: Error) => void,
): readonly { readonly exchangeSymbol: string; readonly tradingPair: TradingPair }[] {
  return parseSymbolRows(reply, onProblem).map(({ exchangeSymbol, tradingPair }) => ({ exchangeSymbol, tradingPair }));
}

async function updateBalances(context: RequestContext): Promise<readonly BalanceSnapshotRow[]> {
  return parseBalances(await signedQuery(context, ACCOUNT_PATH, ACCOUNT_PATH, {}), skippedIn(context, undefined));
}

/** Errors that are of one market alone; a dead network or wrong keys are of all. */
const ERRORS_OF_ONE_PAIR: ReadonlySet<string> = new Set(['VENUE_REJECTION', 'INVALID_PAYLOAD', 'UNKNOWN_TRADING_PAIR']);

async function updateTradingFees(context: RequestContext, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, FeeRates>> {
  const rates = new Map<TradingPair, FeeRates>();
  for (const pair of pairs) {
    try {
      const symbol = context.symbols.exchangeSymbol(pair);
      rates.set(pair, parseCommission(await signedQuery(context, COMMISSION_PATH, COMMISSION_PATH, { symbol }), pair));
    } catch (error) {
      if (!ConnectorError.is(error) || !ERRORS_OF_ONE_PAIR.has(error.code)) throw error;
      skippedIn(context, pair)(error);
    }
  }
  return rates;
}

async function getLastTradedPrice(context: RequestContext, pair: TradingPair): Promise<Decimal> {
  const symbol = context.symbols.exchangeSymbol(pair);
  const reply = await context.rest.execute({ path: TICKER_PRICE_PATH, parameters: { symbol }, signal: context.signal });
  return parseLastPrice(reply, symbol);
}

function userStreamEventListener(event: unknown, context: RequestContext): MaybePromise<readonly UserStreamUpdate[]> {
  const payload = readObject(event, '(whole)', 'user stream');
  switch (payload['e']) {
    case 'executionReport':
      return parseExecutionReport(payload, context.symbols);
    case 'outboundAccountPosition':
      return parseAccountPosition(payload);
    case 'balanceUpdate':
      return [parseBalanceUpdate(payload)];
    case 'externalLockUpdate':
      return balancesNow(context);
    case 'listStatus':
      // The orders of a list have execution reports of their own.
      return [];
    default:
      throw new InvalidPayloadError({ field: 'e', origin: 'user stream', expected: 'a known event', received: payload['e'] });
  }
}

/** The venue does not say what a lock changes, so all balances are asked for. */
async function balancesNow(context: RequestContext): Promise<readonly UserStreamUpdate[]> {
  const rows = await updateBalances(context);
  const updateTimeMs = context.nowMs();
  return rows.map((row) => ({ kind: 'balance', ...row, updateTimeMs }));
}
