import { buildTradeFee, Decimal, encodeQuery, isClockError, NotImplementedError, WebAssistantsFactory } from '@venuekit/core/connector';
import type {
  BatchOutcome,
  CanceledOrder,
  ConnectorDefinition,
  FactoryEnvironment,
  FeeRates,
  OrderReference,
  OrderRequest,
  PayloadFields,
  PlacedOrder,
  RateLimit,
  RequestContext,
  RestCall,
  TradeFeeSchema,
  TradingPair,
} from '@venuekit/core/connector';
import type { PlainShape } from '@venuekit/venue';
import type { SubjectPlace } from '../../src/subject/conformance-subject.ts';
import { ShapedBooks } from './shaped-books.ts';
import { ShapedMarkets } from './shaped-markets.ts';
import { classify, isNotFound, itemError, payload, usageIn } from './shaped-replies.ts';
import { ShapedSigner } from './shaped-signer.ts';
import { shapedUserStream } from './shaped-user-stream.ts';
import { ShapedWire } from './shaped-wire.ts';

const FEES: TradeFeeSchema = { maker: new Decimal('0.001'), taker: new Decimal('0.001'), isBuyFeeDeductedFromReturns: true };
const WEIGHT = [{ limitId: 'all', weight: 1 }];
const MAXIMUM_BATCH_SIZE = 10;

/** A batch of so many orders counts as so many. */
const BATCHES: readonly RateLimit[] = Array.from({ length: MAXIMUM_BATCH_SIZE }, (_, index) => ({
  limitId: `batch of ${index + 1}`,
  limit: 1_000_000,
  intervalMs: 10_000,
  linkedLimits: [...WEIGHT, { limitId: 'place', weight: index + 1 }],
}));

const skip =
  (context: RequestContext) =>
  (error: Error): void =>
    context.log.warn({ error }, 'a row could not be used and was skipped');

/** A whole connector for a plain venue of this shape. */
export function shapedConnector(shape: PlainShape): (place: SubjectPlace) => ConnectorDefinition {
  return (place) => new ShapedConnector(shape, place).definition();
}

class ShapedConnector {
  readonly #shape: PlainShape;
  readonly #place: SubjectPlace;
  readonly #markets: ShapedMarkets;
  readonly #wire: ShapedWire;
  readonly #signer: ShapedSigner | undefined;

  constructor(shape: PlainShape, place: SubjectPlace) {
    this.#shape = shape;
    this.#place = place;
    this.#markets = new ShapedMarkets(shape);
    this.#wire = new ShapedWire(this.#markets);
    this.#signer = place.credentials === undefined ? undefined : new ShapedSigner(shape, place.credentials);
  }

