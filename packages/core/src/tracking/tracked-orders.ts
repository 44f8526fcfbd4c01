import { hasPrivateStream } from '../definition/private-stream-claims.ts';
import type { OrderEvent, OrderFilledEvent } from '../model/events.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import { FillLedger } from '../orders/fill-ledger.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { OrderLookup } from '../orders/order-registry.ts';
import type { TrackerEffect } from '../orders/tracker-effect.ts';
import type { OrderUpdateInput, TrackerInput } from '../orders/tracker-input.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import { reportProblem } from '../services/connector-services.ts';
import { releaseFirstFill } from '../services/rate-limit-corrections.ts';
import { cumulativeFill } from './cumulative-fill.ts';
import type { DurableTracking } from './durable-tracking.ts';
import { EarlyUpdates } from './early-updates.ts';
import { OrderWaits } from './order-waits.ts';

/** What an input brought about, as far as a caller wants to count it. */
export interface AppliedCounts {
  fills: number;
  orders: number;
}

/** How many of our exchange order ids are remembered after their orders have been forgotten. */
const REMEMBERED_IDS = 100_000;
/** How many messages about orders that are not known, or not yet, are kept. */
const KEPT_EARLY_UPDATES = 1_000;
const REMEMBERED_LATE_FILLS = 10_000;

type UnmatchedEffect = Extract<TrackerEffect, { readonly kind: 'unmatched-trade' | 'unmatched-order' }>;

/**
 * The order tracker with its effects carried out: events go to the application, questions to the resolver, and one timer stands
 * for the tracker's next deadline.
 */
export class TrackedOrders {
  readonly tracker: ClientOrderTracker;
  readonly waits: OrderWaits = new OrderWaits();
  readonly #services: ConnectorServices;
  readonly #askFor: (clientOrderId: string) => void;
  readonly #onSettled: (order: InFlightOrder) => void;
  readonly #onEvent: ((event: OrderEvent) => void) | undefined;
  readonly #durable: DurableTracking | undefined;
  /** Buffers by depth: a listener may place an order, which steps the tracker again while effects are being carried out. */
  readonly #buffers: TrackerEffect[][] = [];
  #depth = 0;
  /** Oldest first. */
  readonly #ownIds = new Set<string>();
  readonly #early = new EarlyUpdates(KEPT_EARLY_UPDATES);
  /** Of forgotten orders, and told. */
  readonly #lateFills = new FillLedger(REMEMBERED_LATE_FILLS);
  #isRunning = false;
  #timer: TimerHandle | undefined;
  /** By the venue's clock. */
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(
    services: ConnectorServices,
    tracker: ClientOrderTracker,
    handlers: {
      readonly askFor: (clientOrderId: string) => void;
      readonly onSettled: (order: InFlightOrder) => void;
      /** Told of each event before the application is. Default: nobody. */
      readonly onEvent?: (event: OrderEvent) => void;
      /** Saves what the effects are about before they are told. Default: nothing is saved. */
      readonly durable?: DurableTracking | undefined;
    },
  ) {
    this.#services = services;
    this.tracker = tracker;
    this.#askFor = handlers.askFor;
    this.#onSettled = handlers.onSettled;
    this.#onEvent = handlers.onEvent;
    this.#durable = handlers.durable;
  }

  /** From now on deadlines are kept. */
  start(): void {
    this.#isRunning = true;
    this.armTimer();
  }

