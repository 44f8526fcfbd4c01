import { type Decimal, ZERO } from '../decimal/decimal.ts';
import { isTerminalState, type OrderState, type OutcomeKnowledge } from '../model/order-state.ts';
import type { OrderConditions } from '../model/order-conditions.ts';
import type { OrderRequest, OrderSide, OrderType, PositionAction, TimeInForce } from '../model/order.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { parseInFlightOrder, type InFlightOrderJson } from './in-flight-order-json.ts';
import type { InFlightOrderOptions, OrderTrackingNotes } from './in-flight-order-options.ts';
import { conditionsOf, conditionsToJson } from './order-conditions-json.ts';
import { OneShotSignal } from './one-shot-signal.ts';
import { stateAfterFill, stateAfterRefusedCancel, stateAfterReport } from './order-transition.ts';
import { feeAmounts } from './trade-fee.ts';
import { tradeUpdateToJson } from './trade-update-json.ts';

export type { InFlightOrderJson, InFlightOrderOptions, OrderTrackingNotes };

/** One of our orders from its creation to its end: what was asked, what has become of it, and its fills. */
export class InFlightOrder {
  readonly clientOrderId: string;
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  readonly timeInForce: TimeInForce | undefined;
  readonly price: Decimal | undefined;
  /** Stop price, trailing delta and the like; empty for an order without. */
  readonly conditions: OrderConditions;
  readonly creationTimeMs: number;
  readonly leverage: number;
  readonly position: PositionAction;
  /** Belongs to the tracker. */
  readonly tracking: OrderTrackingNotes;

  #amount: Decimal;
  #exchangeOrderId: string | undefined;
  #state: OrderState = 'pending-create';
  #outcome: OutcomeKnowledge = 'known';
  #executedBase: Decimal = ZERO;
  #executedQuote: Decimal = ZERO;
  #reportedBase: Decimal = ZERO;
  #reportedQuote: Decimal = ZERO;
  #lastUpdateTimeMs: number;
  readonly #fills = new Map<string, TradeUpdate>();
  readonly #fees = new Map<string, Decimal>();
  readonly #idKnown: OneShotSignal<string>;
  readonly #done: OneShotSignal<void>;

  constructor(options: InFlightOrderOptions) {
    this.clientOrderId = options.clientOrderId;
    this.#exchangeOrderId = options.exchangeOrderId;
    this.tradingPair = options.tradingPair;
    this.side = options.side;
    this.orderType = options.orderType;
    this.timeInForce = options.timeInForce;
    this.price = options.price;
    this.#amount = options.amount;
    this.conditions = options.conditions ?? {};
    this.creationTimeMs = options.creationTimeMs;
    this.leverage = options.leverage ?? 1;
    this.position = options.positionAction ?? 'nil';
    this.#lastUpdateTimeMs = options.creationTimeMs;
    this.tracking = {
      isSeenAtVenue: false,
      hasAnnouncedCreation: false,
      hasAnnouncedEnd: false,
      hasAnnouncedLoss: false,
      undecidedSinceMs: options.creationTimeMs,
      notFoundCount: 0,
    };
    this.#idKnown = new OneShotSignal(`waiting for the exchange order id of ${options.clientOrderId}`);
    this.#done = new OneShotSignal(`waiting for the end of order ${options.clientOrderId}`);
  }

  /** The order of a validated request. */
  static fromRequest(request: OrderRequest, creationTimeMs: number): InFlightOrder {
    return new InFlightOrder({ ...request, conditions: conditionsOf(request), creationTimeMs });
  }

  /**
   * Reads what `toJSON` wrote.
   * @param origin where it comes from, for the error.
   * @throws InvalidPayloadError naming the field that cannot be used.
   */
  static fromJSON(value: unknown, origin: string): InFlightOrder {
    const saved = parseInFlightOrder(value, origin);
    const order = new InFlightOrder(saved.options);
    for (const fill of saved.fills) order.#add(fill);
    order.#state = saved.state;
    order.#outcome = saved.outcome;
    order.#reportedBase = saved.reportedBase;
    order.#reportedQuote = saved.reportedQuote;
    order.#lastUpdateTimeMs = saved.lastUpdateTimeMs;
    Object.assign(order.tracking, saved.tracking);
    return order;
  }