  definition(): ConnectorDefinition {
    const { tradingPairs, wsUrl } = this.#place;
    const { clientIds = 'text', clientIdMaxLength, fills, balances, cancels, amounts, limits, login } = this.#shape;
    const orderTypes = amounts === 'quote' ? (['limit', 'limit-maker'] as const) : (['limit', 'limit-maker', 'market'] as const);
    return {
      name: 'shaped',
      domain: 'test',
      authenticator: this.#signer,
      rateLimitsRules: [
        { limitId: 'all', limit: 1_200, intervalMs: 60_000, scope: 'ip' },
        { limitId: 'place', limit: 100, intervalMs: 10_000, scope: 'account', linkedLimits: WEIGHT },
        ...['/markets', '/time'].map((limitId) => ({ limitId, limit: 1_200, intervalMs: 60_000, linkedLimits: WEIGHT })),
        ...BATCHES,
      ],
      clientOrderIdMaxLength: clientIdMaxLength,
      clientOrderIdPrefix: clientIds === 'text' && clientIdMaxLength === undefined ? 'shp-' : '',
      clientOrderIdPolicy: clientIds === 'numeric' ? { form: 'numeric', bits: 31 } : { form: clientIds },
      tradingRulesRequestPath: '/markets',
      tradingPairsRequestPath: '/markets',
      checkNetworkRequestPath: '/time',
      tradingPairs,
      isCancelRequestInExchangeSynchronous: cancels !== 'asynchronous',
      isTradingRequired: this.#signer !== undefined,
      capabilities: {
        orderTypes,
        timeInForce: amounts === 'quote' ? ['GTC', 'IOC'] : ['GTC', 'IOC', 'FOK'],
        supportsClientOrderIds: clientIds !== 'none',
        hasTradeIds: fills !== 'cumulative',
        queriesTradesSince: fills !== 'cumulative',
        hasPrivateStream: login !== 'none',
        streamsBalances: balances !== 'rest',
        tellsLimitUsage: limits !== 'rolling' && limits !== 'decaying',
        ...(this.#shape.batches === 'items' && { maximumBatchSize: MAXIMUM_BATCH_SIZE }),
      },

      createWebAssistantsFactory: (environment) => this.#createFactory(environment),
      createOrderBookDataSource: () => new ShapedBooks(this.#shape, this.#markets, wsUrl('stream')),
      createUserStreamDataSource: ({ rest }) => {
        const { credentials } = this.#place;
        if (login === 'none') throw new NotImplementedError('createUserStreamDataSource');
        if (this.#signer === undefined || credentials === undefined) throw new RangeError('the private stream needs keys');
        return shapedUserStream({
          shape: this.#shape,
          url: wsUrl('stream'),
          apiKey: credentials.apiKey,
          signer: this.#signer,
          rest,
        });
      },

      supportedOrderTypes: () => orderTypes,
      isRequestExceptionRelatedToTimeSynchronizer: isClockError,
      isOrderNotFoundDuringStatusUpdateError: isNotFound,
      isOrderNotFoundDuringCancelationError: isNotFound,
      getFee: (question) => buildTradeFee(FEES, { ...question, isMaker: question.isMaker ?? question.orderType === 'limit-maker' }),

      placeOrder: async (context, order) => {
        const body = this.#body({ ...this.#ticket(context, order) });
        return this.#placed(
          await this.#send(context, 'place', { method: 'POST', path: '/orders', limitId: 'place', lane: 'order', ...body }),
          context,
        );
      },
      placeCancel: async (context, order) =>
        this.#canceled(
          await this.#send(context, 'cancel', { method: 'DELETE', lane: 'cancel', ...this.#orderCall(context, order) }),
          context,
        ),
      ...(this.#shape.batches === 'items' && {
        placeOrders: (context: RequestContext, orders: readonly OrderRequest[]) => this.#placeOrders(context, orders),
        placeCancels: (context: RequestContext, orders: readonly OrderReference[]) => this.#placeCancels(context, orders),
        cancelAllOrders: (context: RequestContext, pair: TradingPair, orders: readonly OrderReference[]) =>
          this.#cancelAll(context, pair, orders),
      }),
      requestOrderStatus: async (context, order) =>
        this.#wire.order((await this.#send(context, 'order', this.#orderCall(context, order))).object('order'), context.symbols),
      allTradeUpdatesForOrder: async (context, { tradingPair, exchangeOrderId }) =>
        fills === 'cumulative' || exchangeOrderId === undefined ? [] : this.#fills(context, tradingPair, { orderId: exchangeOrderId }),
      requestOpenOrders: async (context, pair) => {
        const parameters = pair === undefined ? {} : { market: context.symbols.exchangeSymbol(pair) };
        const reply = await this.#send(context, 'open orders', { path: '/orders', parameters });
        return reply.rows('orders', (row) => this.#wire.openOrder(row, context.symbols), skip(context));
      },
      ...(fills !== 'cumulative' && {
        tradeUpdatesSince: (context: RequestContext, pair: TradingPair, sinceMs: number) =>
          this.#fills(context, pair, { since: Math.max(0, Math.trunc(sinceMs)) }),
      }),

      formatTradingRules: (context, reply, onProblem) =>
        payload(this.#shape, reply, 'markets').rows('markets', (row) => this.#markets.rule(row, context.symbols), onProblem),
      initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) =>
        payload(this.#shape, reply, 'markets').rows('markets', (row) => this.#markets.learn(row), onProblem),
      updateBalances: async (context) =>
        (await this.#send(context, 'balances', { path: '/balances' })).rows('balances', (row) => this.#wire.balance(row), skip(context)),
      updateTradingFees: async (context, pairs) => {
        const rates = new Map<TradingPair, FeeRates>();
        for (const pair of pairs) {
          const reply = await this.#send(context, 'fees', { path: '/fees', parameters: { market: context.symbols.exchangeSymbol(pair) } });
          rates.set(pair, { maker: reply.amount('maker'), taker: reply.amount('taker') });
        }
        return rates;
      },
      getLastTradedPrice: async (context, pair) => {
        const symbol = context.symbols.exchangeSymbol(pair);
        const reply = payload(this.#shape, await context.rest.execute({ path: '/prices', limitId: 'all' }), 'prices');
        const rows = reply.rows('prices', (row) => ({ symbol: row.text('market'), price: row.amount('price') }), skip(context));
        const found = rows.find((row) => row.symbol === symbol);
        if (found === undefined) throw reply.wrong('prices', `a price of ${symbol}`);
        return found.price;
      },
      userStreamEventListener: (event, context) => this.#wire.accountEvent(event, context.symbols),
    };
  }

  #createFactory(environment: FactoryEnvironment): WebAssistantsFactory {
    const { timeSynchronizer } = environment;
    return new WebAssistantsFactory({
      ...environment,
      authenticator: this.#signer,
      serverTime: async (rest) => payload(this.#shape, await rest.execute({ path: '/time', limitId: 'all' }), 'time').count('time'),
      resolveUrl: (path) => `${this.#place.httpUrl('rest')}${path}`,
      classify: (response) => classify(this.#shape, response, timeSynchronizer.nowMs()),
      rateFeedback: (response) => usageIn(this.#shape, response),
    });
  }

  async #send(context: RequestContext, origin: string, call: RestCall): Promise<PayloadFields> {
    return payload(this.#shape, await context.rest.execute({ limitId: 'all', isAuthRequired: true, ...call }), origin);
  }

  #body(members: Readonly<Record<string, unknown>>): Pick<RestCall, 'body' | 'headers'> {
    if (this.#shape.body !== 'form') return { body: JSON.stringify(members) };
    const texts = Object.entries(members).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const],
    );
    return { body: encodeQuery(Object.fromEntries(texts)), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  }

  #ticket(context: RequestContext, order: OrderRequest): Readonly<Record<string, string | undefined>> {
    const { clientOrderId, side, orderType, timeInForce, amount, price, tradingPair } = order;
    return {
      market: context.symbols.exchangeSymbol(tradingPair),
      clientOrderId: this.#shape.clientIds === 'none' ? undefined : clientOrderId,
      side,
      type: orderType,
      timeInForce,
      amount: this.#markets.askedAmount(amount, price, tradingPair),
      price: price?.toFixed(),
    };
  }

  /** How the venue calls an order. */
  #reference({ clientOrderId, exchangeOrderId }: OrderReference): readonly ['clientOrderId' | 'orderId', string] {
    if (this.#shape.clientIds !== 'none') return ['clientOrderId', clientOrderId];
    if (exchangeOrderId === undefined) throw new RangeError(`the venue has not told its id of ${clientOrderId}`);
    return ['orderId', exchangeOrderId];
  }

  #orderCall(context: RequestContext, order: OrderReference): RestCall {
    const market = context.symbols.exchangeSymbol(order.tradingPair);
    return { path: `/orders/${encodeURIComponent(this.#reference(order)[1])}`, parameters: { market } };
  }

  #placed(reply: PayloadFields, context: RequestContext): PlacedOrder {
    const update = this.#wire.order(reply.object('order'), context.symbols);
    if (this.#shape.fills === 'cumulative') return update;
    return { ...update, trades: reply.rows('fills', (row) => this.#wire.fill(row, context.symbols), skip(context)) };
  }

  #canceled(reply: PayloadFields, context: RequestContext): CanceledOrder {
    if (this.#shape.cancels !== 'asynchronous') return this.#wire.order(reply.object('order'), context.symbols);
    return { state: 'pending-cancel', updateTimeMs: context.nowMs(), exchangeOrderId: reply.id('orderId') };
  }

  async #placeOrders(context: RequestContext, orders: readonly OrderRequest[]): Promise<readonly BatchOutcome<PlacedOrder>[]> {
    const body = this.#body({ orders: orders.map((order) => this.#ticket(context, order)) });
    const limitId = `batch of ${orders.length}`;
    const reply = await this.#send(context, 'batch', { method: 'POST', path: '/batch', limitId, lane: 'order', ...body });
    return outcomes(reply, (item) => this.#placed(item, context));
  }

  async #placeCancels(context: RequestContext, orders: readonly OrderReference[]): Promise<readonly BatchOutcome<CanceledOrder>[]> {
    const items = orders.map((order) => {
      const [name, id] = this.#reference(order);
      return { market: context.symbols.exchangeSymbol(order.tradingPair), [name]: id };
    });
    const reply = await this.#send(context, 'batch', {
      method: 'DELETE',
      path: '/batch',
      lane: 'cancel',
      ...this.#body({ orders: items }),
    });
    return outcomes(reply, (item) => this.#canceled(item, context));
  }

  async #cancelAll(
    context: RequestContext,
    pair: TradingPair,
    orders: readonly OrderReference[],
  ): Promise<readonly BatchOutcome<CanceledOrder>[]> {
    const members = { market: context.symbols.exchangeSymbol(pair), ids: orders.map((order) => this.#reference(order)[1]) };
    const reply = await this.#send(context, 'cancel all', { method: 'DELETE', path: '/batch', lane: 'cancel', ...this.#body(members) });
    return outcomes(reply, (item) => this.#canceled(item, context));
  }

  async #fills(
    context: RequestContext,
    pair: TradingPair,
    selection: { readonly orderId?: string; readonly since?: number },
  ): Promise<Awaited<ReturnType<ConnectorDefinition['allTradeUpdatesForOrder']>>> {
    const parameters = { market: context.symbols.exchangeSymbol(pair), limit: 100_000, ...selection };
    const reply = await this.#send(context, 'fills', { path: '/fills', parameters });
    return reply.rows('fills', (row) => this.#wire.fill(row, context.symbols), skip(context));
  }
}

function outcomes<Value>(reply: PayloadFields, read: (item: PayloadFields) => Value): readonly BatchOutcome<Value>[] {
  const found: BatchOutcome<Value>[] = [];
  reply.rows(
    'items',
    (item) => found.push(item.boolean('ok') ? { value: read(item) } : { error: itemError(item) }),
    (error) => found.push({ error }),
  );
  return found;
}
