import { AccountBalances } from '../account/balances.ts';
import { UserStreamTracker } from '../account/user-stream-tracker.ts';
import { OrderBookTracker } from '../book/order-book-tracker.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import { UnknownTradingPairError } from '../errors/unknown-trading-pair-error.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import type { ClientOrderTrackerOptions } from '../orders/client-order-tracker.ts';
import { Throttler } from '../throttle/throttler.ts';
import { TimeSynchronizer } from '../web/time-synchronizer.ts';
import type { WebAssistantsFactory } from '../web/web-assistants-factory.ts';
import type { ExchangeConnectorOptions, LoopIntervals } from './connector-options.ts';
import { DEFAULT_LOOP_INTERVALS } from './connector-options.ts';
import type { ConnectorServices } from './connector-services.ts';
import { reportProblem, requestContext } from './connector-services.ts';
import type { EventHub } from './event-hub.ts';
import { MarketRules } from './market-rules.ts';
import { OrderDesk } from './order-desk.ts';
import { OrderResolver } from './order-resolver.ts';
import { OrderScreening } from './order-screening.ts';
import { PollingLoop } from './polling-loop.ts';
import { PrivateEvents } from './private-events.ts';
import { Reconciliation } from './reconciliation.ts';
import { SymbolMap } from './symbol-map.ts';
import { TrackedOrders } from './tracked-orders.ts';

/** The parts of one connector, wired; starts and stops them. Made on first use, because it calls the definition's factories. */
export class ConnectorEngine {
  readonly services: ConnectorServices;
  readonly symbols: SymbolMap = new SymbolMap();
  readonly rules: MarketRules = new MarketRules();
  readonly balances: AccountBalances = new AccountBalances();
  readonly books: OrderBookTracker;
  readonly orders: TrackedOrders;
  readonly desk: OrderDesk;
  readonly resolver: OrderResolver;
  readonly userStream: UserStreamTracker | undefined;
  readonly tradingPairs: Set<TradingPair>;
  readonly #factory: WebAssistantsFactory;
  readonly #reconciliation: Reconciliation;
  readonly #intervals: LoopIntervals;
  readonly #loops: EngineLoops;
  #run: AbortController | undefined;
  #hasLoadedBalances = false;
  /** Whether books and private stream have been started in this run. */
  #isFollowing = false;
  readonly #progressListeners = new Set<() => void>();

