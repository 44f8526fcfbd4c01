import { ExchangeConnector, createRuntime } from '@venuekit/core';
import { ConfigurationError, PayloadFields, buildTradeFee, isClockError, isOrderNotFound } from '@venuekit/core/connector';
import type {
  BalanceSnapshotRow,
  CanceledOrder,
  ConnectorDefinition,
  Decimal,
  FeeRates,
  OpenOrder,
  OrderReference,
  OrderRequest,
  OrderType,
  OrderUpdate,
  PlacedOrder,
  RequestContext,
  RestCall,
  Runtime,
  Secret,
  TradeFeeSchema,
  TradeUpdate,
  TradingPair,
  TradingRule,
} from '@venuekit/core/connector';
import { PlainAuthenticator } from '../auth.ts';
import { DEFAULT_FEES } from '../utils.ts';
import { buildApiFactory } from '../web-utils.ts';
import {
  ACCOUNT_PATH,
  CLIENT_ORDER_ID_MAX_LENGTH,
  CLIENT_ORDER_ID_PREFIX,
  COMMISSION_PATH,
  EXCHANGE_INFO_PATH,
  LIMIT_IDS,
  MY_TRADES_PATH,
  ORDER_PATH,
  SERVER_TIME_PATH,
  SPOT_RATE_LIMITS,
  TICKER_PRICE_PATH,
  spotHosts,
} from './constants.ts';
import type { PlainDomain, PlainSpotHosts } from './constants.ts';
import { SpotOrderBookDataSource } from './order-book-data-source.ts';
import { SpotUserStreamDataSource } from './user-stream-data-source.ts';
import { parseAccountEvent, parseBalance, parseFill, parseOpenOrder, parseOrderUpdate, parseTradingRule } from './wire.ts';

/** What a user says of the connector. */
export interface PlainSpotOptions {
  /** The pairs that are followed from the start. */
  readonly tradingPairs: readonly TradingPair[];
  /** Default `main`. Each has keys of its own. */
  readonly domain?: PlainDomain;
  /** Explicit URLs instead of the domain's; plain `http:` and `ws:` only where the runtime allows it: to loopback. */
  readonly hosts?: PlainSpotHosts;
  /** Without key and secret the connector offers public data only. */
  readonly apiKey?: Secret | string | undefined;
  readonly apiSecret?: Secret | string | undefined;
  /** Where the keys came from, for errors. Default `option`. */
  readonly origin?: string;
  /** False: no private stream and no orders, although there are keys. Default: true when keys are given. */
  readonly isTradingRequired?: boolean;
}

const ORDER_TYPES: readonly OrderType[] = ['limit', 'limit-maker', 'market'];

const FEE_SCHEMA: TradeFeeSchema = { ...DEFAULT_FEES, isBuyFeeDeductedFromReturns: true };

/**
 * The definition of the Plain spot connector.
 * @throws ConfigurationError for missing or malformed keys, unknown domains and wrong URLs.
 */
