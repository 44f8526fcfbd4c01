import { ExchangeConnector, MemoryDisk, MemoryTrackingStore } from '@venuekit/core';
import type { ConnectorEvent, ConnectorEventMap, OrderSide, Runtime } from '@venuekit/core';
import { Decimal, tradingPair, type ConnectorDefinition, type RequestContext, type TradingPair } from '@venuekit/core/connector';
import { createLogger, InProcessNetwork, inProcessRuntime, ManualClock, MortalWorld, SeededRandom } from '@venuekit/core/testing';
import { accountTruth, createMarketMakers, createVenue, serveInProcess, spotInstrument } from '@venuekit/venue';
import type { AccountTruth, InProcessVenue, MarketMakers, Venue, VenueOrder } from '@venuekit/venue';
import { CardFailure } from '../card/card-failure.ts';
import type { CardStage, RestingOrder } from '../card/card-stage.ts';
import type { StageSetup } from '../card/stage-setup.ts';
import { DEFAULT_CREDENTIALS, DEFAULT_MARKETS, type ConformanceSubject, type SubjectMarket } from '../subject/conformance-subject.ts';
import { isDeclared, type Need } from '../subject/need.ts';
import { checkEqual, checkHolds, checkPresent } from './checks.ts';
import { describeValue } from './describe-value.ts';
import { MemberWatch, type RunningMember } from './member-watch.ts';
import { PriceDesk } from './price-desk.ts';
import { stageAccounts } from './stage-accounts.ts';
import { findVenueOrder } from './find-venue-order.ts';
import { Timeline } from './timeline.ts';
import { tellVenueEvents } from './venue-events.ts';
import { serviceAt, venuePlace } from './venue-place.ts';
import { WireLog } from './wire-log.ts';

/** What a stage is made for. */
export interface StageOptions {
  readonly subject: ConformanceSubject;
  readonly setup?: StageSetup | undefined;
  /** Default 1. */
  readonly seed?: number;
  /** Puts something between core and the definition: a mutant. */
  readonly mutate?: ((definition: ConnectorDefinition) => ConnectorDefinition) | undefined;
  /** Told each member of the definition before it runs, and an empty text after it. */
  readonly onMember?: ((member: string) => void) | undefined;
}

/** The connector against the venue, both in this process, on one manual clock. */
export class SimulatedStage implements CardStage {
  readonly clock: ManualClock = new ManualClock();
  readonly network: InProcessNetwork;
  readonly venue: Venue;
  readonly account: string = 'tester';
  readonly stranger: string = 'stranger';
  readonly pair: TradingPair;
  readonly otherPair: TradingPair;
  readonly events: ConnectorEvent[] = [];
  readonly wire: WireLog;
  readonly logLines: string[] = [];
  readonly timeline: Timeline;
  readonly subject: ConformanceSubject;
  readonly tradingPairs: readonly TradingPair[];
  readonly #setup: StageSetup;
  readonly #options: StageOptions;
  readonly #origins: Readonly<Record<string, string>>;
  readonly #random: SeededRandom;
  readonly #prices: PriceDesk;
  readonly #members: MemberWatch;
  readonly #makers: MarketMakers;
  readonly #served: InProcessVenue;
  readonly #disk = new MemoryDisk();
  #world: MortalWorld | undefined;
  #definition: ConnectorDefinition;
  #connector: ExchangeConnector;