  /** Leaves no timer. */
  stop(): void {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** @throws OrderDeniedError `duplicate-client-order-id` */
  startTracking(order: InFlightOrder): void {
    this.tracker.startTrackingOrder(order);
    this.armTimer();
  }

  /** Begins to save an order that is to be sent; `whenSaved` says how it ends. */
  saveIntent(order: InFlightOrder): void {
    if (this.#durable?.isOpen === true) this.#durable.saveIntent(order);
  }

  /** Resolves when all changes so far are durable; undefined without a store. @throws StorageError when they could not be saved */
  whenSaved(): Promise<void> | undefined {
    return this.#durable?.isOpen === true ? this.#durable.whenSaved() : undefined;
  }

  /** Steps the tracker and carries its effects out before it returns. */
  apply(input: TrackerInput, counts?: AppliedCounts): void {
    if (input.kind === 'order-update' && this.#services.definition.capabilities.hasTradeIds === false) this.#applyExecuted(input, counts);
    const effects = this.#enter();
    try {
      this.tracker.step(input, effects);
      this.#carryOut(effects, input, counts);
    } finally {
      this.#leave(effects);
    }
    if (this.waits.size > 0) this.#noticeWaits(input);
    if (input.kind === 'order-update' || input.kind === 'trade-update') this.#applyEarlier(input.update, counts);
    if (input.kind === 'order-update' && this.#mayHideFills(input)) this.askFor(input.update);
  }

  /** Takes saved orders back; a record that cannot be read is reported and skipped. */
  restore(states: Readonly<Record<string, unknown>>): void {
    const effects = this.#enter();
    try {
      this.tracker.restoreTrackingStates(states, this.#services.timeSynchronizer.nowMs(), effects);
      this.#carryOut(effects, undefined, undefined);
    } finally {
      this.#leave(effects);
    }
  }

  /** Whether an order of the venue is, or was, one of ours; true also for orders that the tracker has forgotten since. */
  isOwn(tradingPair: TradingPair, exchangeOrderId: string): boolean {
    return this.#ownIds.has(`${tradingPair} ${exchangeOrderId}`) || this.tracker.fetchOrder({ exchangeOrderId, tradingPair }) !== undefined;
  }

  /** Has the venue asked for an order that it has told of; nothing happens when the order is not known. */
  askFor(lookup: OrderLookup): void {
    const order = this.tracker.fetchOrder(lookup);
    if (order !== undefined) this.#askFor(order.clientOrderId);
  }

  /** Sets the timer for what the tracker waits for. One that is due too early only causes one idle step. */
  armTimer(): void {
    const dueMs = this.#isRunning ? this.tracker.nextDeadlineMs : undefined;
    if (dueMs === undefined || (this.#timer !== undefined && this.#timerDueMs <= dueMs)) return;
    this.#timer?.cancel();
    this.#timerDueMs = dueMs;
    const delayMs = Math.max(1, dueMs - this.#services.timeSynchronizer.nowMs());
    this.#timer = this.#services.runtime.clock.setTimer(delayMs, () => {
      this.#timer = undefined;
      this.apply({ kind: 'tick', nowMs: this.#services.timeSynchronizer.nowMs() });
    });
  }

  /** What the venue tells as executed, and never as single fills. */
  #applyExecuted({ update, nowMs, isRecovered = false }: OrderUpdateInput, counts: AppliedCounts | undefined): void {
    const order = this.tracker.fetchOrder(update);
    const fill = order === undefined ? undefined : cumulativeFill(this.#services, order, update);
    if (fill !== undefined) this.apply({ kind: 'trade-update', update: fill, nowMs, isRecovered }, counts);
  }

  /** An answer says that an order has ended and not how much of it was executed, and no private stream will tell. */
  #mayHideFills({ update, isRecovered = false }: OrderUpdateInput): boolean {
    const { capabilities } = this.#services.definition;
    if (hasPrivateStream(capabilities) || capabilities.hasTradeIds === false || isRecovered) return false;
    if (update.cumulativeBase !== undefined || update.state === 'open' || update.state === 'pending-cancel') return false;
    const order = this.tracker.fetchOrder(update);
    return order !== undefined && order.executedBase.lt(order.amount);
  }

  #noticeWaits(input: TrackerInput): void {
    switch (input.kind) {
      case 'tick':
        this.waits.noticeAll();
        break;
      case 'order-update':
      case 'trade-update':
        this.waits.notice(this.tracker.fetchOrder(input.update));
        break;
      default:
        this.waits.notice(this.tracker.fetchOrder(input));
    }
  }

  /** Messages about this order that came before its exchange id was known. */
  #applyEarlier(of: { readonly tradingPair: TradingPair; readonly exchangeOrderId?: string }, counts: AppliedCounts | undefined): void {
    const { tradingPair, exchangeOrderId } = of;
    if (this.#early.size === 0 || exchangeOrderId === undefined) return;
    if (this.tracker.fetchOrder({ tradingPair, exchangeOrderId }) === undefined) return;
    for (const input of this.#early.take(tradingPair, exchangeOrderId)) this.apply(input, counts);
  }

  /** An order of the venue was one of ours. */
  rememberOwn(tradingPair: TradingPair, exchangeOrderId: string): void {
    this.#ownIds.add(`${tradingPair} ${exchangeOrderId}`);
    if (this.#ownIds.size <= REMEMBERED_IDS) return;
    for (const oldest of this.#ownIds) {
      this.#ownIds.delete(oldest);
      return;
    }
  }

  #keepEarly(effect: UnmatchedEffect, input: TrackerInput | undefined): void {
    if (input?.kind === 'order-update' || input?.kind === 'trade-update') this.#early.keep(input);
    const { tradingPair, clientOrderId, exchangeOrderId } = effect.update;
    this.#services.runtime.log.debug(
      { tradingPair, clientOrderId, exchangeOrderId, what: effect.kind },
      'of an order that is not ours, or not known yet',
    );
  }

  /** A fill of a forgotten order, told once. */
  #tellLate(trade: TradeUpdate, input: TrackerInput | undefined, counts: AppliedCounts | undefined): void {
    if (this.#lateFills.has(trade)) return;
    this.#lateFills.add(trade);
    if (counts !== undefined) counts.fills += 1;
    const isRecovered = input?.kind === 'trade-update' && input.isRecovered;
    const event = { type: 'order-filled-late', trade, isRecovered, eventTimeMs: trade.fillTimeMs } as const;
    if (this.#durable?.isOpen === true) this.#durable.saveLateFill(event);
    else this.#services.hub.emit(event);
  }

  #enter(): TrackerEffect[] {
    let buffer = this.#buffers[this.#depth];
    if (buffer === undefined) this.#buffers.push((buffer = []));
    this.#depth += 1;
    return buffer;
  }

  #leave(effects: TrackerEffect[]): void {
    effects.length = 0;
    this.#depth -= 1;
    if (this.#depth === 0) this.armTimer();
  }

  #carryOut(effects: readonly TrackerEffect[], input: TrackerInput | undefined, counts: AppliedCounts | undefined): void {
    const durable = this.#durable?.isOpen === true ? this.#durable : undefined;
    const toTell: OrderEvent[] = [];
    for (const effect of effects) {
      switch (effect.kind) {
        case 'event':
          this.#note(effect.event, counts);
          if (durable === undefined) this.#services.hub.emit(effect.event);
          else toTell.push(effect.event);
          this.#settle(effect.event);
          break;
        case 'query-order':
          this.#askFor(effect.clientOrderId);
          break;
        case 'unmatched-trade':
          if (this.isOwn(effect.update.tradingPair, effect.update.exchangeOrderId)) this.#tellLate(effect.update, input, counts);
          else this.#keepEarly(effect, input);
          break;
        case 'unmatched-order':
          this.#keepEarly(effect, input);
          break;
        case 'problem':
          reportProblem(this.#services, 'private', effect.message);
          break;
      }
    }
    durable?.save(input, toTell);
  }

  #note(event: OrderEvent, counts: AppliedCounts | undefined): void {
    this.#onEvent?.(event);
    if (counts !== undefined) {
      if (event.type === 'order-filled') counts.fills += 1;
      else counts.orders += 1;
    }
    if (event.exchangeOrderId !== undefined) this.rememberOwn(event.tradingPair, event.exchangeOrderId);
    if (event.type === 'order-filled') this.#releaseFirstFill(event);
  }

  #settle({ type, clientOrderId }: OrderEvent): void {
    const order = this.tracker.fetchOrder({ clientOrderId });
    if (order !== undefined && (order.isDone || type === 'order-lost')) this.#onSettled(order);
  }

  #releaseFirstFill(event: OrderFilledEvent): void {
    const order = this.tracker.fetchOrder({ clientOrderId: event.clientOrderId });
    if (order?.fills.size === 1) releaseFirstFill(this.#services, event);
  }
}