export function plainSpot(options: PlainSpotOptions): ConnectorDefinition {
  const domain = options.hosts === undefined ? (options.domain ?? 'main') : 'custom';
  const hosts = spotHosts(options.hosts ?? options.domain ?? 'main');
  const authenticator = createAuthenticator(options);
  return {
    name: domain === 'main' ? 'plain' : `plain-${domain}`,
    domain,
    authenticator,
    rateLimitsRules: SPOT_RATE_LIMITS,
    clientOrderIdMaxLength: CLIENT_ORDER_ID_MAX_LENGTH,
    clientOrderIdPrefix: CLIENT_ORDER_ID_PREFIX,
    tradingRulesRequestPath: EXCHANGE_INFO_PATH,
    tradingPairsRequestPath: EXCHANGE_INFO_PATH,
    checkNetworkRequestPath: SERVER_TIME_PATH,
    tradingPairs: options.tradingPairs,
    isCancelRequestInExchangeSynchronous: true,
    isTradingRequired: options.isTradingRequired ?? authenticator !== undefined,
    capabilities: {
      orderTypes: ORDER_TYPES,
      timeInForce: ['GTC', 'IOC', 'FOK'],
      tellsLimitUsage: true,
      queriesTradesSince: true,
    },

    createWebAssistantsFactory: (environment) => buildApiFactory({ environment, domain: hosts, authenticator }),
    createOrderBookDataSource: () => new SpotOrderBookDataSource({ streamsUrl: hosts.publicStream }),
    createUserStreamDataSource: () => {
      if (authenticator === undefined) throw new ConfigurationError('apiKey', 'option', 'is missing: the private stream needs keys');
      return new SpotUserStreamDataSource({ streamUrl: hosts.privateStream, authenticator });
    },

    supportedOrderTypes: () => ORDER_TYPES,
    isRequestExceptionRelatedToTimeSynchronizer: isClockError,
    isOrderNotFoundDuringStatusUpdateError: isOrderNotFound,
    isOrderNotFoundDuringCancelationError: isOrderNotFound,
    getFee: (question) => buildTradeFee(FEE_SCHEMA, { ...question, isMaker: question.isMaker ?? question.orderType === 'limit-maker' }),

    placeOrder,
    placeCancel,
    requestOrderStatus,
    allTradeUpdatesForOrder,
    requestOpenOrders,
    tradeUpdatesSince: (context, pair, sinceMs) => requestFills(context, pair, { since: Math.max(0, Math.trunc(sinceMs)) }),

    formatTradingRules,
    initializeTradingPairSymbolsFromExchangeInfo,
    updateBalances,
    updateTradingFees,
    getLastTradedPrice,
    userStreamEventListener: (event, context) => parseAccountEvent(event, context.symbols),
  };
}

/**
 * A connector to Plain spot, not started yet.
 * @param runtime default: the real world, which `createRuntime` of `@venuekit/core` gives.
 * @throws ConfigurationError as `plainSpot`.
 */
export function createPlainSpot(options: PlainSpotOptions, runtime: Runtime = createRuntime()): ExchangeConnector {
  return new ExchangeConnector({ definition: plainSpot(options), runtime });
}

/** @throws ConfigurationError when only some of the keys are given, trading needs them, or one cannot be used. */
function createAuthenticator(options: PlainSpotOptions): PlainAuthenticator | undefined {
  const { apiKey, apiSecret, isTradingRequired, origin = 'option' } = options;
  if (apiKey === undefined && apiSecret === undefined && isTradingRequired !== true) return undefined;
  if (apiKey === undefined) throw new ConfigurationError('apiKey', origin, 'is missing');
  if (apiSecret === undefined) throw new ConfigurationError('apiSecret', origin, 'is missing');
  return new PlainAuthenticator({ apiKey, apiSecret, origin });
}

async function ask(context: RequestContext, call: RestCall): Promise<PayloadFields> {
  return new PayloadFields(await context.rest.execute({ limitId: LIMIT_IDS.anyRequest, ...call }), call.path ?? '');
}

function signed(context: RequestContext, call: RestCall): Promise<PayloadFields> {
  return ask(context, { isAuthRequired: true, ...call });
}

/** Reports a row that could not be used. */
function skippedIn(context: RequestContext): (error: Error) => void {
  return (error) => context.log.warn({ error }, 'a row could not be used and was skipped');
}

function market(context: RequestContext, pair: TradingPair): string {
  return context.symbols.exchangeSymbol(pair);
}

/** `/orders/<clientOrderId>?market=`. */
function orderCall(context: RequestContext, { clientOrderId, tradingPair }: OrderReference): RestCall {
  return { path: `${ORDER_PATH}/${encodeURIComponent(clientOrderId)}`, parameters: { market: market(context, tradingPair) } };
}

/** `POST /orders`. */
async function placeOrder(context: RequestContext, order: OrderRequest): Promise<PlacedOrder> {
  const { clientOrderId, side, orderType: type, timeInForce, amount, price, tradingPair } = order;
  const texts = { clientOrderId, side, type, timeInForce, amount: amount.toFixed(), price: price?.toFixed() };
  const body = JSON.stringify({ market: market(context, tradingPair), ...texts });
  const reply = await signed(context, { method: 'POST', path: ORDER_PATH, limitId: LIMIT_IDS.placeOrder, lane: 'order', body });
  const trades = reply.rows('fills', (row) => parseFill(row, context.symbols), skippedIn(context));
  return { ...parseOrderUpdate(reply.object('order'), context.symbols), trades };
}

