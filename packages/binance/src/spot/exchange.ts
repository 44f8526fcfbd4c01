import {
  ConfigurationError,
  ConnectorError,
  InvalidPayloadError,
  OrderDeniedError,
  UnknownTradingPairError,
  VenueRejection,
  ZERO,
  readArray,
  readObject,
} from '@venuekit/core/connector';
import type {
  Authenticator,
  BalanceSnapshotRow,
  CanceledOrder,
  Capabilities,
  ConnectorDefinition,
  Decimal,
  FactoryEnvironment,
  FeeQuestion,
  FeeRates,
  MaybePromise,
  OpenOrder,
  OrderBookDataSource,
  OrderReference,
  OrderRequest,
  OrderType,
  OrderUpdate,
  PlacedOrder,
  RateLimit,
  RequestContext,
  RestParameters,
  Secret,
  TradeFee,
  TradeUpdate,
  TradingPair,
  TradingRule,
  UserStreamDataSource,
  UserStreamUpdate,
  WebAssistantsFactory,
} from '@venuekit/core/connector';
import { BinanceAuthenticator, DEFAULT_RECV_WINDOW_MS } from '../auth.ts';
import { asError } from '../payload-fields.ts';
import { DEFAULT_FEES } from '../utils.ts';
import { buildApiFactory, isClockError, isRejectionWith } from '../web-utils.ts';
import {
  ACCOUNT_PATH,
  CLIENT_ORDER_ID_MAX_LENGTH,
  CLIENT_ORDER_ID_PREFIX,
  COMMISSION_PATH,
  EXCHANGE_INFO_PATH,
  LIMIT_IDS,
  MAXIMUM_FOLLOWED_PAIRS,
  OPEN_ORDERS_PATH,
  ORDER_PATH,
  ORDER_TYPE_NAMES,
  PING_PATH,
  SPOT_RATE_LIMITS,
  TICKER_PRICE_PATH,
  spotHosts,
} from './constants.ts';
import type { BinanceDomain, BinanceSpotHosts, SnapshotDepth } from './constants.ts';
import { parseSymbolRows, parseTradingRule } from './exchange-info.ts';
import { SpotOrderBookDataSource } from './order-book-data-source.ts';
import { parseBalances, parseCanceledOrder, parseCommission, parseOpenOrder, parseOrderStatus, parsePlacedOrder } from './order-wire.ts';
import { parseAccountPosition, parseBalanceUpdate, parseExecutionReport } from './private-wire.ts';
import { readTradesOfOrder, readTradesSince } from './trade-history.ts';
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

/**
 * The definition of the Binance spot connector.
 * @throws ConfigurationError for missing or malformed keys, unknown domains, wrong URLs and too many pairs.
 */
export function binanceSpot(options: BinanceSpotOptions): ConnectorDefinition {
  return new BinanceSpotDefinition(options);
}

class BinanceSpotDefinition implements ConnectorDefinition {
  readonly name: string;
  readonly domain: string;
  readonly rateLimitsRules: readonly RateLimit[] = SPOT_RATE_LIMITS;
  readonly clientOrderIdMaxLength: number = CLIENT_ORDER_ID_MAX_LENGTH;
  readonly clientOrderIdPrefix: string = CLIENT_ORDER_ID_PREFIX;
  readonly tradingRulesRequestPath: string = EXCHANGE_INFO_PATH;
  readonly tradingPairsRequestPath: string = EXCHANGE_INFO_PATH;
  readonly checkNetworkRequestPath: string = PING_PATH;
  readonly tradingPairs: readonly TradingPair[];
  readonly isCancelRequestInExchangeSynchronous: boolean = true;
  readonly isTradingRequired: boolean;
  readonly capabilities: Capabilities;
  readonly #hosts: BinanceSpotHosts;
  readonly #authenticator: BinanceAuthenticator | undefined;
  readonly #snapshotDepth: SnapshotDepth;

