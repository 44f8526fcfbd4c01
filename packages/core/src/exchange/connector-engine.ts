import { AccountBalances } from '../account/balances.ts';
import type { UserStreamTracker } from '../account/user-stream-tracker.ts';
import { OrderBookTracker } from '../book/order-book-tracker.ts';
import { hasPrivateStream } from '../definition/private-stream-claims.ts';
import { witnessedDefinition } from '../definition/witnessed-definition.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import type { EventHub } from '../events/event-hub.ts';
import { createConnectorFunds } from '../funds/connector-funds.ts';
import type { ConnectorFunds } from '../funds/connector-funds.ts';
import { FollowedMarkets } from '../market/followed-markets.ts';
import { LastPrices } from '../market/last-prices.ts';
import { MarketRules } from '../market/market-rules.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import type { ClientOrderTrackerOptions } from '../orders/client-order-tracker.ts';
import type { FillLedger } from '../orders/fill-ledger.ts';
import { OrderResolver } from '../repair/order-resolver.ts';
import { PolledAccount } from '../repair/polled-account.ts';
import { Reconciliation } from '../repair/reconciliation.ts';
import { pollStatus } from '../repair/status-poll.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { namedRuntime, reportProblem, requestContext } from '../services/connector-services.ts';
import { NetworkWatch } from '../services/network-watch.ts';
import { SymbolMap } from '../services/symbol-map.ts';
import { streamAdmission } from '../throttle/stream-admission.ts';
import { DurableTracking } from '../tracking/durable-tracking.ts';
import { createPrivateStream } from '../tracking/private-stream.ts';
import { TrackedOrders } from '../tracking/tracked-orders.ts';
import { OrderDesk } from '../trading/order-desk.ts';
import { OrderScreening } from '../trading/order-screening.ts';
import { TimeSynchronizer } from '../web/time-synchronizer.ts';
import type { WebAssistantsFactory } from '../web/web-assistants-factory.ts';
import { createLoops } from './connector-loops.ts';
import type { ConnectorLoops } from './connector-loops.ts';
import type { ExchangeConnectorOptions, LoopIntervals } from './connector-options.ts';
import { DEFAULT_LOOP_INTERVALS } from './connector-options.ts';
import { createThrottler } from './create-throttler.ts';
import { recordedRuntime } from './recorded-runtime.ts';

/** Where polls are all that tells of the account, they come again soon after one has failed, as the repair of a stream does. */
const POLLED_RETRY_MAXIMUM_MS = 30_000;

/** The parts of one connector, wired; starts and stops them. Made on first use, because it calls the definition's factories. */
export class ConnectorEngine {
  readonly services: ConnectorServices;
  readonly symbols: SymbolMap = new SymbolMap();
  readonly rules: MarketRules = new MarketRules();
  readonly balances: AccountBalances = new AccountBalances();
  readonly money: ConnectorFunds;
  readonly network: NetworkWatch;
  readonly prices: LastPrices;
  readonly books: OrderBookTracker;
  readonly durable: DurableTracking | undefined;
  readonly orders: TrackedOrders;
  readonly desk: OrderDesk;
  readonly resolver: OrderResolver;
  readonly userStream: UserStreamTracker | undefined;
  readonly markets: FollowedMarkets;
  readonly #refreshesLastPrices: boolean;
  readonly #factory: WebAssistantsFactory;
  readonly #reconciliation: Reconciliation;
  /** Of a venue without a private stream. */
  readonly #polled: PolledAccount | undefined;
  readonly #intervals: LoopIntervals;
  readonly #loops: ConnectorLoops;
  #run: AbortController | undefined;
  #failure: Error | undefined;
  #stopping: Promise<void> | undefined;
  /** A start was asked for while a stop was under way. */
  #isStartWanted = false;
  /** Ends with the next stop, also of an engine that was not started: the application may ask the venue without starting. */
  #life = new AbortController();
  #hasLoadedBalances = false;
  readonly #progressListeners = new Set<() => void>();

