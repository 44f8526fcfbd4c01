import { createHmac } from 'node:crypto';
import {
  Decimal,
  PayloadFields,
  StreamError,
  WebAssistantsFactory,
  asError,
  buildTradeFee,
  createDepthDiff,
  encodeQuery,
  isClockError,
  parseJson,
  readVenueFailure,
  venueFailureError,
} from '@venuekit/core/connector';
import type {
  Authenticator,
  ConnectorDefinition,
  DepthDiff,
  FactoryEnvironment,
  FeeRates,
  MarketDataSink,
  OrderBookDataSource,
  OrderReference,
  RateFeedback,
  RequestContext,
  RestCall,
  SymbolLookup,
  TradeFeeSchema,
  TradingPair,
  UserStreamDataSource,
  VenueErrorCodes,
} from '@venuekit/core/connector';
import type { SubjectPlace } from '../../src/subject/conformance-subject.ts';
import {
  isNotFound,
  readAccountEvent,
  readBalance,
  readDiff,
  readFill,
  readLevels,
  readOpenOrder,
  readOrderUpdate,
  REJECTIONS,
} from './tiny-wire.ts';

const ORIGIN = 'stream';
const FEES: TradeFeeSchema = { maker: new Decimal('0.001'), taker: new Decimal('0.001'), isBuyFeeDeductedFromReturns: true };
const CODES: VenueErrorCodes = {
  clock: new Set(['timestamp-too-old', 'timestamp-too-new']),
  credentials: new Set(['unknown-key', 'bad-signature']),
  limits: new Set(['rate-limited', 'too-many-orders', 'banned']),
  rejectionReason: (code) => REJECTIONS.get(code),
  wait: (_code, isBan) => (isBan ? { defaultMs: 120_000, maximumMs: 3 * 86_400_000 } : { defaultMs: 60_000, maximumMs: 600_000 }),
};

/** Signs with headers: the hex HMAC-SHA256 of time, method, path, query and body. */
class TinyAuthenticator implements Authenticator {
  readonly #key: string;
  readonly #secret: string;

  constructor({ apiKey, apiSecret }: NonNullable<SubjectPlace['credentials']>) {
    this.#key = apiKey;
    this.#secret = apiSecret;
  }