  constructor(options: ExchangeConnectorOptions, hub: EventHub) {
    const { definition, runtime } = options;
    this.#intervals = { ...DEFAULT_LOOP_INTERVALS, ...options.intervals };
    const throttler = new Throttler({
      limits: definition.rateLimitsRules,
      clock: runtime.clock,
      ...(options.sharePercent === undefined ? {} : { sharePercent: options.sharePercent }),
      ...(options.safetyMarginPercent === undefined ? {} : { safetyMarginPercent: options.safetyMarginPercent }),
    });
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
    };
    this.tradingPairs = new Set(definition.tradingPairs);
    this.books = new OrderBookTracker({
      runtime,
      dataSource: definition.createOrderBookDataSource(environment),
      context: (signal) => requestContext(this.services, signal),
      onEvent: (event) => hub.emit(event),
      isHeard: (type) => hub.isHeard(type),
    });
    this.resolver = new OrderResolver(this.services, () => this.orders, {
      isWhole: () => this.userStream?.isLive ?? false,
    });
    this.orders = new TrackedOrders(this.services, new ClientOrderTracker(trackerOptions(options)), {
      askFor: (clientOrderId) => this.resolver.ask(clientOrderId),
      onSettled: (order) => {
        if (order.isDone && !order.hasMissingFills) this.resolver.settle(order.clientOrderId);
        else this.resolver.ask(order.clientOrderId);
      },
    });
    const screening = new OrderScreening(this.services, {
      books: this.books,
      balances: this.balances,
      hasLoadedBalances: () => this.#hasLoadedBalances,
      notionalMarginPercent: options.notionalMarginPercent,
    });
    this.desk = new OrderDesk(this.services, {
      orders: () => this.orders,
      resolver: this.resolver,
      nextClientOrderId: (intent) => screening.nextClientOrderId(intent),
      screen: (intent, clientOrderId) => screening.screen(intent, clientOrderId),
    });
    this.#reconciliation = new Reconciliation(this.services, {
      orders: () => this.orders,
      balances: this.balances,
      isBeingPlaced: (clientOrderId) => this.desk.isBeingPlaced(clientOrderId),
      ask: (clientOrderId) => this.resolver.ask(clientOrderId),
    });
    if (definition.isTradingRequired) {
      const privateEvents = new PrivateEvents(this.services, () => this.orders, this.balances);
      this.userStream = new UserStreamTracker({
        runtime,
        dataSource: definition.createUserStreamDataSource(environment),
        nowMs: () => timeSynchronizer.nowMs(),
        onEvent: (event) => privateEvents.handle(event, this.#signal()),
        repair: async (gap, signal) => {
          const report = await this.#reconciliation.repair(gap, signal);
          this.#noteBalancesLoaded();
          return report;
        },
        onStatus: (event) => hub.emit(event),
      });
    }
    this.#loops = this.#makeLoops();
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  get hasLoadedBalances(): boolean {
    return this.#hasLoadedBalances;
  }

  /** Starts everything; what needs the symbols starts when they have been loaded, and loading is repeated until it succeeds. */
  start(): void {
    if (this.#run !== undefined) return;
    const run = new AbortController();
    this.#run = run;
    this.#isFollowing = false;
    this.desk.start(run.signal);
    this.resolver.start(run.signal);
    this.#loops.rules.start();
    this.#loops.deadlines.start('after-interval');
  }

  /** Stops everything. Resolves when no timer, socket or request of ours is left; orders and books are kept. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    run.abort(new AbortedError('the connector', { mayHaveBeenSent: true }));
    await Promise.all([
      ...this.#allLoops.map((loop) => loop.stop()),
      this.books.stop(),
      this.userStream?.stop(),
      this.resolver.stop(),
      this.desk.stop(),
    ]);
    await this.#factory.close();
    if (this.#run === run) this.#run = undefined;
    this.#hasLoadedBalances = false;
  }

  /** Calls back whenever symbols, rules or balances have been loaded. @returns the function that ends it. */
  onProgress(listener: () => void): () => void {
    this.#progressListeners.add(listener);
    return () => {
      this.#progressListeners.delete(listener);
    };
  }

  addTradingPair(pair: TradingPair): void {
    if (this.symbols.size > 0 && !this.symbols.has(pair)) throw new UnknownTradingPairError(pair, 'the symbol map');
    this.tradingPairs.add(pair);
    if (this.symbols.size === 0) return;
    this.books.addTradingPair(pair);
    if (this.isRunning && this.userStream !== undefined) this.#loops.fees.trigger();
  }

  removeTradingPair(pair: TradingPair): void {
    this.tradingPairs.delete(pair);
    this.books.removeTradingPair(pair);
  }

  /** @throws whatever the request throws */
  async checkNetwork(signal: AbortSignal | undefined): Promise<void> {
    await this.services.rest.execute({
      path: this.services.definition.checkNetworkRequestPath,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  #signal(): AbortSignal {
    return this.#run?.signal ?? AbortSignal.abort(new AbortedError('the connector', { mayHaveBeenSent: false }));
  }

  #makeLoops(): EngineLoops {
    const { services } = this;
    const { clock, random, log } = services.runtime;
    const intervals = this.#intervals;
    const shared = { clock, random, log };
    const failing = (what: string) => (error: unknown) =>
      reportProblem(services, 'rest', `${what} could not be loaded, trying again`, error);
    return {
      rules: new PollingLoop({
        ...shared,
        name: 'trading-rules',
        intervalMs: () => intervals.tradingRulesMs,
        run: (signal) => this.#loadRules(signal),
        onFailure: failing('markets and trading rules'),
      }),
      status: new PollingLoop({
        ...shared,
        name: 'status-poll',
        intervalMs: () => (this.#isPrivateStreamAlive() ? intervals.longPollMs : intervals.shortPollMs),
        run: (signal) => this.#poll(signal),
        onFailure: failing('order states and balances'),
        retryMaximumMs: intervals.longPollMs,
      }),
      fees: new PollingLoop({
        ...shared,
        name: 'trading-fees',
        intervalMs: () => intervals.tradingFeesMs,
        run: (signal) => this.rules.loadFees(services, [...this.tradingPairs], signal),
        onFailure: failing('trading fees'),
      }),
      deadlines: new PollingLoop({
        ...shared,
        name: 'order-deadlines',
        intervalMs: () => intervals.orderDeadlinesMs,
        run: (): Promise<void> => {
          this.orders.apply({ kind: 'tick', nowMs: services.timeSynchronizer.nowMs() });
          return Promise.resolve();
        },
      }),
    };
  }

  async #loadRules(signal: AbortSignal): Promise<void> {
    await this.rules.load(this.services, this.symbols, signal);
    this.#noteProgress();
    if (!this.#isFollowing) this.#follow();
  }

  /** What needs the symbols: books and private stream. */
  #follow(): void {
    this.#isFollowing = true;
    for (const pair of this.tradingPairs) {
      if (this.symbols.has(pair)) this.books.addTradingPair(pair);
      else reportProblem(this.services, 'rest', `the venue does not list ${pair}`, new UnknownTradingPairError(pair, 'the venue'));
    }
    this.books.start();
    if (this.userStream === undefined) return;
    this.userStream.start();
    this.#loops.fees.start();
    this.#loops.status.start('after-interval');
  }

  async #poll(signal: AbortSignal): Promise<void> {
    if (this.services.definition.capabilities.needsTimeSynchronization !== false) await this.#factory.synchroniseTime(signal);
    const fallback = (): Promise<void> => this.#reconciliation.poll(signal);
    const { definition } = this.services;
    if (definition.statusPollingLoopFetchUpdates === undefined) await fallback();
    else await definition.statusPollingLoopFetchUpdates(requestContext(this.services, signal), fallback);
    this.#noteBalancesLoaded();
  }

  #noteBalancesLoaded(): void {
    this.#hasLoadedBalances = true;
    this.#noteProgress();
  }

  #noteProgress(): void {
    for (const listener of this.#progressListeners) listener();
  }

  get #allLoops(): readonly PollingLoop[] {
    const { rules, status, fees, deadlines } = this.#loops;
    return [rules, status, fees, deadlines];
  }

  #isPrivateStreamAlive(): boolean {
    const lastMs = this.userStream?.lastReceivedMs;
    return lastMs !== undefined && this.services.runtime.clock.monotonicMs() - lastMs <= this.#intervals.privateStreamSilenceMs;
  }
}

interface EngineLoops {
  readonly rules: PollingLoop;
  readonly status: PollingLoop;
  readonly fees: PollingLoop;
  readonly deadlines: PollingLoop;
}

function trackerOptions(options: ExchangeConnectorOptions): ClientOrderTrackerOptions {
  const { lostAfterMs } = options.definition.capabilities;
  return lostAfterMs === undefined ? {} : { lostAfterMs };
}