  constructor(options: ExchangeConnectorOptions, hub: EventHub) {
    const runtime = namedRuntime(recordedRuntime(options), options.definition.name);
    const definition = witnessedDefinition(options.definition, {
      witness: () => this.userStream?.witness,
      clientOrderIdOf: (update) => this.orders.tracker.fetchOrder(update)?.clientOrderId,
    });
    this.#intervals = { ...DEFAULT_LOOP_INTERVALS, ...options.intervals };
    const throttler = createThrottler(options);
    const timeSynchronizer = new TimeSynchronizer(runtime.clock);
    const environment = { runtime, throttler, timeSynchronizer };
    this.#factory = definition.createWebAssistantsFactory(environment);
    this.services = {
      definition,
      runtime,
      throttler,
      timeSynchronizer,
      rest: this.#factory.createRestAssistant(),
      symbols: this.symbols,
      tradingRules: this.rules.tradingRules,
      feeRates: this.rules.feeRates,
      hub,
      privateGeneration: () => this.userStream?.status.generation,
    };
    this.markets = new FollowedMarkets(this.services, {
      rules: this.rules,
      orders: () => this.orders,
      books: () => this.books,
      prices: () => this.prices,
      onFeesMissing: () => {
        if (this.isRunning && definition.isTradingRequired) this.#loops.fees.trigger();
      },
    });
    const bookSource = definition.createOrderBookDataSource(environment);
    this.books = new OrderBookTracker({
      runtime,
      dataSource: bookSource,
      admit: streamAdmission(throttler.forConnection('market'), bookSource.stream),
      context: (signal) => requestContext(this.services, signal),
      onEvent: (event) => hub.emit(event),
      isHeard: (type) => hub.isHeard(type),
    });
    this.network = new NetworkWatch(this.services, this.#intervals);
    this.#refreshesLastPrices = options.refreshesLastPrices ?? true;
    const { books, markets } = this;
    this.prices = new LastPrices(this.services, { pairs: () => markets.listed, book: (pair) => books.books.get(pair) }, this.#intervals);
    this.money = createConnectorFunds(this.services, options, {
      balances: this.balances,
      books,
      orders: () => this.orders,
      onDoubt: () => this.#hastenPoll(),
    });
    this.resolver = new OrderResolver(this.services, () => this.orders, {
      isStreamWhole: () => this.userStream?.isLive ?? false,
      lastWholePoll: () => this.#polled?.lastWhole,
      isUnderWay: (command, clientOrderId) => this.desk.isUnderWay(command, clientOrderId),
    });
    this.durable =
      options.store &&
      new DurableTracking(options.store, options.retention, {
        services: this.services,
        orders: () => this.orders,
        restore: (states) => this.restore(states),
        wholeUntilMs: () => (this.#polled ?? this.userStream)?.wholeUntilMs,
        onFatal: (error) => this.#fail(error),
      });
    this.orders = new TrackedOrders(this.services, new ClientOrderTracker(trackerOptions(options, this.durable?.forgottenFills)), {
      durable: this.durable,
      onEvent: (event) => {
        this.money.funds.note(event);
        this.prices.note(event);
      },
      askFor: (clientOrderId) => this.resolver.ask(clientOrderId),
      onSettled: (order) => {
        if (order.isDone && !order.hasMissingFills) this.resolver.settle(order.clientOrderId);
        else this.resolver.ask(order.clientOrderId);
      },
    });
    const screening = new OrderScreening(this.services, {
      books: this.books,
      money: this.money,
      hasLoadedBalances: () => this.#hasLoadedBalances,
      isTracked: (clientOrderId) => this.orders.tracker.fetchOrder({ clientOrderId }) !== undefined,
      notionalMarginPercent: options.notionalMarginPercent,
    });
    this.desk = new OrderDesk(this.services, {
      orders: () => this.orders,
      resolver: this.resolver,
      nextClientOrderId: (intent) => screening.nextClientOrderId(intent),
      screen: (intent, clientOrderId, funding) => screening.screen(intent, clientOrderId, funding),
    });
    this.#reconciliation = new Reconciliation(this.services, {
      orders: () => this.orders,
      funds: this.money.funds,
      orderStatusMs: this.#intervals.orderStatusMs,
      foreignOrders: options.foreignOrders,
      isBeingPlaced: (clientOrderId) => this.desk.isUnderWay('place', clientOrderId),
      ask: (clientOrderId) => this.resolver.ask(clientOrderId),
      onBalancesLoaded: () => {
        this.#hasLoadedBalances = true;
        this.#noteProgress();
      },
    });
    if (definition.isTradingRequired && !hasPrivateStream(definition.capabilities)) {
      this.#polled = new PolledAccount(this.services, this.#reconciliation);
    } else if (definition.isTradingRequired) {
      this.userStream = createPrivateStream(this.services, {
        environment,
        factory: this.#factory,
        durable: this.durable,
        balances: this.balances,
        orders: () => this.orders,
        signal: () => this.#signal(),
        eventWithinMs: options.privateEventWithinMs,
        repair: (gap, signal, parts) => this.#reconciliation.repair(gap, signal, parts),
        onDoubt: () => this.#hastenPoll(),
      });
    }
    this.#loops = createLoops(runtime, this.#intervals, {
      loadRules: (signal) => this.#loadRules(signal),
      loadFees: (signal) => this.rules.loadFees(this.services, markets.pairs, signal),
      poll: (signal) => this.#poll(signal),
      isPrivateStreamAlive: () => this.#isPrivateStreamAlive(),
      pollRetryMaximumMs: this.#polled === undefined ? this.#intervals.longPollMs : POLLED_RETRY_MAXIMUM_MS,
      onFailure: (what, error) => reportProblem(this.services, 'rest', `${what} could not be loaded, trying again`, error),
    });
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  get hasLoadedBalances(): boolean {
    return this.#hasLoadedBalances;
  }