  sign(nowMs: number, content: string): { readonly key: string; readonly time: string; readonly signature: string } {
    const time = String(Math.trunc(nowMs));
    return { key: this.#key, time, signature: createHmac('sha256', this.#secret).update(`${time}${content}`).digest('hex') };
  }

  restAuthenticate(request: Parameters<Authenticator['restAuthenticate']>[0], nowMs: number): typeof request {
    const query = encodeQuery(request.parameters);
    const { pathname } = new URL(request.url);
    const signed = this.sign(nowMs, `${request.method}${pathname}${query === '' ? '' : '?'}${query}${request.body ?? ''}`);
    const headers = { ...request.headers, 'plain-key': signed.key, 'plain-time': signed.time, 'plain-signature': signed.signature };
    return { ...request, encodedQuery: query, headers };
  }

  wsAuthenticate<Request>(request: Request): Request {
    return request;
  }
}

const market = (context: Pick<RequestContext, 'symbols'>, pair: TradingPair): string => context.symbols.exchangeSymbol(pair);

async function ask(context: RequestContext, origin: string, call: RestCall): Promise<PayloadFields> {
  return new PayloadFields(await context.rest.execute({ limitId: 'all', ...call }), origin);
}

const signed = (context: RequestContext, origin: string, call: RestCall): Promise<PayloadFields> =>
  ask(context, origin, { isAuthRequired: true, ...call });

const skip =
  (context: RequestContext) =>
  (error: Error): void =>
    context.log.warn({ error }, 'a row could not be used and was skipped');

/** `/orders/<clientOrderId>?market=`. */
const orderCall = (context: RequestContext, { clientOrderId, tradingPair }: OrderReference): RestCall => ({
  path: `/orders/${encodeURIComponent(clientOrderId)}`,
  parameters: { market: market(context, tradingPair) },
});

/** `GET /fills`, page by page: 500 a page, the next one from the time of the last fill. */
async function fills(
  context: RequestContext,
  pair: TradingPair,
  selection: { readonly orderId?: string | undefined; readonly since?: number },
) {
  const reply = await signed(context, 'fills', {
    path: '/fills',
    parameters: { market: market(context, pair), limit: 100_000, ...selection },
  });
  return reply.rows('fills', (row) => readFill(row, context.symbols), skip(context));
}

/** Acknowledgements and errors, and what the venue says of the socket; false for everything else. */
function onControl(message: PayloadFields, sink: Pick<MarketDataSink, 'acknowledged' | 'refused' | 'closingSoon'>): boolean {
  if (message.value('event') === 'closing') sink.closingSoon('closing');
  else if (!message.has('ok')) return false;
  else if (message.boolean('ok')) sink.acknowledged(message.count('id'));
  else sink.refused(message.count('id'), new StreamError('subscription-refused', `the venue refused a request: ${message.text('error')}`));
  return true;
}

/** `plain-used: weight=7/1200;orders=0/100`. */
const readUsage: RateFeedback = (response) => {
  const used = /\bweight=(\d+)/.exec(response.headers.get('plain-used') ?? '')?.[1];
  return used === undefined ? [] : [{ limitId: 'all', used: Number.parseInt(used, 10) }];
};

class TinyBooks implements OrderBookDataSource {
  readonly stream: OrderBookDataSource['stream'];
  readonly #diff: DepthDiff = createDepthDiff('-');
  readonly continuity: OrderBookDataSource['continuity'] = {
    isSnapshotTooOld: (snapshotUpdateId, first) => snapshotUpdateId + 1 < first.firstUpdateId,
    afterSnapshot: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : diff.firstUpdateId <= id + 1 ? 'apply' : 'gap'),
    afterDiff: (id, diff) => (diff.lastUpdateId <= id ? 'stale' : diff.firstUpdateId === id + 1 ? 'apply' : 'gap'),
  };

  constructor(url: string) {
    this.stream = { url, connectLimitId: 'all' };
  }

  topicsOf(pair: TradingPair, symbols: SymbolLookup): readonly string[] {
    const symbol = symbols.exchangeSymbol(pair);
    return [`book.${symbol}.100`, `trades.${symbol}`];
  }

  subscribeFrame = (topics: readonly string[], id: number): string => JSON.stringify({ id, op: 'subscribe', topics });

  unsubscribeFrame = (topics: readonly string[], id: number): string => JSON.stringify({ id, op: 'unsubscribe', topics });

  async requestSnapshot(context: RequestContext, pair: TradingPair): ReturnType<OrderBookDataSource['requestSnapshot']> {
    const book = await ask(context, `book ${pair}`, { path: `/book/${market(context, pair)}`, parameters: { depth: 1_000 } });
    const side = (name: string) => readLevels(book.value(name), name, book.origin);
    return {
      tradingPair: pair,
      lastUpdateId: book.count('updateId'),
      eventTimeMs: context.nowMs(),
      bids: side('bids'),
      asks: side('asks'),
    };
  }