  /** In base, as amended last; only an estimate where `conditions.quoteAmount` says what the order is for. */
  get amount(): Decimal {
    return this.#amount;
  }

  get exchangeOrderId(): string | undefined {
    return this.#exchangeOrderId;
  }

  get state(): OrderState {
    return this.#state;
  }

  /** `unknown` while a command on the order has ended without a usable answer and the venue has not told of the order since. */
  get outcome(): OutcomeKnowledge {
    return this.#outcome;
  }

  /** The sum of the known fills, in base. */
  get executedBase(): Decimal {
    return this.#executedBase;
  }

  /** The sum of the known fills, in quote. */
  get executedQuote(): Decimal {
    return this.#executedQuote;
  }

  /** The largest executed amount that the venue has reported, in base; may be ahead of the fills or, where it reports none, behind. */
  get reportedBase(): Decimal {
    return this.#reportedBase;
  }

  /** As `reportedBase`, in quote. */
  get reportedQuote(): Decimal {
    return this.#reportedQuote;
  }

  /** Reported as executed, but not seen as fills. */
  get missingBase(): Decimal {
    return this.#reportedBase.gt(this.#executedBase) ? this.#reportedBase.minus(this.#executedBase) : ZERO;
  }

  /** The venue has reported more than the fills show. */
  get hasMissingFills(): boolean {
    return this.#reportedBase.gt(this.#executedBase);
  }

