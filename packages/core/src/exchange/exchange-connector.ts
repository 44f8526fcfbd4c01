import type { UserStreamStatus } from '../account/user-stream-options.ts';
import type { Decimal } from '../decimal/decimal.ts';
import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import { hasPrivateStream } from '../definition/private-stream-claims.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import { EventHub } from '../events/event-hub.ts';
import type { EventListener, EventStreamOptions } from '../events/event-hub.ts';
import type { EventStream } from '../events/event-stream.ts';
import type { Balance } from '../model/balance.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { ConnectorEvent, ConnectorEventMap } from '../model/events.ts';
import type { NetworkStatus } from '../model/network-status.ts';
import type { OpenOrder } from '../model/open-order.ts';
import type { CancelReplaceResult, OrderCommandResult } from '../model/order-command-result.ts';
import type { CancelReplaceMode, OrderListKind } from '../model/order-list.ts';
import { hasLimitPrice } from '../model/order-type.ts';
import type { OrderSide, OrderType } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { BudgetChecker } from '../orders/budget-checker.ts';
import type { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import type { InFlightOrder, InFlightOrderJson } from '../orders/in-flight-order.ts';
import type { LimitBan, LimitUsage } from '../throttle/limit-usage.ts';
import { awaitOrder } from '../tracking/await-order.ts';
import type { OrderGoal } from '../tracking/await-order.ts';
import { ConnectorEngine } from './connector-engine.ts';
import type { ExchangeConnectorOptions } from './connector-options.ts';
import { type DecimalInput, MarketQueries, toDecimal } from './market-queries.ts';
import { type BatchOrder, orderIntent, type OrderOptions } from './order-options.ts';

export type { BatchOrder, OrderOptions };

/** What must have happened before a connector can be used; each is true once it has. */
export interface StatusDict {
  readonly symbolsMappingInitialized: boolean;
  readonly orderBooksInitialized: boolean;
  readonly accountBalance: boolean;
  readonly tradingRuleInitialized: boolean;
  readonly userStreamInitialized: boolean;
}

const NEVER_STARTED: NetworkStatus = { state: 'stopped', sinceMs: undefined, reason: 'never started' };

/** The events after which a connector may have become ready. */
const READINESS_EVENTS = ['book-live', 'book-resynced', 'stream-restored'] as const;

/** A connector to one venue, for an application: books, orders, fills, balances. */
export class ExchangeConnector extends MarketQueries {
  readonly name: string;
  readonly #options: ExchangeConnectorOptions;
  readonly #definition: ConnectorDefinition;
  readonly #hub: EventHub;
  #engine: ConnectorEngine | undefined;

  constructor(options: ExchangeConnectorOptions) {
    super();
    this.#options = options;
    this.#definition = options.definition;
    this.#hub = new EventHub(options.runtime.log.child({ connector: options.definition.name }));
    this.name = options.definition.name;
  }

  /**
   * Starts loading markets, books, balances and the private stream; what fails is reported and repeated until `stop`. Returns at
   * once: wait with `whenReady`. Does nothing while started.
   * With a store, that is opened first: what it held is restored and the events that are still owed are told. A store that cannot be
   * had ends the start with `connector-failed`.
   * @throws ConfigurationError, ThrottleError when the definition cannot be used.
   */
  start(): void {
    this.assembled().start();
  }

  /** Stops everything; afterwards no timer, socket or request of this connector is left. Open orders stay at the venue. */
  async stop(): Promise<void> {
    await this.#engine?.stop();
  }

  /** Why the connector has stopped by itself, because its store cannot be had or was taken over; undefined once it is started again. */
  get failure(): Error | undefined {
    return this.#engine?.failure;
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
      userStreamInitialized: !isTrading || !hasPrivateStream(this.#definition.capabilities) || (engine?.userStream?.isLive ?? false),
    };
  }

  /** The state of the private stream; undefined without one, and before the connector was first used. */
  get privateStreamStatus(): UserStreamStatus | undefined {
    return this.#engine?.userStream?.status;
  }

  /** Resolves when `ready`. @throws AbortedError when the signal or `stop` ends the wait; `failure` when that does. */
  async whenReady(signal?: AbortSignal): Promise<void> {
    if (this.ready) return;
    const engine = this.assembled();
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
        else if (engine.failure !== undefined) fail(engine.failure);
        else if (life.aborted) abandon(life.reason);
      }
      function fail(error: Error): void {
        end(() => reject(error));
      }
      function abandon(cause: unknown): void {
        end(() => reject(new AbortedError('the wait for readiness', { mayHaveBeenSent: false, cause })));
      }
      life.addEventListener('abort', check);
      signal?.addEventListener('abort', check);
      check();
    });
  }

  /** Whether the venue can be reached, since when, and why not; asked for every 10 s from `start` to `stop`. */
  get networkStatus(): NetworkStatus {
    return this.#engine?.network.status ?? NEVER_STARTED;
  }

  /** Asks the venue whether it can be reached. @throws whatever the request throws */
  checkNetwork(signal?: AbortSignal): Promise<void> {
    return this.assembled().checkNetwork(signal);
  }

  /** Listens to one type of event. @returns the function that ends it. */
  on<Type extends ConnectorEvent['type']>(type: Type, listener: EventListener<ConnectorEventMap[Type]>): () => void {
    return this.#hub.on(type, listener);
  }

  onAny(listener: EventListener<ConnectorEvent>): () => void {
    return this.#hub.onAny(listener);
  }

  /**
   * The events as an async iterator, bounded: see `EventStreamOptions.capacity`. With `after` it begins with the saved ones.
   * @throws ConfigurationError for `after` without a store
   */
  events(options?: EventStreamOptions): EventStream {
    return this.#hub.events(options, options?.after === undefined ? undefined : this.assembled().durable);
  }

  /** The pairs that are followed. */
  get tradingPairs(): readonly TradingPair[] {
    return this.#engine === undefined ? this.#definition.tradingPairs : [...this.#engine.markets.pairs];
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
    const order = this.assembled().orders.tracker.fetchOrder({ clientOrderId });
    if (order !== undefined && order.tradingPair !== pair) {
      return Promise.resolve({ clientOrderId, success: false, reason: `the order is one of ${order.tradingPair}, not of ${pair}` });
    }
    return this.assembled().desk.cancel(clientOrderId);
  }

  /**
   * Places several orders, together where the connector can. @returns their client order ids at once, in their order; what becomes of
   * each is told by events. @throws InvalidPayloadError when an amount or a price is no number; then none is placed.
   */
  placeBatch(orders: readonly BatchOrder[]): readonly string[] {
    return this.assembled().desk.placeBatch(orders.map(orderIntent));
  }

  /**
   * Reduces the amount of one of our orders, which keeps its place in the venue's queue and its client id; `order-amended` tells it. Never
   * throws for what the venue says.
   * @param newAmount in base, what has been executed included. @throws InvalidPayloadError when it is no number
   */
  amend(pair: TradingPair, clientOrderId: string, newAmount: DecimalInput): Promise<OrderCommandResult> {
    return this.assembled().desk.amendments.amend(pair, clientOrderId, toDecimal(newAmount, 'newAmount'));
  }

  /**
   * Cancels one of our orders and places another in the same market by one request; events tell what becomes of both. Never throws for
   * what the venue says; when the new order is denied, the old one is left alone. Default mode: `stop-on-failure`.
   * @throws InvalidPayloadError when an amount or a price is no number
   */
  async cancelReplace(
    pair: TradingPair,
    clientOrderId: string,
    replacement: Omit<BatchOrder, 'tradingPair'>,
    mode: CancelReplaceMode = 'stop-on-failure',
  ): Promise<CancelReplaceResult> {
    return this.assembled().desk.replacements.replace(clientOrderId, orderIntent({ ...replacement, tradingPair: pair }), mode);
  }

  /**
   * Places orders that depend on one another, which the venue takes together or not at all; of `oto` and `otoco` the working order comes
   * first. @returns their client order ids at once, in their order; events tell what becomes of each. When one is denied, all are.
   * @throws InvalidPayloadError when an amount or a price is no number; then none is placed.
   */
  placeOrderList(kind: OrderListKind, orders: readonly BatchOrder[]): readonly string[] {
    return this.assembled().desk.lists.place(kind, orders.map(orderIntent));
  }

  /** Has an order checked by us and by the venue without placing it. @throws InvalidPayloadError when an amount or a price is no number */
  async testOrder(order: BatchOrder): Promise<OrderCommandResult> {
    return this.assembled().desk.test(orderIntent(order));
  }

  /** Cancels several of our orders, together where the connector can. Never throws for what the venue says. @returns one result each */
  cancelBatch(clientOrderIds: readonly string[]): Promise<readonly CancellationResult[]> {
    return this.assembled().desk.cancelBatch(clientOrderIds);
  }

  /**
   * Resolves when the venue has the order. @throws OrderWaitError when no such order is known, or it has failed; AbortedError when the
   * signal or `stop` ends the wait.
   */
  waitUntilCreated(clientOrderId: string, signal?: AbortSignal): Promise<InFlightOrder> {
    return this.#awaitOrder(clientOrderId, 'created', signal);
  }

  /** Resolves when the whole order has been filled; as `waitUntilCreated`, and OrderWaitError also when it was canceled or has expired. */
  waitUntilFilled(clientOrderId: string, signal?: AbortSignal): Promise<InFlightOrder> {
    return this.#awaitOrder(clientOrderId, 'filled', signal);
  }

  /** Resolves when the order has ended, in whatever way; as `waitUntilCreated`. A lost order has not. */
  waitUntilDone(clientOrderId: string, signal?: AbortSignal): Promise<InFlightOrder> {
    return this.#awaitOrder(clientOrderId, 'done', signal);
  }

  /** Cancels all our orders that are not done, in parallel, and says of each what is known when the time is up. */
  cancelAll(timeoutMs: number): Promise<readonly CancellationResult[]> {
    return this.assembled().desk.cancelAll(timeoutMs);
  }

  /** The account's open orders as the venue lists them, also those of others. @throws whatever the request throws; AbortedError by `stop` */
  async getOpenOrders(pair?: TradingPair, signal?: AbortSignal): Promise<readonly OpenOrder[]> {
    const context = await this.queryContext(signal);
    return this.#definition.requestOpenOrders(context, pair);
  }

  /** The machine that follows our orders. */
  get orderTracker(): ClientOrderTracker {
    return this.assembled().orders.tracker;
  }

  /** Our orders that are not done, by client id. */
  get inFlightOrders(): ReadonlyMap<string, InFlightOrder> {
    return this.assembled().orders.tracker.allUpdatableOrders;
  }

  /** Our orders with a limit price that are not done. */
  get limitOrders(): readonly InFlightOrder[] {
    return [...this.inFlightOrders.values()].filter((order) => hasLimitPrice(order.orderType) && !order.isDone);
  }

  /** Everything that must be saved to go on after a restart. */
  get trackingStates(): Record<string, InFlightOrderJson> {
    return this.assembled().orders.tracker.trackingStates();
  }

  /** Takes saved orders back, before `start`; a record that cannot be read is reported and skipped. */
  restoreTrackingStates(states: Readonly<Record<string, unknown>>): void {
    this.assembled().restore(states);
  }

  // Account.

  /** What we own of an asset; 0 when nothing is known. */
  getBalance(asset: string): Decimal {
    return this.assembled().money.funds.total(asset);
  }

  /**
   * What can be spent of an asset, within `assetLimits`; 0 when nothing is known. What our own orders need is taken off from the
   * moment they are placed, so it can be less than the last `balance-updated` told. Where the venue's stream tells no balances, it is
   * estimated from the last query, our orders and our fills.
   */
  getAvailableBalance(asset: string): Decimal {
    return this.assembled().money.funds.available(asset);
  }

  getAllBalances(): ReadonlyMap<string, Balance> {
    return this.assembled().money.funds.all();
  }

  /**
   * Makes orders affordable before they are placed, with the fees and balances of now. What it locks is free again in the next turn:
   * adjust all candidates first, then place them.
   */
  get budgetChecker(): BudgetChecker {
    return this.assembled().money.budget;
  }

  /** How much of each rate limit is used. */
  rateLimitUsage(): readonly LimitUsage[] {
    return this.assembled().services.throttler.usage();
  }

  /** The limits that the venue has banned us from, with the reason and the end of each; empty when there is no ban. */
  rateLimitBans(): readonly LimitBan[] {
    return this.assembled().services.throttler.bans();
  }

  protected override assembled(): ConnectorEngine {
    this.#engine ??= new ConnectorEngine(this.#options, this.#hub);
    return this.#engine;
  }

  #awaitOrder(clientOrderId: string, goal: OrderGoal, signal: AbortSignal | undefined): Promise<InFlightOrder> {
    const engine = this.assembled();
    return awaitOrder(engine.orders, clientOrderId, goal, engine.requestSignal(signal));
  }

  #place(
    side: OrderSide,
    tradingPair: TradingPair,
    amount: DecimalInput,
    orderType: OrderType,
    price: DecimalInput | undefined,
    options: OrderOptions | undefined,
  ): string {
    const given = price === undefined ? {} : { price };
    return this.assembled().desk.place(orderIntent({ ...options, tradingPair, side, orderType, amount, ...given }));
  }
}