  onFrame(frame: Parameters<OrderBookDataSource['onFrame']>[0], sink: MarketDataSink, symbols: SymbolLookup): void {
    let pair: TradingPair | undefined;
    try {
      const message = new PayloadFields(parseJson(frame, { origin: ORIGIN }), ORIGIN);
      if (onControl(message, sink)) return;
      const [kind, symbol = ''] = message.text('topic').split('.');
      const found = symbols.tradingPair(symbol);
      if (kind === 'book') {
        pair = found;
        this.#diff.tradingPair = found;
        readDiff(message, this.#diff);
        sink.diff(this.#diff);
      } else if (kind === 'trades') {
        const [price, quantity] = [message.amount('price'), message.amount('amount')].map((value) => Number.parseFloat(value.toString()));
        const takerSide = message.text('takerSide') === 'buy' ? 'buy' : 'sell';
        const trade = { tradingPair: found, tradeId: message.id('tradeId'), takerSide, eventTimeMs: message.count('time') } as const;
        sink.trade({ ...trade, price: price ?? 0, quantity: quantity ?? 0 });
      } else throw message.wrong('topic', 'a known topic');
    } catch (error) {
      sink.problem(asError(error, ORIGIN), pair);
    }
  }
}

function tinyUserStream(url: string, authenticator: TinyAuthenticator): UserStreamDataSource {
  return {
    stream: { url, connectLimitId: 'all' },
    loginFrames: ({ nowMs, nextRequestId }) => {
      const [login, subscribe] = [nextRequestId(), nextRequestId()];
      return [
        { requestId: login, frame: JSON.stringify({ id: login, op: 'login', ...authenticator.sign(nowMs, 'login') }) },
        { requestId: subscribe, frame: JSON.stringify({ id: subscribe, op: 'subscribe', topics: ['account'] }) },
      ];
    },
    onFrame: (frame, sink) => {
      try {
        const message = new PayloadFields(parseJson(frame, { origin: ORIGIN }), ORIGIN);
        if (onControl(message, sink)) return;
        if (message.value('event') === 'terminated') sink.terminated('terminated');
        else sink.event(Object.fromEntries(message.names.map((name) => [name, message.value(name)])));
      } catch (error) {
        sink.problem(asError(error, ORIGIN));
      }
    },
  };
}

const serverTime = async (rest: RequestContext['rest']): Promise<number> =>
  new PayloadFields(await rest.execute({ path: '/time', limitId: 'all' }), 'time').count('time');

/** A whole connector for the venue's own wire format, as small as the checklist allows: what the suite is tested on. */
export function tinyConnector({ httpUrl, wsUrl, credentials, tradingPairs }: SubjectPlace): ConnectorDefinition {
  const authenticator = credentials === undefined ? undefined : new TinyAuthenticator(credentials);
  return {
    name: 'tiny',
    domain: 'test',
    authenticator,
    rateLimitsRules: [
      { limitId: 'all', limit: 1_200, intervalMs: 60_000, scope: 'ip' },
      { limitId: 'place', limit: 100, intervalMs: 10_000, linkedLimits: [{ limitId: 'all', weight: 1 }] },
      // The paths that core asks by itself.
      ...['/markets', '/time'].map((limitId) => ({
        limitId,
        limit: 1_200,
        intervalMs: 60_000,
        linkedLimits: [{ limitId: 'all', weight: 1 }],
      })),
    ],
    clientOrderIdMaxLength: 36,
    clientOrderIdPrefix: 'tiny-',
    tradingRulesRequestPath: '/markets',
    tradingPairsRequestPath: '/markets',
    checkNetworkRequestPath: '/time',
    tradingPairs,
    isCancelRequestInExchangeSynchronous: true,
    isTradingRequired: authenticator !== undefined,
    capabilities: {
      orderTypes: ['limit', 'limit-maker', 'market'],
      timeInForce: ['GTC', 'IOC', 'FOK'],
      queriesTradesSince: true,
      tellsLimitUsage: true,
    },

    createWebAssistantsFactory: (environment: FactoryEnvironment) =>
      new WebAssistantsFactory({
        ...environment,
        authenticator,
        serverTime,
        resolveUrl: (path) => `${httpUrl('rest')}${path}`,
        rateFeedback: readUsage,
        classify: (response) => {
          const failure = readVenueFailure(response, { code: 'error', codeType: 'string', message: 'detail' });
          return failure === undefined ? undefined : venueFailureError(failure, CODES);
        },
      }),
    createOrderBookDataSource: () => new TinyBooks(wsUrl('stream')),
    createUserStreamDataSource: () => {
      if (authenticator === undefined) throw new RangeError('the private stream needs keys');
      return tinyUserStream(wsUrl('stream'), authenticator);
    },

    supportedOrderTypes: () => ['limit', 'limit-maker', 'market'],
    isRequestExceptionRelatedToTimeSynchronizer: isClockError,
    isOrderNotFoundDuringStatusUpdateError: isNotFound,
    isOrderNotFoundDuringCancelationError: isNotFound,
    getFee: (question) => buildTradeFee(FEES, { ...question, isMaker: question.isMaker ?? question.orderType === 'limit-maker' }),

    placeOrder: async (context, order) => {
      const { clientOrderId, side, orderType, timeInForce, amount, price, tradingPair } = order;
      const texts = { clientOrderId, side, type: orderType, timeInForce, amount: amount.toFixed(), price: price?.toFixed() };
      const body = JSON.stringify({ market: market(context, tradingPair), ...texts });
      const reply = await signed(context, 'place', { method: 'POST', path: '/orders', limitId: 'place', lane: 'order', body });
      const { exchangeOrderId = '', ...update } = readOrderUpdate(reply.object('order'), context.symbols);
      return { ...update, exchangeOrderId, trades: reply.rows('fills', (row) => readFill(row, context.symbols), skip(context)) };
    },
    placeCancel: async (context, order) => {
      const reply = await signed(context, 'cancel', { method: 'DELETE', lane: 'cancel', ...orderCall(context, order) });
      return readOrderUpdate(reply.object('order'), context.symbols);
    },
    requestOrderStatus: async (context, order) =>
      readOrderUpdate((await signed(context, 'order', orderCall(context, order))).object('order'), context.symbols),
    allTradeUpdatesForOrder: async (context, order) => {
      let orderId = order.exchangeOrderId;
      try {
        orderId ??= readOrderUpdate(
          (await signed(context, 'order', orderCall(context, order))).object('order'),
          context.symbols,
        ).exchangeOrderId;
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      return orderId === undefined ? [] : fills(context, order.tradingPair, { orderId });
    },
    requestOpenOrders: async (context, pair) => {
      const parameters = pair === undefined ? {} : { market: market(context, pair) };
      const reply = await signed(context, 'open orders', { path: '/orders', parameters });
      return reply.rows('orders', (row) => readOpenOrder(row, context.symbols), skip(context));
    },
    tradeUpdatesSince: (context, pair, sinceMs) => fills(context, pair, { since: Math.max(0, Math.trunc(sinceMs)) }),

    formatTradingRules: (context, reply, onProblem) =>
      new PayloadFields(reply, 'markets').rows(
        'markets',
        (row) => ({
          tradingPair: context.symbols.tradingPair(row.text('market')),
          priceIncrement: row.amount('priceStep'),
          amountIncrement: row.amount('amountStep'),
          minimumAmount: row.amount('minAmount'),
          maximumAmount: row.amount('maxAmount'),
          minimumNotional: row.amount('minNotional'),
          appliesMinimumNotionalToMarket: true,
          appliesMaximumNotionalToMarket: false,
          orderTypes: ['limit', 'limit-maker', 'market'],
          isTradable: row.text('status') === 'trading',
        }),
        onProblem,
      ),
    initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) =>
      new PayloadFields(reply, 'markets').rows(
        'markets',
        (row) => ({ exchangeSymbol: row.text('market'), tradingPair: `${row.text('base')}-${row.text('quote')}` as const }),
        onProblem,
      ),
    updateBalances: async (context) =>
      (await signed(context, 'balances', { path: '/balances' })).rows('balances', readBalance, skip(context)),
    updateTradingFees: async (context, pairs) => {
      const rates = new Map<TradingPair, FeeRates>();
      for (const pair of pairs) {
        const reply = await signed(context, 'fees', { path: '/fees', parameters: { market: market(context, pair) } });
        rates.set(pair, { maker: reply.amount('maker'), taker: reply.amount('taker') });
      }
      return rates;
    },
    getLastTradedPrice: async (context, pair) => {
      const symbol = market(context, pair);
      const reply = await ask(context, 'prices', { path: '/prices' });
      const rows = reply.rows('prices', (row) => ({ symbol: row.text('market'), price: row.amount('price') }), skip(context));
      const found = rows.find((row) => row.symbol === symbol);
      if (found === undefined) throw reply.wrong('prices', `a price of ${symbol}`);
      return found.price;
    },
    userStreamEventListener: (event, context) => readAccountEvent(event, context.symbols),
  };
}