  /**
   * Starts everything; what needs the symbols starts when they have been loaded, and loading is repeated until it succeeds. While
   * a stop is under way, the start follows it.
   */
  start(): void {
    if (this.#stopping !== undefined) {
      this.#isStartWanted = true;
      return;
    }
    if (this.#run !== undefined) return;
    const run = new AbortController();
    this.#run = run;
    this.#failure = undefined;
    this.markets.begin();
    if (this.durable === undefined) this.#begin(run.signal);
    else this.durable.open(run.signal, () => this.#begin(run.signal));
  }

  /** Stops everything. Resolves when no timer, socket or request of ours is left; orders and books are kept. */
  stop(): Promise<void> {
    this.#isStartWanted = false;
    this.#stopping ??= this.#end().finally(() => {
      this.#stopping = undefined;
      if (this.#isStartWanted) this.start();
      this.#isStartWanted = false;
    });
    return this.#stopping;
  }

  /** Why the connector has stopped by itself; undefined once it is started again. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** A signal for a request of the application: ends with its own and with `stop`. */
  requestSignal(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#life.signal : AbortSignal.any([this.#life.signal, signal]);
  }

  /** Loads the symbols where they have not been loaded yet. @throws whatever the request throws */
  async requireSymbols(signal: AbortSignal): Promise<void> {
    if (this.symbols.size === 0) await this.rules.load(this.services, this.symbols, signal);
  }

  /** Takes saved orders back. Their commands may have been on their way until now: nobody knows when the last program ended. */
  restore(states: Readonly<Record<string, unknown>>): void {
    this.orders.restore(states);
    for (const order of this.orders.tracker.allUpdatableOrders.values()) {
      if (!Object.hasOwn(states, order.clientOrderId)) continue;
      if (order.outcome === 'unknown') this.resolver.noteCommandEnded('place', order.clientOrderId);
      this.resolver.noteCommandEnded('cancel', order.clientOrderId);
      this.resolver.ask(order.clientOrderId);
    }
  }

  /** Calls back whenever symbols, rules or balances have been loaded. @returns the function that ends it. */
  onProgress(listener: () => void): () => void {
    this.#progressListeners.add(listener);
    return () => {
      this.#progressListeners.delete(listener);
    };
  }

  /** Ends with the next stop. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  removeTradingPair(pair: TradingPair): void {
    this.markets.remove(pair);
    this.#noteProgress();
  }

  /** @throws whatever the request throws */
  async checkNetwork(signal: AbortSignal | undefined): Promise<void> {
    await this.services.rest.execute({ path: this.services.definition.checkNetworkRequestPath, signal: this.requestSignal(signal) });
  }

  #signal(): AbortSignal {
    return this.#run?.signal ?? AbortSignal.abort(new AbortedError('the connector', { mayHaveBeenSent: false }));
  }