/** `DELETE /orders/<clientOrderId>`. */
async function placeCancel(context: RequestContext, order: OrderReference): Promise<CanceledOrder> {
  const reply = await signed(context, { method: 'DELETE', lane: 'cancel', ...orderCall(context, order) });
  return parseOrderUpdate(reply.object('order'), context.symbols);
}

/** `GET /orders/<clientOrderId>`. */
async function requestOrderStatus(
  context: RequestContext,
  order: OrderReference,
): Promise<OrderUpdate & { readonly exchangeOrderId: string }> {
  return parseOrderUpdate((await signed(context, orderCall(context, order))).object('order'), context.symbols);
}

/** `GET /fills?orderId=`; an order whose number we do not know is asked for it first. */
async function allTradeUpdatesForOrder(context: RequestContext, order: OrderReference): Promise<readonly TradeUpdate[]> {
  try {
    const orderId = order.exchangeOrderId ?? (await requestOrderStatus(context, order)).exchangeOrderId;
    return await requestFills(context, order.tradingPair, { orderId });
  } catch (error) {
    if (isOrderNotFound(error)) return [];
    throw error;
  }
}

async function requestFills(
  context: RequestContext,
  pair: TradingPair,
  selection: RestCall['parameters'],
): Promise<readonly TradeUpdate[]> {
  const parameters = { market: market(context, pair), limit: 100_000, ...selection };
  const reply = await signed(context, { path: MY_TRADES_PATH, parameters });
  return reply.rows('fills', (row) => parseFill(row, context.symbols), skippedIn(context));
}

/** `GET /orders`. */
async function requestOpenOrders(context: RequestContext, pair: TradingPair | undefined): Promise<readonly OpenOrder[]> {
  const parameters = pair === undefined ? {} : { market: market(context, pair) };
  const reply = await signed(context, { path: ORDER_PATH, parameters });
  return reply.rows('orders', (row) => parseOpenOrder(row, context.symbols), skippedIn(context));
}

function formatTradingRules(context: RequestContext, reply: unknown, onProblem: (error: Error) => void): readonly TradingRule[] {
  return new PayloadFields(reply, EXCHANGE_INFO_PATH).rows('markets', (row) => parseTradingRule(row, context.symbols), onProblem);
}

function initializeTradingPairSymbolsFromExchangeInfo(
  reply: unknown,
  onProblem: (error: Error) => void,
): readonly { readonly exchangeSymbol: string; readonly tradingPair: TradingPair }[] {
  return new PayloadFields(reply, EXCHANGE_INFO_PATH).rows(
    'markets',
    (row) => ({ exchangeSymbol: row.text('market'), tradingPair: `${row.text('base')}-${row.text('quote')}` as const }),
    onProblem,
  );
}

/** `GET /balances`. */
async function updateBalances(context: RequestContext): Promise<readonly BalanceSnapshotRow[]> {
  return (await signed(context, { path: ACCOUNT_PATH })).rows('balances', parseBalance, skippedIn(context));
}

/** `GET /fees`, which answers for one market at a time. */
async function updateTradingFees(context: RequestContext, pairs: readonly TradingPair[]): Promise<ReadonlyMap<TradingPair, FeeRates>> {
  const rates = new Map<TradingPair, FeeRates>();
  for (const pair of pairs) {
    const reply = await signed(context, { path: COMMISSION_PATH, parameters: { market: market(context, pair) } });
    rates.set(pair, { maker: reply.amount('maker'), taker: reply.amount('taker') });
  }
  return rates;
}

/** `GET /prices`, which answers for all markets. */
async function getLastTradedPrice(context: RequestContext, pair: TradingPair): Promise<Decimal> {
  const symbol = market(context, pair);
  const reply = await ask(context, { path: TICKER_PRICE_PATH });
  const rows = reply.rows('prices', (row) => ({ symbol: row.text('market'), price: row.amount('price') }), skippedIn(context));
  const found = rows.find((row) => row.symbol === symbol);
  if (found === undefined) throw reply.wrong('prices', `a price of ${symbol}`);
  return found.price;
}