  /** What may still be executed, in base; 0 for an order that has ended. */
  get remainingBase(): Decimal {
    if (this.isDone) return ZERO;
    const executed = larger(this.#executedBase, this.#reportedBase);
    return this.amount.gt(executed) ? this.amount.minus(executed) : ZERO;
  }

  /** The latest venue time of an update or a fill; the creation time before the first. */
  get lastUpdateTimeMs(): number {
    return this.#lastUpdateTimeMs;
  }

  /** By trade id, in the order of their arrival. */
  get fills(): ReadonlyMap<string, TradeUpdate> {
    return this.#fills;
  }

  /** What the fills have cost so far, by asset; negative for rebates. */
  get cumulativeFees(): ReadonlyMap<string, Decimal> {
    return this.#fees;
  }

  /** The average price of the fills, weighted by their base amounts; undefined before the first. */
  get averagePrice(): Decimal | undefined {
    if (this.#executedBase.isZero()) return undefined;
    let sum = ZERO;
    for (const fill of this.#fills.values()) sum = sum.plus(fill.price.times(fill.baseAmount));
    return sum.dividedBy(this.#executedBase);
  }

  /** True for what may be working at the venue: neither ended nor lost. */
  get isOpen(): boolean {
    return !this.isDone && this.#state !== 'lost';
  }

  /** True when nothing but late fills can follow. */
  get isDone(): boolean {
    return isTerminalState(this.#state);
  }

  get isFailure(): boolean {
    return this.#state === 'failed';
  }

  get isCanceled(): boolean {
    return this.#state === 'canceled';
  }

  get isExpired(): boolean {
    return this.#state === 'expired';
  }

  get isFilled(): boolean {
    return this.#state === 'filled';
  }

  get isLost(): boolean {
    return this.#state === 'lost';
  }

  get isPendingCreate(): boolean {
    return this.#state === 'pending-create';
  }

  get isPendingCancel(): boolean {
    return this.#state === 'pending-cancel';
  }

  /** More was executed than asked for. */
  get isOverfilled(): boolean {
    return this.conditions.quoteAmount === undefined && this.#executedBase.gt(this.amount);
  }

  /** Resolves as soon as the venue's id is known. @throws AbortedError when `signal` ends first. */
  whenExchangeOrderIdKnown(signal: AbortSignal): Promise<string> {
    return this.#exchangeOrderId === undefined ? this.#idKnown.wait(signal) : Promise.resolve(this.#exchangeOrderId);
  }

  /** Resolves as soon as the order has ended. @throws AbortedError when `signal` ends first. */
  whenDone(signal: AbortSignal): Promise<void> {
    return this.isDone ? Promise.resolve() : this.#done.wait(signal);
  }

  /**
   * Applies what the venue says of the order. Ignored when neither id is the order's, or the market is another.
   * @returns whether anything of the order has changed.
   */
  updateWithOrderUpdate(update: OrderUpdate): boolean {
    if (!this.#isAbout(update)) return false;
    const isOutdated = this.tracking.isSeenAtVenue && update.updateTimeMs < this.#lastUpdateTimeMs;
    let hasChanged = this.applySighting();
    if (this.#setExchangeOrderId(update.exchangeOrderId)) hasChanged = true;
    if (this.#reduceAmount(update.amount)) hasChanged = true;
    if (this.#raiseReported(update)) hasChanged = true;
    const executed = larger(this.#executedBase, this.#reportedBase);
    const facts = { hasExecutions: !executed.isZero(), isFullyExecuted: this.#isWhole(executed), isOutdated };
    if (this.#moveTo(stateAfterReport(this.#state, update.state, facts))) hasChanged = true;
    if (this.#isNewer(update.updateTimeMs)) hasChanged = true;
    return hasChanged;
  }

  /**
   * Adds an execution. Ignored when its trade id is known already, or it is not the order's.
   * @returns whether it was added.
   */
  updateWithTradeUpdate(update: TradeUpdate): boolean {
    if (!this.#isAbout(update) || this.#fills.has(update.tradeId)) return false;
    this.applySighting();
    this.#setExchangeOrderId(update.exchangeOrderId);
    this.#add(update);
    this.#isNewer(update.fillTimeMs);
    this.#moveTo(stateAfterFill(this.#state, this.#isWhole(this.#executedBase)));
    return true;
  }

  /** The venue knows the order: no doubt is left of the commands on it. @returns whether there was one. */
  applySighting(): boolean {
    const notes = this.tracking;
    const hasChanged = this.#outcome === 'unknown' || !notes.isSeenAtVenue || notes.notFoundCount > 0;
    this.#outcome = 'known';
    notes.isSeenAtVenue = true;
    notes.notFoundCount = 0;
    notes.undecidedSinceMs = undefined;
    return hasChanged;
  }

  /** A command on the order has ended without a usable answer. */
  applyUnknownOutcome(nowMs: number): void {
    if (this.isDone) return;
    this.#outcome = 'unknown';
    this.tracking.undecidedSinceMs ??= nowMs;
  }

  /** The venue answered that it does not know the order; by itself this ends nothing. */
  applyNotFound(nowMs: number): void {
    this.tracking.notFoundCount += 1;
    this.tracking.undecidedSinceMs ??= nowMs;
  }

  applyCancelRequest(): void {
    if (this.isOpen) this.#moveTo('pending-cancel');
  }

  applyCancelRefusal(): void {
    if (this.tracking.isSeenAtVenue) this.applySighting();
    const hasExecutions = !larger(this.#executedBase, this.#reportedBase).isZero();
    this.#moveTo(stateAfterRefusedCancel(this.#state, hasExecutions, this.tracking.isSeenAtVenue));
  }

  /** The order has certainly never come into being. */
  applyFailure(): void {
    if (this.isDone) return;
    this.#outcome = 'known';
    this.tracking.undecidedSinceMs = undefined;
    this.#moveTo('failed');
  }

  /** The venue has not answered for the order until the declared age. */
  applyLoss(): void {
    if (this.isOpen) this.#moveTo('lost');
  }

  /** Everything that is needed to go on with the order after a restart; decimals as strings. */
  toJSON(): InFlightOrderJson {
    const notes = this.tracking;
    const conditions = conditionsToJson(this.conditions);
    return {
      version: 1,
      clientOrderId: this.clientOrderId,
      exchangeOrderId: this.#exchangeOrderId ?? null,
      tradingPair: this.tradingPair,
      side: this.side,
      orderType: this.orderType,
      timeInForce: this.timeInForce ?? null,
      price: this.price?.toString() ?? null,
      amount: this.amount.toString(),
      ...(conditions === undefined ? {} : { conditions }),
      creationTimeMs: this.creationTimeMs,
      leverage: this.leverage,
      position: this.position,
      state: this.#state,
      outcome: this.#outcome,
      reportedBase: this.#reportedBase.toString(),
      reportedQuote: this.#reportedQuote.toString(),
      lastUpdateTimeMs: this.#lastUpdateTimeMs,
      tracking: { ...notes, undecidedSinceMs: notes.undecidedSinceMs ?? null },
      fills: Array.from(this.#fills.values(), tradeUpdateToJson),
    };
  }

  #isAbout(update: OrderUpdate | TradeUpdate): boolean {
    if (update.tradingPair !== this.tradingPair) return false;
    if (update.clientOrderId === this.clientOrderId) return true;
    return update.exchangeOrderId !== undefined && update.exchangeOrderId === this.#exchangeOrderId;
  }

  #setExchangeOrderId(id: string | undefined): boolean {
    if (id === undefined || id === this.#exchangeOrderId) return false;
    this.#exchangeOrderId = id;
    this.#idKnown.fire(id);
    return true;
  }

  /** An amendment only ever takes away. */
  #reduceAmount(amount: Decimal | undefined): boolean {
    if (amount === undefined || this.isDone || this.conditions.quoteAmount !== undefined) return false;
    if (!amount.gt(ZERO) || amount.gte(this.#amount)) return false;
    this.#amount = amount;
    return true;
  }

  /** "Filled" without a sum means the whole amount. */
  #raiseReported(update: OrderUpdate): boolean {
    const base =
      update.cumulativeBase ?? (update.state === 'filled' && this.conditions.quoteAmount === undefined ? this.amount : undefined);
    const hasMoreBase = base?.gt(this.#reportedBase) === true;
    const hasMoreQuote = update.cumulativeQuote?.gt(this.#reportedQuote) === true;
    if (hasMoreBase) this.#reportedBase = base;
    if (hasMoreQuote) this.#reportedQuote = update.cumulativeQuote;
    return hasMoreBase || hasMoreQuote;
  }

  #isNewer(timeMs: number): boolean {
    if (timeMs <= this.#lastUpdateTimeMs) return false;
    this.#lastUpdateTimeMs = timeMs;
    return true;
  }

  #isWhole(executed: Decimal): boolean {
    return this.conditions.quoteAmount === undefined && !executed.isZero() && executed.gte(this.amount);
  }

  #moveTo(state: OrderState): boolean {
    if (state === this.#state) return false;
    this.#state = state;
    if (this.isDone) this.#done.fire();
    return true;
  }

  #add(fill: TradeUpdate): void {
    this.#fills.set(fill.tradeId, fill);
    this.#executedBase = this.#executedBase.plus(fill.baseAmount);
    this.#executedQuote = this.#executedQuote.plus(fill.quoteAmount);
    const basis = { tradingPair: this.tradingPair, side: this.side, baseAmount: fill.baseAmount, quoteAmount: fill.quoteAmount };
    for (const part of feeAmounts(fill.fee, basis)) {
      this.#fees.set(part.asset, (this.#fees.get(part.asset) ?? ZERO).plus(part.amount));
    }
  }
}

function larger(left: Decimal, right: Decimal): Decimal {
  return left.gt(right) ? left : right;
}
