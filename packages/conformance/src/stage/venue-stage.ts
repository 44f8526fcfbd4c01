import { createLogger, ExchangeConnector, MemoryDisk, MemoryTrackingStore } from '@venuekit/core';
import type { ConnectorEvent, ConnectorEventMap, Logger, OrderSide } from '@venuekit/core';
import { Decimal, type Clock, type ConnectorDefinition, type RequestContext, type TradingPair } from '@venuekit/core/connector';
import { MortalWorld } from '@venuekit/core/testing';
import { accountTruth, type AccountTruth, type Operation, type Venue, type VenueOrder, type VenueTrade } from '@venuekit/venue';
import { CardFailure } from '../card/card-failure.ts';
import type { CardStage, RestingOrder, ToldRefusal } from '../card/card-stage.ts';
import { DEFAULT_CREDENTIALS, type ConformanceSubject } from '../subject/conformance-subject.ts';
import { isDeclared, type Need } from '../subject/need.ts';
import type { AlterableFrame, FrameSubjects, ReplyChange, TextChange } from '../card/text-change.ts';
import { checkDefinition } from './check-definition.ts';
import { checkEqual, checkHolds, checkPresent } from './checks.ts';
import { describeValue } from './describe-value.ts';
import type { DialectFinding } from './dialect-watch.ts';
import { findVenueOrder } from './find-venue-order.ts';
import { MemberWatch, type RunningMember } from './member-watch.ts';
import { ACCOUNT, STRANGER, type StageOptions, type StageScene } from './stage-scene.ts';
import { NO_WITNESS } from './stage-witness.ts';
import type { StageWorld } from './stage-world.ts';
import type { Timeline } from './timeline.ts';
import { secretValues } from './secret-values.ts';
import { untilCreated } from './until-created.ts';
import { serviceAt, venuePlace } from './venue-place.ts';
import { WireLog } from './wire-log.ts';

/** A connector against a venue, in the world that it is given. */
export class VenueStage implements CardStage {
  readonly clock: Clock;
  readonly venue: Venue;
  readonly account: string = ACCOUNT;
  readonly stranger: string = STRANGER;
  readonly pair: TradingPair;
  readonly otherPair: TradingPair;
  readonly events: ConnectorEvent[] = [];
  readonly wire: WireLog;
  readonly logLines: string[] = [];
  readonly timeline: Timeline;
  readonly subject: ConformanceSubject;
  readonly tradingPairs: readonly TradingPair[];
  readonly #options: StageOptions;
  readonly #scene: StageScene;
  readonly #world: StageWorld;
  readonly #members: MemberWatch;
  readonly #disk = new MemoryDisk();
  readonly #beganMs: number;
  #wallJumpMs = 0;
  #life: MortalWorld | undefined;
  /** As its author made it; `#definition` may be a mutant of it. */
  #claims: ConnectorDefinition;
  #definition: ConnectorDefinition;
  #connector: ExchangeConnector;
  readonly #companions: ExchangeConnector[] = [];