  #begin(signal: AbortSignal): void {
    this.desk.start(signal);
    this.orders.start();
    this.resolver.start(signal);
    this.#polled?.begin(this.durable?.savedWholeUntilMs);
    this.#loops.rules.start();
    this.network.start();
  }

  /** Ends the run: the connector must not trade. */
  #fail(error: Error): void {
    if (this.#run?.signal.aborted ?? true) return;
    this.#failure = error;
    const { runtime, hub } = this.services;
    runtime.log.error({ error }, 'the connector cannot work and stops');
    void this.#stopAfterFailure();
    hub.emit({ type: 'connector-failed', error, eventTimeMs: runtime.clock.wallMs() });
  }

  async #stopAfterFailure(): Promise<void> {
    try {
      await this.stop();
    } catch (error) {
      this.services.runtime.log.error({ error }, 'the connector could not be stopped in good order');
    }
  }

  async #end(): Promise<void> {
    const reason = new AbortedError('the connector', { mayHaveBeenSent: true });
    const run = this.#run;
    const life = this.#life;
    this.#life = new AbortController();
    run?.abort(reason);
    life.abort(reason);
    // First of all: it may be starting the others at this very moment.
    await this.#loops.rules.stop();
    await Promise.all([
      this.#loops.status.stop(),
      this.#loops.fees.stop(),
      this.network.stop(),
      this.prices.loop.stop(),
      this.books.stop(),
      this.userStream?.stop(),
      this.desk.stop(),
      // What others ask while they end is not begun any more, so the order of these does not matter.
      this.resolver.stop(),
    ]);
    this.orders.stop();
    // After the streams, which would take the end of a wait for an interruption.
    this.services.throttler.close();
    await this.#factory.close();
    // After everything that saves or tells.
    await this.durable?.close();
    this.#run = undefined;
    this.#hasLoadedBalances = false;
  }

  async #loadRules(signal: AbortSignal): Promise<void> {
    await this.rules.load(this.services, this.symbols, signal, this.markets.held);
    this.#noteProgress();
    this.#follow(signal);
  }

  /** Starts what needs the symbols: books and private stream; later, takes up pairs that the venue has begun to list. */
  #follow(signal: AbortSignal): void {
    const isNewlyListed = this.markets.takeUp();
    // A listener may have stopped the connector.
    if (signal.aborted) return;
    this.books.start();
    if (this.#refreshesLastPrices) this.prices.loop.start();
    if (!this.services.definition.isTradingRequired) return;
    this.userStream?.start();
    this.#loops.fees.start();
    if (isNewlyListed) this.#loops.fees.trigger();
    // The repair of a fresh private stream asks for the same.
    this.#loops.status.start(this.#polled === undefined ? 'after-interval' : 'now');
  }

  async #poll(signal: AbortSignal): Promise<void> {
    await pollStatus(this.services, this.#factory, signal, () => (this.#polled ?? this.#reconciliation).poll(signal));
    // The application may have started to track orders by itself.
    this.orders.armTimer();
    this.durable?.noteWholeness();
  }

  #hastenPoll(): void {
    this.#loops.status.hasten(this.#intervals.shortPollMs);
  }

  #noteProgress(): void {
    for (const listener of this.#progressListeners) listener();
  }

  #isPrivateStreamAlive(): boolean {
    const { userStream } = this;
    const lastMs = userStream?.isLive === true ? userStream.lastReceivedMs : undefined;
    return lastMs !== undefined && this.services.runtime.clock.monotonicMs() - lastMs <= this.#intervals.privateStreamSilenceMs;
  }
}

function trackerOptions(options: ExchangeConnectorOptions, forgottenFills: FillLedger | undefined): ClientOrderTrackerOptions {
  const { lostAfterMs } = options.definition.capabilities;
  return { forgottenFills, ...(lostAfterMs === undefined ? {} : { lostAfterMs }) };
}