  constructor(options: StageOptions) {
    const { subject, setup = {} } = options;
    this.subject = subject;
    this.#options = options;
    this.#setup = setup;
    this.#random = new SeededRandom(options.seed ?? 1);
    this.network = new InProcessNetwork({ clock: this.clock });
    this.timeline = new Timeline(() => this.clock.monotonicMs());
    const markets = (subject.markets ?? DEFAULT_MARKETS).map((market, index) => setup.market?.(market, index) ?? market);
    const pairs = markets.map(({ base, quote }) => tradingPair(base, quote));
    const [pair, otherPair] = pairs;
    if (pair === undefined || otherPair === undefined) throw new RangeError(`the subject ${subject.name} needs at least two markets`);
    this.pair = pair;
    this.otherPair = otherPair;
    this.tradingPairs = pairs.slice(0, setup.followedMarkets ?? 1);
    const dialect = subject.dialect();
    this.#origins = Object.fromEntries(dialect.services.map((service) => [service, `https://${service}.venue.test`]));
    this.wire = new WireLog(
      (url) => serviceAt(this.#origins, url),
      (text) => this.timeline.add('wire', text),
    );
    this.#members = new MemberWatch(() => this.clock.monotonicMs(), options.onMember);
    this.venue = createVenue({
      clock: this.clock,
      random: this.#random,
      dialect,
      instruments: markets.map((market) => spotInstrument(market)),
      accounts: stageAccounts(markets, setup, subject.credentials ?? DEFAULT_CREDENTIALS, this),
      ...(setup.closingNoticeMs === undefined ? {} : { closingNoticeMs: setup.closingNoticeMs }),
    });
    tellVenueEvents(this.venue, this.account, (text) => this.timeline.add('venue', text));
    this.#prices = new PriceDesk(this.venue.world.instruments, fairPricesOf(markets));
    setup.prepare?.(this.venue, { account: this.account, tradingPairs: pairs });
    this.#makers = createMarketMakers({
      world: this.venue.world,
      clock: this.clock,
      random: this.#random,
      actionsPerSecond: 2,
      markets: markets.map(({ base, quote, fairPrice }) => ({ tradingPair: tradingPair(base, quote), fairPrice })),
    });
    this.#served = serveInProcess(this.venue, this.network, this.#origins);
    this.#definition = this.#define();
    this.#connector = this.#connect();
  }

  get connector(): ExchangeConnector {
    return this.#connector;
  }

  get definition(): ConnectorDefinition {
    return this.#definition;
  }

  /** The members of the definition that have not answered yet. */
  get runningMembers(): readonly RunningMember[] {
    return this.#members.running;
  }

  has(need: Need): boolean {
    return isDeclared(need, this.#definition, this.venue.dialect);
  }

  begin(): void {
    if (this.#setup.hasMakers ?? true) this.#makers.start();
    this.#connector.start();
  }

  async start(): Promise<void> {
    this.begin();
    await this.until('the connector is ready', () => this.#connector.ready, 60_000);
    this.#makers.stop();
  }

  async stop(): Promise<void> {
    await this.answer('stop() ends', this.#connector.stop());
  }

  kill(): void {
    this.timeline.add('connector', 'killed');
    this.#disk.kill();
    this.#world?.die();
    this.#connector = this.#connect();
  }

  async replace(): Promise<void> {
    await this.stop();
    this.#connector = this.#connect();
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  async until(what: string, predicate: () => boolean, maximumMs: number = 120_000): Promise<void> {
    const endMs = this.clock.monotonicMs() + maximumMs;
    try {
      await this.clock.runUntil(predicate, { maximumMs });
    } catch (error) {
      if (predicate()) return;
      if (this.clock.pendingTimers > 0 && this.clock.monotonicMs() < endMs && !isDeadline(error)) throw error;
      throw new CardFailure({ what, expected: `within ${maximumMs} ms of simulated time`, actual: `not so; ${this.#whatIsOpen()}` });
    }
  }

  async answer<Value>(what: string, answer: Promise<Value>, maximumMs: number = 60_000): Promise<Value> {
    let isAnswered = false;
    const noted = answer.finally(() => {
      isAnswered = true;
    });
    // The failure of the wait is told, not that of an answer that nobody waits for any more.
    noted.catch(() => undefined);
    await this.until(what, () => isAnswered, maximumMs);
    return noted;
  }

  async errorOf(what: string, answer: Promise<unknown>, maximumMs?: number): Promise<Error> {
    const outcome = await this.answer<Error | { readonly value: unknown }>(
      what,
      answer.then(
        (value) => ({ value }),
        (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
      ),
      maximumMs,
    );
    if (outcome instanceof Error) return outcome;
    throw new CardFailure({ what, expected: 'an error', actual: describeValue(outcome.value) });
  }

  async rest(maximumMs: number = 300_000): Promise<void> {
    await this.until('the connector comes to rest', () => this.#isAtRest(), maximumMs);
    // What is told last arrives, and what is told twice too.
    await this.advance(2_000);
    await this.until('the connector stays at rest', () => this.#isAtRest(), maximumMs);
  }

  requestContext(): RequestContext {
    return this.#members.context;
  }

  async openOrder(order?: RestingOrder): Promise<string> {
    const id = this.placeResting(order);
    await this.until('order-created comes for an order that rests', () => this.orderEvents(id).includes('order-created'));
    return id;
  }

  placeResting({ pair = this.pair, side = 'buy', amount, price }: RestingOrder = {}): string {
    const [size, limit] = [amount ?? this.amount(10, pair), price ?? this.restingPrice(side, pair)];
    return side === 'buy' ? this.#connector.buy(pair, size, 'limit', limit) : this.#connector.sell(pair, size, 'limit', limit);
  }

  restingPrice(side: OrderSide, pair: TradingPair = this.pair): string {
    return this.#prices.resting(side, pair);
  }

  crossingPrice(side: OrderSide, pair: TradingPair = this.pair): string {
    return this.#prices.crossing(side, pair);
  }

  amount(times: number = 10, pair: TradingPair = this.pair): string {
    return this.#prices.amount(times, pair);
  }

  venueOrder(clientOrderId: string): VenueOrder | undefined {
    return findVenueOrder(this, clientOrderId);
  }

  fillAtVenue(clientOrderId: string, amount?: string): void {
    const order = checkPresent(`the venue knows the order ${clientOrderId}`, this.venueOrder(clientOrderId));
    this.venue.control.fillOrder(this.account, order.clientOrderId, amount);
  }

  cancelAtVenue(clientOrderId: string): void {
    const order = checkPresent(`the venue knows the order ${clientOrderId}`, this.venueOrder(clientOrderId));
    this.venue.world.cancel(this.account, order.tradingPair, { orderId: order.orderId });
  }

  tradeByStranger(side: OrderSide, amount: string, pair: TradingPair = this.pair): void {
    const ticket = { account: this.stranger, tradingPair: pair, side, amount: new Decimal(amount) };
    this.venue.world.place({ ...ticket, type: 'market', timeInForce: 'GTC' });
  }

  restByStranger(side: OrderSide, price: string, amount: string, pair: TradingPair = this.pair): VenueOrder {
    const ticket = { account: this.stranger, tradingPair: pair, side, amount: new Decimal(amount), price: new Decimal(price) };
    return this.venue.world.place({ ...ticket, type: 'limit', timeInForce: 'GTC' }).order;
  }

  truth(): AccountTruth {
    return accountTruth(this.venue.world, this.account);
  }

  orderEvents(clientOrderId: string): readonly ConnectorEvent['type'][] {
    return this.events.flatMap((event) => ('clientOrderId' in event && event.clientOrderId === clientOrderId ? [event.type] : []));
  }

  eventsOf<Type extends ConnectorEvent['type']>(type: Type): readonly ConnectorEventMap[Type][] {
    return this.events.filter((event): event is ConnectorEvent & ConnectorEventMap[Type] => event.type === type);
  }

  equal(what: string, actual: unknown, expected: unknown): void {
    checkEqual(what, actual, expected);
  }

  holds(what: string, claim: boolean, actual?: unknown): void {
    checkHolds(what, claim, actual);
  }

  present<Value>(what: string, value: Value | undefined): Value {
    return checkPresent(what, value);
  }

  /** Ends connector and venue; what is left after it is a leak. */
  async close(): Promise<void> {
    await this.stop();
    this.#makers.stop();
    this.#served.close();
    await this.advance(100);
  }

  #isAtRest(): boolean {
    const { orderTracker, privateStreamStatus, tradingPairs } = this.#connector;
    const isWhole =
      privateStreamStatus === undefined || (privateStreamStatus.state === 'live' && privateStreamStatus.replacing === undefined);
    const areLive = tradingPairs.every((pair) => this.#connector.bookStatus(pair).state === 'live');
    const isDecided = [...orderTracker.activeOrders.values()].every(
      ({ outcome, state }) => outcome === 'known' && !state.startsWith('pending'),
    );
    return this.#connector.ready && isWhole && areLive && isDecided;
  }

  /** Names what a connector that hangs waits for. */
  #whatIsOpen(): string {
    const nowMs = this.clock.monotonicMs();
    const members = this.runningMembers.map(({ name, sinceMs }) => `${name} (for ${nowMs - sinceMs} ms)`);
    const requests = this.wire.requests.filter(({ status }) => status === 0).map(({ method, path }) => `${method} ${path}`);
    const timers = this.clock.timerDelays().map((delayMs) => `${delayMs} ms`);
    const list = (name: string, items: readonly string[]): string =>
      `${name}: ${items.length === 0 ? 'none' : items.slice(0, 10).join(', ')}`;
    return [list('members at work', members), list('open requests', requests), list('timers due in', timers)].join('; ');
  }

  #define(): ConnectorDefinition {
    const { subject, mutate } = this.#options;
    const place = venuePlace(this.#origins, {
      credentials: this.#setup.hasCredentials === false ? undefined : (subject.credentials ?? DEFAULT_CREDENTIALS),
      tradingPairs: this.tradingPairs,
    });
    const definition = subject.define(place);
    return this.#members.wrap(mutate?.(definition) ?? definition);
  }

  #connect(): ExchangeConnector {
    this.#definition = this.#define();
    const log = createLogger({ level: 'debug', clock: this.clock, sink: (line) => this.logLines.push(line) });
    this.#world = new MortalWorld(inProcessRuntime({ clock: this.clock, network: this.network, random: this.#random, log }));
    const runtime: Runtime = this.wire.wrap(this.#world.runtime);
    const connector = new ExchangeConnector({
      runtime,
      definition: this.#definition,
      // Nobody trades for most of a card; to ask for prices every 5 s would be most of its work.
      refreshesLastPrices: false,
      ...this.#setup.connector,
      ...(this.#setup.isDurable === true && { store: new MemoryTrackingStore({ disk: this.#disk }) }),
    });
    connector.onAny((event) => {
      if (connector !== this.#connector) return;
      this.events.push(event);
      if (event.type !== 'book-updated') this.timeline.add('connector', describeValue(event));
    });
    return connector;
  }
}

function isDeadline(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('the condition ');
}

function fairPricesOf(markets: readonly SubjectMarket[]): ReadonlyMap<TradingPair, Decimal> {
  return new Map(markets.map(({ base, quote, fairPrice }) => [tradingPair(base, quote), new Decimal(fairPrice)]));
}