  constructor(options: StageOptions, scene: StageScene, world: StageWorld) {
    this.#options = options;
    this.#scene = scene;
    this.#world = world;
    this.subject = options.subject;
    this.clock = world.clock;
    this.#beganMs = this.clock.monotonicMs();
    this.venue = scene.venue;
    this.pair = scene.pair;
    this.otherPair = scene.otherPair;
    this.tradingPairs = scene.followed;
    this.timeline = scene.timeline;
    this.wire = new WireLog(
      (url) => serviceAt(world.origins, url),
      (text) => this.timeline.add('wire', text),
    );
    this.#members = new MemberWatch(() => this.clock.monotonicMs(), options.witness);
    this.#claims = this.#define();
    this.#definition = this.#claims;
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

  /** Errors of the definition's members that no venue causes, in sentences. */
  get memberFaults(): readonly string[] {
    return this.#members.faults;
  }

  /** What the dialect has done that no dialect may do. */
  get dialectFindings(): readonly DialectFinding[] {
    return this.#scene.dialect.findings;
  }

  /** The connector's sockets that are open. */
  get openSockets(): number {
    return this.#world.openSockets;
  }

  /** How long the stage has stood, by its clock. */
  get ageMs(): number {
    return this.clock.monotonicMs() - this.#beganMs;
  }

  get refusals(): readonly ToldRefusal[] {
    return this.#scene.refused.refusals;
  }

  get address(): string {
    return this.#world.address;
  }

  has(need: Need): boolean {
    return isDeclared(need, this.#claims, this.venue.dialect);
  }

  begin(): void {
    if (this.#options.setup?.hasMakers ?? true) this.#scene.makers.start();
    this.#connector.start();
  }

  async start(): Promise<void> {
    this.begin();
    await this.until('the connector is ready', () => this.#connector.ready, 60_000);
    this.#scene.makers.stop();
  }

  async stop(): Promise<void> {
    await this.answer('stop() ends', this.#connector.stop());
  }

  kill(): void {
    this.timeline.add('connector', 'killed');
    this.#disk.kill();
    this.#life?.die();
    this.#members.forgetRunning();
    this.#connector = this.#connect();
  }

  async replace(): Promise<void> {
    await this.stop();
    this.#connector = this.#connect();
  }

  jumpWall(byMs: number): void {
    this.#world.jumpWall(byMs);
    this.#wallJumpMs += byMs;
    // The venue stands on the same clock, which is set for us alone.
    this.venue.control.skewClock(-this.#wallJumpMs);
  }

  refuseConnections(isRefusing: boolean = true): void {
    this.#world.refuseConnections(isRefusing);
  }

  companion(): ExchangeConnector {
    const companion = new ExchangeConnector({
      runtime: this.#world.runtime(this.#log()),
      definition: this.#define(),
      refreshesLastPrices: false,
      ...this.#options.setup?.connector,
    });
    this.#companions.push(companion);
    return companion;
  }

  async advance(ms: number): Promise<void> {
    await this.#world.advance(ms);
  }

  async until(what: string, predicate: () => boolean, maximumMs: number = 120_000): Promise<void> {
    if (await this.#world.comesTrue(predicate, maximumMs)) return;
    throw new CardFailure({ what, expected: `within ${maximumMs} ms`, actual: `not so; ${this.#whatIsOpen()}` });
  }

  async answer<Value>(what: string, answer: Promise<Value>, maximumMs: number = 60_000): Promise<Value> {
    let isAnswered = false;
    const noted = answer.finally(() => {
      isAnswered = true;
    });
    // The failure of the wait is told, not that of an answer that nobody waits for any more.
    noted.catch(() => undefined);
    await this.until(what, () => isAnswered, maximumMs);
    try {
      return await noted;
    } catch (error) {
      throw new CardFailure({ what, expected: 'an answer', actual: describeValue(error) });
    }
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
    await this.advance(this.#world.settleMs);
    await this.until('the connector stays at rest', () => this.#isAtRest(), maximumMs);
  }

  /** In real time, waits until it is true, or for long enough; in simulated time everything that is to come has come. */
  async arrives(predicate: () => boolean): Promise<void> {
    if (this.#world.isRealTime) await this.#world.comesTrue(predicate, Infinity);
  }

  requestContext(): RequestContext {
    return this.#members.context;
  }

  async openOrder(order?: RestingOrder): Promise<string> {
    const id = this.placeResting(order);
    await untilCreated(this, [id]);
    return id;
  }

  placeResting({ pair = this.pair, side = 'buy', amount, price }: RestingOrder = {}): string {
    const [size, limit] = [amount ?? this.amount(10, pair), price ?? this.restingPrice(side, pair)];
    return side === 'buy' ? this.#connector.buy(pair, size, 'limit', limit) : this.#connector.sell(pair, size, 'limit', limit);
  }

  restingPrice(side: OrderSide, pair: TradingPair = this.pair): string {
    return this.#scene.prices.resting(side, pair);
  }

  crossingPrice(side: OrderSide, pair: TradingPair = this.pair): string {
    return this.#scene.prices.crossing(side, pair);
  }

  amount(times: number = 10, pair: TradingPair = this.pair): string {
    return this.#scene.prices.amount(times, pair);
  }

  venueOrder(clientOrderId: string): VenueOrder | undefined {
    return findVenueOrder(this, clientOrderId);
  }

  exchangeTradeId(trade: VenueTrade): string {
    return (this.subject.spelling?.tradeId ?? String)(trade.tradeId);
  }

  exchangeOrderId(order: VenueOrder): string {
    return (this.subject.spelling?.orderId ?? String)(order.orderId);
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

  alterReplies(operation: Operation['kind'], change: ReplyChange): () => void {
    return this.#scene.altered.alterReplies(operation, change);
  }

  alterFrames<Kind extends AlterableFrame>(frame: Kind, change: TextChange<FrameSubjects[Kind]>): () => void {
    return this.#scene.altered.alterFrames(frame, change);
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

  showsSecret(text: string): boolean {
    const secrets = secretValues(this.subject.credentials ?? DEFAULT_CREDENTIALS, this.wire);
    return secrets.values().some((secret) => text.includes(secret));
  }

  present<Value>(what: string, value: Value | undefined): Value {
    return checkPresent(what, value);
  }

  /** Ends connector and venue; what is left after it is a leak. */
  async close(): Promise<void> {
    try {
      await this.stop();
      for (const companion of this.#companions) await this.answer('stop() of a companion ends', companion.stop());
    } finally {
      this.#scene.makers.stop();
      await this.#world.close();
    }
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
    const members = this.runningMembers.map(({ name, sinceMs }) => `${name} (for ${Math.round(nowMs - sinceMs)} ms)`);
    const requests = this.wire.requests.filter(({ status }) => status === 0).map(({ method, path }) => `${method} ${path}`);
    const timers = this.#world.timerDelays().map((delayMs) => `${Math.round(delayMs)} ms`);
    return [listed('members at work', members), listed('open requests', requests), listed('timers due in', timers)].join('; ');
  }

  #define(): ConnectorDefinition {
    const { subject, setup } = this.#options;
    const place = venuePlace(this.#world.origins, {
      credentials: setup?.hasCredentials === false ? undefined : (subject.credentials ?? DEFAULT_CREDENTIALS),
      tradingPairs: this.tradingPairs,
    });
    const { witness = NO_WITNESS } = this.#options;
    witness.enter('subject.define');
    try {
      const definition = subject.define(place);
      checkDefinition(definition);
      return definition;
    } finally {
      witness.leave();
    }
  }

  #connect(): ExchangeConnector {
    const { setup, mutate } = this.#options;
    this.#claims = this.#define();
    this.#definition = this.#members.wrap(mutate?.(this.#claims) ?? this.#claims);
    this.#life = new MortalWorld(this.#world.runtime(this.#log()));
    const connector = new ExchangeConnector({
      runtime: this.wire.wrap(this.#life.runtime),
      definition: this.#definition,
      // Nobody trades for most of a card; to ask for prices every 5 s would be most of its work.
      refreshesLastPrices: false,
      ...setup?.connector,
      ...(setup?.isDurable === true && { store: new MemoryTrackingStore({ disk: this.#disk }) }),
    });
    connector.onAny((event) => {
      if (connector !== this.#connector) return;
      this.events.push(event);
      if (event.type !== 'book-updated') this.timeline.add('connector', describeValue(event));
    });
    return connector;
  }

  #log(): Logger {
    return createLogger({ level: 'debug', clock: this.clock, sink: (line) => this.#logged(line) });
  }

  #logged(line: string): void {
    this.logLines.push(line);
    this.timeline.addLogged(line);
  }
}

function listed(name: string, items: readonly string[]): string {
  return `${name}: ${items.length === 0 ? 'none' : items.slice(0, 10).join(', ')}`;
}
