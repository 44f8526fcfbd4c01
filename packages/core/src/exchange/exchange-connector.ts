import { AbortedError } from '../errors/aborted-error.ts';
import { parseDecimal } from '../decimal/parse.ts';
import { UnknownTradingPairError } from '../errors/unknown-trading-pair-error.ts';
import type { UserStreamStatus } from '../account/user-stream-options.ts';
import type { OrderBookView } from '../book/order-book-view.ts';
import type { BookStatus } from '../book/order-book-tracker-options.ts';
import type { Decimal } from '../decimal/decimal.ts';
import { ZERO } from '../decimal/decimal.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import type { Balance } from '../model/balance.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { ConnectorEvent, ConnectorEventMap } from '../model/events.ts';
import type { OpenOrder } from '../model/open-order.ts';
import type { OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { TradeFee } from '../model/trade-fee.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import type { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import type { InFlightOrder, InFlightOrderJson } from '../orders/in-flight-order.ts';
import type { LimitBan, LimitUsage } from '../throttle/limit-usage.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { ConnectorDefinition, FeeQuestion } from './connector-definition.ts';
import { ConnectorEngine } from './connector-engine.ts';
import type { ExchangeConnectorOptions } from './connector-options.ts';
import { requestContext } from './connector-services.ts';
import { EventHub } from './event-hub.ts';
import type { EventListener, EventStreamOptions } from './event-hub.ts';
import type { EventStream } from './event-stream.ts';

/** An amount or a price: exact, so never a JavaScript number. */
export type DecimalInput = Decimal | string;

/** What an order may have beside pair, amount, type and price. */
export interface OrderOptions {
  /** Default GTC for limit orders. */
  readonly timeInForce?: TimeInForce;
  /** Default `nil`. */
  readonly positionAction?: PositionAction;
}

/** What must have happened before a connector can be used; each is true once it has. */
export interface StatusDict {
  readonly symbolsMappingInitialized: boolean;
  readonly orderBooksInitialized: boolean;
  readonly accountBalance: boolean;
  readonly tradingRuleInitialized: boolean;
  readonly userStreamInitialized: boolean;
}

/** The events after which a connector may have become ready. */
const READINESS_EVENTS = ['book-live', 'book-resynced', 'stream-restored'] as const;

/** A connector to one venue, for an application: books, orders, fills, balances. */
export class ExchangeConnector {
  readonly name: string;
  readonly #options: ExchangeConnectorOptions;
  readonly #definition: ConnectorDefinition;
  readonly #hub: EventHub;
  #engine: ConnectorEngine | undefined;

  constructor(options: ExchangeConnectorOptions) {
    this.#options = options;
    this.#definition = options.definition;
    this.#hub = new EventHub(options.runtime.log);
    this.name = options.definition.name;
  }

  /**
   * Starts loading markets, books, balances and the private stream; what fails is reported and repeated until `stop`. Returns at
   * once: wait with `whenReady`. Does nothing while started.
   * @throws ConfigurationError, ThrottleError when the definition cannot be used.
   */
  start(): void {
    this.#assembled().start();
  }

  /** Stops everything; afterwards no timer, socket or request of this connector is left. Open orders stay at the venue. */
  async stop(): Promise<void> {
    await this.#engine?.stop();
  }

  /** Whether everything in `statusDict` is true. */
  get ready(): boolean {
    return Object.values(this.statusDict).every(Boolean);
  }

  get statusDict(): StatusDict {
    const engine = this.#engine;
    const isTrading = this.#definition.isTradingRequired;
    return {
      symbolsMappingInitialized: (engine?.symbols.size ?? 0) > 0,
      orderBooksInitialized: engine?.books.isReady ?? false,
      accountBalance: !isTrading || (engine?.hasLoadedBalances ?? false),
      tradingRuleInitialized: !isTrading || (engine?.rules.tradingRules.size ?? 0) > 0,
      userStreamInitialized: !isTrading || (engine?.userStream?.isLive ?? false),
    };
  }

  /** The state of the private stream; undefined without one, and before the connector was first used. */
  get privateStreamStatus(): UserStreamStatus | undefined {
    return this.#engine?.userStream?.status;
  }

  /** Resolves when `ready`. @throws AbortedError when the signal or `stop` ends the wait. */
  async whenReady(signal?: AbortSignal): Promise<void> {
    if (this.ready) return;
    const engine = this.#assembled();
    const { life } = engine;
    await new Promise<void>((resolve, reject) => {
      const leave = [
        ...READINESS_EVENTS.map((type) => this.#hub.on(type, check)),
        engine.onProgress(check),
        () => life.removeEventListener('abort', check),
        () => signal?.removeEventListener('abort', check),
      ];
      const end = (settle: () => void): void => {
        for (const stopListening of leave) stopListening();
        settle();
      };
      const isReady = (): boolean => this.ready;
      function check(): void {
        if (isReady()) end(resolve);
        else if (signal?.aborted === true) abandon(signal.reason);
        else if (life.aborted) abandon(life.reason);
      }
      function abandon(cause: unknown): void {
        end(() => reject(new AbortedError('the wait for readiness', { mayHaveBeenSent: false, cause })));
      }
      life.addEventListener('abort', check);
      signal?.addEventListener('abort', check);
      check();
    });
  }

  /** Asks the venue whether it can be reached. @throws whatever the request throws */
  checkNetwork(signal?: AbortSignal): Promise<void> {
    return this.#assembled().checkNetwork(signal);
  }

  /** Listens to one type of event. @returns the function that ends it. */
  on<Type extends ConnectorEvent['type']>(type: Type, listener: EventListener<ConnectorEventMap[Type]>): () => void {
    return this.#hub.on(type, listener);
  }

  onAny(listener: EventListener<ConnectorEvent>): () => void {
    return this.#hub.onAny(listener);
  }

  /** The events as an async iterator, bounded: see `EventStreamOptions.capacity`. */
  events(options?: EventStreamOptions): EventStream {
    return this.#hub.events(options);
  }

  // Markets.

  get tradingPairs(): readonly TradingPair[] {
    return this.#engine === undefined ? this.#definition.tradingPairs : [...this.#engine.tradingPairs];
  }

  get tradingRules(): ReadonlyMap<TradingPair, TradingRule> {
    return this.#assembled().rules.tradingRules;
  }

  get orderBooks(): ReadonlyMap<TradingPair, OrderBookView> {
    return this.#assembled().books.books;
  }

  /** @throws UnknownTradingPairError naming the pair */
  getOrderBook(pair: TradingPair): OrderBookView {
    return this.#assembled().books.getOrderBook(pair);
  }

  /** State, reason and age of one book. @throws UnknownTradingPairError */
  bookStatus(pair: TradingPair): BookStatus {
    return this.#assembled().books.status(pair);
  }

  /** Follows one more pair. @throws UnknownTradingPairError when the symbols are loaded and lack it. */
  addTradingPair(pair: TradingPair): void {
    this.#assembled().addTradingPair(pair);
  }

  removeTradingPair(pair: TradingPair): void {
    this.#assembled().removeTradingPair(pair);
  }

  /** The best price for a side (`buy`: the best ask), floored to the price grid; undefined while the book is empty or not live. */
  getPrice(pair: TradingPair, side: OrderSide): Decimal | undefined {
    const engine = this.#assembled();
    if (engine.books.status(pair).state !== 'live') return undefined;
    const level = engine.books.getOrderBook(pair).exactLevel(side === 'buy' ? 'ask' : 'bid', 0);
    return level === undefined ? undefined : this.quantizeOrderPrice(pair, level.price);
  }

  /** Last traded prices, asked from the venue. @throws whatever a request throws; AbortedError by `stop` */
  async getLastTradedPrices(pairs: readonly TradingPair[], signal?: AbortSignal): Promise<ReadonlyMap<TradingPair, Decimal>> {
    const context = await this.#queryContext(signal);
    const prices = new Map<TradingPair, Decimal>();
    await Promise.all(pairs.map(async (pair) => prices.set(pair, await this.#definition.getLastTradedPrice(context, pair))));
    return prices;
  }

  supportedOrderTypes(): readonly OrderType[] {
    return this.#definition.supportedOrderTypes();
  }

  /** The step of prices at this price. @throws UnknownTradingPairError */
  getOrderPriceQuantum(pair: TradingPair, _price: DecimalInput): Decimal {
    return this.#rule(pair).priceIncrement;
  }

  /** The step of amounts at this size. @throws UnknownTradingPairError */
  getOrderSizeQuantum(pair: TradingPair, _size: DecimalInput): Decimal {
    return this.#rule(pair).amountIncrement;
  }

  quantizeOrderPrice(pair: TradingPair, price: DecimalInput): Decimal {
    return floorToIncrement(toDecimal(price, 'price'), this.#rule(pair).priceIncrement);
  }

  quantizeOrderAmount(pair: TradingPair, amount: DecimalInput): Decimal {
    return floorToIncrement(toDecimal(amount, 'amount'), this.#rule(pair).amountIncrement);
  }

  /** The fee to expect for an order, with the account's own rates where they are known. */
  getFee(question: Omit<FeeQuestion, 'rates'>): TradeFee {
    return this.#definition.getFee({ ...question, rates: this.#engine?.rules.feeRates.get(question.tradingPair) });
  }

  // Orders.

  /** Places a buy order. @returns its client order id at once; what becomes of it is told by events. @throws InvalidPayloadError when amount or price is no number */
  buy(pair: TradingPair, amount: DecimalInput, orderType: OrderType, price?: DecimalInput, options?: OrderOptions): string {
    return this.#place('buy', pair, amount, orderType, price, options);
  }

  /** Places a sell order; as `buy`. */
  sell(pair: TradingPair, amount: DecimalInput, orderType: OrderType, price?: DecimalInput, options?: OrderOptions): string {
    return this.#place('sell', pair, amount, orderType, price, options);
  }

  /** Cancels one of our orders. Never throws for what the venue says: see the result's reason. */
  cancel(pair: TradingPair, clientOrderId: string): Promise<CancellationResult> {
    const order = this.#assembled().orders.tracker.fetchOrder({ clientOrderId });
    if (order !== undefined && order.tradingPair !== pair) {
      return Promise.resolve({ clientOrderId, success: false, reason: `the order is one of ${order.tradingPair}, not of ${pair}` });
    }
    return this.#assembled().desk.cancel(clientOrderId);
  }

  /** Cancels all our orders that are not done, in parallel, and says of each what is known when the time is up. */
  cancelAll(timeoutMs: number): Promise<readonly CancellationResult[]> {
    return this.#assembled().desk.cancelAll(timeoutMs);
  }

  /** The account's open orders as the venue lists them, also those of others. @throws whatever the request throws; AbortedError by `stop` */
  async getOpenOrders(pair?: TradingPair, signal?: AbortSignal): Promise<readonly OpenOrder[]> {
    const context = await this.#queryContext(signal);
    return this.#definition.requestOpenOrders(context, pair);
  }

  /** The machine that follows our orders. */
  get orderTracker(): ClientOrderTracker {
    return this.#assembled().orders.tracker;
  }

  /** Our orders that are not done, by client id. */
  get inFlightOrders(): ReadonlyMap<string, InFlightOrder> {
    return this.#assembled().orders.tracker.allUpdatableOrders;
  }

  /** Our limit orders that are not done. */
  get limitOrders(): readonly InFlightOrder[] {
    return [...this.inFlightOrders.values()].filter((order) => order.orderType !== 'market' && !order.isDone);
  }

  /** Everything that must be saved to go on after a restart. */
  get trackingStates(): Record<string, InFlightOrderJson> {
    return this.#assembled().orders.tracker.trackingStates();
  }

  /** Takes saved orders back, before `start`; a record that cannot be read is reported and skipped. */
  restoreTrackingStates(states: Readonly<Record<string, unknown>>): void {
    this.#assembled().restore(states);
  }

  // Account.

  /** What we own of an asset; 0 when nothing is known. */
  getBalance(asset: string): Decimal {
    return this.#assembled().balances.get(asset)?.total ?? ZERO;
  }

  getAvailableBalance(asset: string): Decimal {
    return this.#assembled().balances.get(asset)?.available ?? ZERO;
  }

  getAllBalances(): ReadonlyMap<string, Balance> {
    return this.#assembled().balances.all();
  }

  /** How much of each rate limit is used. */
  rateLimitUsage(): readonly LimitUsage[] {
    return this.#assembled().services.throttler.usage();
  }

  /** The limits that the venue has banned us from, with the reason and the end of each; empty when there is no ban. */
  rateLimitBans(): readonly LimitBan[] {
    return this.#assembled().services.throttler.bans();
  }

  #assembled(): ConnectorEngine {
    this.#engine ??= new ConnectorEngine(this.#options, this.#hub);
    return this.#engine;
  }

  /** For a question of the application; also before `start`, then the markets' names are asked for first. */
  async #queryContext(signal: AbortSignal | undefined): Promise<RequestContext> {
    const engine = this.#assembled();
    const either = engine.requestSignal(signal);
    await engine.requireSymbols(either);
    return requestContext(engine.services, either);
  }

  #rule(pair: TradingPair): TradingRule {
    const rule = this.#assembled().rules.tradingRules.get(pair);
    if (rule === undefined) throw new UnknownTradingPairError(pair, `the trading rules of ${this.name}`);
    return rule;
  }

  #place(
    side: OrderSide,
    tradingPair: TradingPair,
    amount: DecimalInput,
    orderType: OrderType,
    price: DecimalInput | undefined,
    options: OrderOptions | undefined,
  ): string {
    return this.#assembled().desk.place({
      tradingPair,
      side,
      orderType,
      amount: toDecimal(amount, 'amount'),
      price: price === undefined ? undefined : toDecimal(price, 'price'),
      timeInForce: options?.timeInForce,
      positionAction: options?.positionAction ?? 'nil',
    });
  }
}

function toDecimal(value: DecimalInput, field: string): Decimal {
  if (typeof value !== 'string') return value;
  return parseDecimal(value, field, 'an order');
}