  constructor(options: BinanceSpotOptions) {
    if (options.tradingPairs.length > MAXIMUM_FOLLOWED_PAIRS) {
      throw new ConfigurationError('tradingPairs', 'option', `names more than ${MAXIMUM_FOLLOWED_PAIRS} pairs`);
    }
    this.domain = options.hosts === undefined ? (options.domain ?? 'com') : 'custom';
    this.name = this.domain === 'com' ? 'binance' : `binance-${this.domain}`;
    this.#hosts = spotHosts(options.hosts ?? options.domain ?? 'com');
    this.#authenticator = createAuthenticator(options);
    this.tradingPairs = options.tradingPairs;
    this.isTradingRequired = options.isTradingRequired ?? this.#authenticator !== undefined;
    this.#snapshotDepth = options.snapshotDepth ?? 1000;
    this.capabilities = {
      orderTypes: ['limit', 'limit-maker', 'market'],
      timeInForce: ['GTC', 'IOC', 'FOK'],
      queriesTradesSince: true,
      requestValidityMs: this.#authenticator?.recvWindowMs ?? DEFAULT_RECV_WINDOW_MS,
    };
  }

  get authenticator(): Authenticator | undefined {
    return this.#authenticator;
  }

  createWebAssistantsFactory(environment: FactoryEnvironment): WebAssistantsFactory {
    return buildApiFactory({ environment, domain: this.#hosts, authenticator: this.#authenticator });
  }

  createOrderBookDataSource(_environment: FactoryEnvironment): OrderBookDataSource {
    return new SpotOrderBookDataSource({ streamsUrl: this.#hosts.streams, snapshotDepth: this.#snapshotDepth });
  }

  createUserStreamDataSource(_environment: FactoryEnvironment): UserStreamDataSource {
    if (this.#authenticator === undefined) throw new ConfigurationError('apiKey', 'option', 'is missing: the private stream needs keys');
    return new SpotUserStreamDataSource({ wsApiUrl: this.#hosts.wsApi, authenticator: this.#authenticator });
  }

  supportedOrderTypes(): readonly OrderType[] {
    return this.capabilities.orderTypes;
  }

  isRequestExceptionRelatedToTimeSynchronizer(error: unknown): boolean {
    return isClockError(error);
  }

  isOrderNotFoundDuringStatusUpdateError(error: unknown): boolean {
    return isRejectionWith(error, '-2013');
  }

  isOrderNotFoundDuringCancelationError(error: unknown): boolean {
    return error instanceof VenueRejection && error.venueCode === '-2011' && error.reason === 'order-not-found';
  }

  getFee(question: FeeQuestion): TradeFee {
    const rates = question.rates ?? DEFAULT_FEES;
    const isMaker = question.isMaker ?? question.orderType === 'limit-maker';
    return { kind: 'deducted-from-returns', percent: isMaker ? rates.maker : rates.taker, flatFees: [] };
  }

  async placeOrder(context: RequestContext, order: OrderRequest): Promise<PlacedOrder> {
    const reply = await context.rest.execute({
      method: 'POST',
      path: ORDER_PATH,
      parameters: placementParameters(context.symbols.exchangeSymbol(order.tradingPair), order),
      isAuthRequired: true,
      limitId: LIMIT_IDS.placeOrder,
      lane: 'order',
      signal: context.signal,
    });
    return parsePlacedOrder(reply, order, skippedIn(context, order.tradingPair));
  }

  async placeCancel(context: RequestContext, order: OrderReference): Promise<CanceledOrder> {
    const reply = await context.rest.execute({
      method: 'DELETE',
      path: ORDER_PATH,
      parameters: { symbol: context.symbols.exchangeSymbol(order.tradingPair), origClientOrderId: order.clientOrderId },
      isAuthRequired: true,
      limitId: LIMIT_IDS.cancelOrder,
      lane: 'cancel',
      signal: context.signal,
    });
    return parseCanceledOrder(reply, order.tradingPair, skippedIn(context, order.tradingPair));
  }

  /** An order that the venue has archived (-2026) ended without a fill, more than 90 days ago. */
  async requestOrderStatus(context: RequestContext, order: OrderReference): Promise<OrderUpdate> {
    const { tradingPair, clientOrderId } = order;
    try {
      const parameters = { symbol: context.symbols.exchangeSymbol(tradingPair), origClientOrderId: clientOrderId };
      return parseOrderStatus(await query(context, ORDER_PATH, LIMIT_IDS.queryOrder, parameters), tradingPair, clientOrderId);
    } catch (error) {
      if (!isRejectionWith(error, '-2026')) throw error;
      return { tradingPair, clientOrderId, state: 'canceled', updateTimeMs: context.nowMs(), cumulativeBase: ZERO };
    }
  }

  /** The venue finds fills only by its own order id, which is asked for first where it is not known. */
  async allTradeUpdatesForOrder(context: RequestContext, order: OrderReference): Promise<readonly TradeUpdate[]> {
    const orderId = order.exchangeOrderId ?? (await this.#findExchangeOrderId(context, order));
    if (orderId === undefined) return [];
    return readTradesOfOrder(context, order.tradingPair, orderId, order.clientOrderId);
  }

  async #findExchangeOrderId(context: RequestContext, order: OrderReference): Promise<string | undefined> {
    try {
      return (await this.requestOrderStatus(context, order)).exchangeOrderId;
    } catch (error) {
      if (this.isOrderNotFoundDuringStatusUpdateError(error)) return undefined;
      throw error;
    }
  }

  async requestOpenOrders(context: RequestContext, pair: TradingPair | undefined): Promise<readonly OpenOrder[]> {
    const limitId = pair === undefined ? LIMIT_IDS.openOrdersOfAll : LIMIT_IDS.openOrdersOfPair;
    const symbol = pair === undefined ? undefined : context.symbols.exchangeSymbol(pair);
    const rows = readArray(await query(context, OPEN_ORDERS_PATH, limitId, { symbol }), '(whole)', 'openOrders');
    return usableRows(rows, (row) => parseOpenOrder(row, context.symbols), skippedIn(context, pair));
  }

  tradeUpdatesSince(context: RequestContext, pair: TradingPair, sinceMs: number): Promise<readonly TradeUpdate[]> {
    return readTradesSince(context, pair, sinceMs);
  }

  formatTradingRules(context: RequestContext, reply: unknown, onProblem: (error: Error) => void): readonly TradingRule[] {
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

  initializeTradingPairSymbolsFromExchangeInfo(
    reply: unknown,
    onProblem: (error: Error) => void,
  ): readonly { readonly exchangeSymbol: string; readonly tradingPair: TradingPair }[] {
    return parseSymbolRows(reply, onProblem).map(({ exchangeSymbol, tradingPair }) => ({ exchangeSymbol, tradingPair }));
  }

  async updateBalances(context: RequestContext): Promise<readonly BalanceSnapshotRow[]> {
    return parseBalances(await query(context, ACCOUNT_PATH, ACCOUNT_PATH, {}), skippedIn(context, undefined));
  }

  async updateTradingFees(context: RequestContext, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, FeeRates>> {
    const rates = new Map<TradingPair, FeeRates>();
    for (const pair of pairs) {
      try {
        const symbol = context.symbols.exchangeSymbol(pair);
        rates.set(pair, parseCommission(await query(context, COMMISSION_PATH, COMMISSION_PATH, { symbol }), pair));
      } catch (error) {
        // One market's refusal or odd answer says nothing of the others; a dead network or wrong keys do.
        const isOfThisPair =
          ConnectorError.is(error) && ['VENUE_REJECTION', 'INVALID_PAYLOAD', 'UNKNOWN_TRADING_PAIR'].includes(error.code);
        if (!isOfThisPair) throw error;
        skippedIn(context, pair)(error);
      }
    }
    return rates;
  }

  async getLastTradedPrice(context: RequestContext, pair: TradingPair): Promise<Decimal> {
    const symbol = context.symbols.exchangeSymbol(pair);
    const reply = await context.rest.execute({ path: TICKER_PRICE_PATH, parameters: { symbol }, signal: context.signal });
    return parseLastPrice(reply, symbol);
  }

  userStreamEventListener(event: unknown, context: RequestContext): MaybePromise<readonly UserStreamUpdate[]> {
    const payload = readObject(event, '(whole)', 'user stream');
    switch (payload['e']) {
      case 'executionReport':
        return parseExecutionReport(payload, context.symbols);
      case 'outboundAccountPosition':
        return parseAccountPosition(payload);
      case 'balanceUpdate':
        return [parseBalanceUpdate(payload)];
      case 'externalLockUpdate':
        return this.#balancesNow(context);
      case 'listStatus':
        // The orders of a list have execution reports of their own.
        return [];
      default:
        throw new InvalidPayloadError({ field: 'e', origin: 'user stream', expected: 'a known event', received: payload['e'] });
    }
  }

  /** The venue does not say what a lock changes, so all balances are asked for. */
  async #balancesNow(context: RequestContext): Promise<readonly UserStreamUpdate[]> {
    const rows = await this.updateBalances(context);
    const updateTimeMs = context.nowMs();
    return rows.map((row) => ({ kind: 'balance', ...row, updateTimeMs }));
  }
}

/** @throws ConfigurationError when only one of the two is given, trading needs both, or one cannot be used. */
function createAuthenticator(options: BinanceSpotOptions): BinanceAuthenticator | undefined {
  const { apiKey, apiSecret, isTradingRequired, origin = 'option', recvWindowMs } = options;
  if (apiKey === undefined && apiSecret === undefined && isTradingRequired !== true) return undefined;
  if (apiKey === undefined) throw new ConfigurationError('apiKey', origin, 'is missing');
  if (apiSecret === undefined) throw new ConfigurationError('apiSecret', origin, 'is missing');
  return new BinanceAuthenticator({ apiKey, apiSecret, origin, ...(recvWindowMs === undefined ? {} : { recvWindowMs }) });
}

function placementParameters(symbol: string, order: OrderRequest): RestParameters {
  const isLimit = order.orderType !== 'market';
  if (isLimit && order.price === undefined)
    throw new OrderDeniedError('invalid-price', `an order of type ${order.orderType} needs a price`);
  return {
    symbol,
    side: order.side === 'buy' ? 'BUY' : 'SELL',
    type: ORDER_TYPE_NAMES[order.orderType],
    // Only LIMIT takes it; the venue refuses it elsewhere.
    timeInForce: order.orderType === 'limit' ? (order.timeInForce ?? 'GTC') : undefined,
    quantity: order.amount.toFixed(),
    price: isLimit ? order.price?.toFixed() : undefined,
    newClientOrderId: order.clientOrderId,
    // The fills of the answer are known even when the private stream is down.
    newOrderRespType: 'FULL',
  };
}

function query(context: RequestContext, path: string, limitId: string, parameters: RestParameters): Promise<unknown> {
  return context.rest.execute({ path, limitId, parameters, isAuthRequired: true, signal: context.signal });
}

function skippedIn(context: RequestContext, pair: TradingPair | undefined): (error: Error) => void {
  return (error) => context.log.warn({ tradingPair: pair, error }, 'a part of a reply could not be used and was skipped');
}

function usableRows<Row, Parsed>(rows: readonly Row[], parse: (row: Row) => Parsed, onProblem: (error: Error) => void): readonly Parsed[] {
  const parsed: Parsed[] = [];
  for (const row of rows) {
    try {
      parsed.push(parse(row));
    } catch (error) {
      onProblem(asError(error, 'row'));
    }
  }
  return parsed;
}
