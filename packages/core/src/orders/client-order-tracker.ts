import { excerpt } from '../errors/excerpt.ts';
import { OrderDeniedError } from '../errors/order-denied-error.ts';
import type { ClientOrderTrackerOptions } from './client-order-tracker-options.ts';
import { DeadlineQueue, earliestOf } from './deadline-queue.ts';
import { InFlightOrder, type InFlightOrderJson } from './in-flight-order.ts';
import { unusableBecause } from './fill-check.ts';
import { MissingFillsWait } from './missing-fills-wait.ts';
import {
  canceledEvent,
  completedEvent,
  createdEvent,
  expiredEvent,
  failedEvent,
  filledEvent,
  lostEvent,
  type OrderFailure,
} from './order-events.ts';
import { type OrderLookup, OrderRegistry } from './order-registry.ts';
import { ask, noteAmendment, noteEviction, problem, type TrackerEffect } from './tracker-effect.ts';
import type {
  DeniedInput,
  NotFoundInput,
  OrderSignalInput,
  OrderUpdateInput,
  OutcomeUnknownInput,
  RejectedInput,
  TrackerInput,
  TradeUpdateInput,
} from './tracker-input.ts';

export type { ClientOrderTrackerOptions, OrderLookup };

type SignalInput = DeniedInput | RejectedInput | OutcomeUnknownInput | OrderSignalInput | NotFoundInput;

/**
 * Follows all our orders from their creation to their end. A deterministic machine: no clock, promise or timer; the same
 * inputs give the same effects.
 *
 * Whatever the order, repetition or delay of the inputs: each fill counts once; `order-created` precedes `order-filled`; each
 * order has at most one terminal event; no state is left backwards.
 */
export class ClientOrderTracker {
  readonly #registry: OrderRegistry;
  /** When an undecided order becomes lost. */
  readonly #losses = new DeadlineQueue();
  readonly #fillsWait: MissingFillsWait;
  readonly #lostAfterMs: number;
  /** Of the latest input. */
  #nowMs = 0;

  constructor(options: ClientOrderTrackerOptions = {}) {
    this.#lostAfterMs = options.lostAfterMs ?? 600_000;
    this.#fillsWait = new MissingFillsWait({
      waitMs: options.missingFillsWaitMs ?? 5_000,
      askIntervalMs: options.missingFillsAskIntervalMs ?? 1_000,
    });
    this.#registry = new OrderRegistry(options);
  }

  /** Orders that are tracked and not lost, by client order id; a live view. */
  get activeOrders(): ReadonlyMap<string, InFlightOrder> {
    return this.#registry.active;
  }

  /** Orders that ended a short while ago; a live view. */
  get cachedOrders(): ReadonlyMap<string, InFlightOrder> {
    return this.#registry.cached;
  }

  /** Orders that the venue has not answered for; a live view. */
  get lostOrders(): ReadonlyMap<string, InFlightOrder> {
    return this.#registry.lost;
  }

  /** Active and cached orders; a copy, as the two following ones. */
  get allOrders(): ReadonlyMap<string, InFlightOrder> {
    return new Map([...this.#registry.active, ...this.#registry.cached]);
  }

  /** Active, cached and lost orders. */
  get allFillableOrders(): ReadonlyMap<string, InFlightOrder> {
    return new Map([...this.#registry.active, ...this.#registry.cached, ...this.#registry.lost]);
  }

  /** Active and lost orders. */
  get allUpdatableOrders(): ReadonlyMap<string, InFlightOrder> {
    return new Map([...this.#registry.active, ...this.#registry.lost]);
  }

  /** An active, cached or lost order. */
  fetchOrder(lookup: OrderLookup): InFlightOrder | undefined {
    return this.#registry.find(lookup);
  }

  /** When the next tick has something to do, on the clock of the inputs' `nowMs`; undefined when there is nothing to wait for. */
  get nextDeadlineMs(): number | undefined {
    return earliestOf(this.#losses.nextMs, this.#fillsWait.nextMs, this.#registry.nextEvictionMs);
  }

  /** @throws OrderDeniedError `duplicate-client-order-id` when an order of this id is still known. */
  startTrackingOrder(order: InFlightOrder): void {
    if (this.#registry.get(order.clientOrderId) !== undefined) {
      throw new OrderDeniedError('duplicate-client-order-id', `an order ${order.clientOrderId} is tracked already`);
    }
    this.#registry.activate(order);
    this.#watch(order);
  }

  /** Moves an order to the cache, without an event. Does nothing for an unknown id. */
  stopTrackingOrder(clientOrderId: string): void {
    const order = this.#registry.get(clientOrderId);
    if (order === undefined) return;
    this.#losses.delete(clientOrderId);
    this.#fillsWait.stop(clientOrderId);
    this.#registry.cache(order, Math.max(this.#nowMs, order.creationTimeMs));
  }

  /** All orders (active, lost, and cached, for their late fills) as JSON values, by client order id. */
  trackingStates(): Record<string, InFlightOrderJson> {
    const states: [string, InFlightOrderJson][] = [];
    for (const orders of [this.#registry.active, this.#registry.lost, this.#registry.cached]) {
      for (const order of orders.values()) {
        const isReadable = order.amount.isFinite() && order.price?.isFinite() !== false;
        if (isReadable) states.push([order.clientOrderId, order.toJSON()]);
      }
    }
    return Object.fromEntries(states);
  }

  /**
   * Takes saved orders up again. A record that cannot be read, or whose id is tracked already, is reported as a problem and
   * skipped. Undecided orders have the full time to be found again.
   */
  restoreTrackingStates(states: Readonly<Record<string, unknown>>, nowMs: number, effects: TrackerEffect[]): void {
    this.#nowMs = nowMs;
    for (const [clientOrderId, state] of Object.entries(states)) {
      const origin = `saved order ${excerpt(clientOrderId)}`;
      try {
        const order = InFlightOrder.fromJSON(state, origin);
        if (order.clientOrderId !== clientOrderId)
          problem(effects, `${origin}: the record is of another order, ${excerpt(order.clientOrderId)}`);
        else if (this.#registry.get(clientOrderId) !== undefined) problem(effects, `${origin}: an order of this id is tracked already`);
        else this.#restore(order, nowMs, effects);
      } catch (error) {
        problem(effects, error instanceof Error ? error.message : `${origin}: cannot be read`);
      }
    }
  }

  /** Applies one input; what follows from it is appended to `effects`. */
  step(input: TrackerInput, effects: TrackerEffect[]): void {
    this.#nowMs = input.nowMs;
    switch (input.kind) {
      case 'order-update':
        this.#applyOrderUpdate(input, effects);
        return;
      case 'trade-update':
        this.#applyTradeUpdate(input, effects);
        return;
      case 'tick':
        this.#applyTick(input.nowMs, effects);
        return;
      default: {
        const order = this.#registry.get(input.clientOrderId);
        if (order === undefined) problem(effects, `${input.kind}: no order ${excerpt(input.clientOrderId)} is tracked`);
        else this.#applySignal(order, input, effects);
      }
    }
  }

  #applySignal(order: InFlightOrder, input: SignalInput, effects: TrackerEffect[]): void {
    const { nowMs } = input;
    switch (input.kind) {
      case 'denied':
      case 'rejected':
        this.#applyRefusal(order, input, effects);
        break;
      case 'outcome-unknown':
        if (order.isDone || (input.command === 'place' && order.tracking.isSeenAtVenue)) return;
        order.applyUnknownOutcome(nowMs);
        ask(effects, order);
        break;
      case 'cancel-requested':
        order.applyCancelRequest();
        break;
      case 'cancel-refused':
        order.applyCancelRefusal();
        break;
      case 'seen':
        order.applySighting();
        this.#noteContradiction(order, effects);
        if (!order.isFailure) this.#announceCreation(order, nowMs, effects);
        if (order.isLost) ask(effects, order);
        break;
      case 'not-found':
        this.#applyNotFound(order, input, effects);
        break;
    }
    this.#settle(order, nowMs, effects);
  }

  #applyOrderUpdate(input: OrderUpdateInput, effects: TrackerEffect[]): void {
    const { update } = input;
    const order = this.#registry.find(update);
    if (order === undefined) {
      effects.push({ kind: 'unmatched-order', update });
      return;
    }
    const { exchangeOrderId: previousId, isFailure, amount } = order;
    order.updateWithOrderUpdate(update);
    this.#noteExchangeId(order, previousId, effects);
    if (isFailure && update.state !== 'failed') this.#noteContradiction(order, effects);
    if (!order.isFailure) this.#announceCreation(order, update.updateTimeMs, effects);
    noteAmendment(order, amount, update.updateTimeMs, effects);
    const asked = this.#settle(order, update.updateTimeMs, effects, undefined, update.reason);
    if (order.hasMissingFills && !asked) ask(effects, order);
  }

  #applyTradeUpdate(input: TradeUpdateInput, effects: TrackerEffect[]): void {
    const { update } = input;
    const order = this.#registry.find(update);
    if (order === undefined) {
      if (!this.#registry.isForgottenFill(update)) effects.push({ kind: 'unmatched-trade', update });
      return;
    }
    const unusable = unusableBecause(update);
    if (unusable !== undefined) {
      problem(effects, `fill ${excerpt(update.tradeId)} of order ${order.clientOrderId} cannot be counted: ${unusable}`);
      return;
    }
    const known = order.fills.get(update.tradeId);
    if (known !== undefined) {
      order.applySighting();
      if (!known.baseAmount.eq(update.baseAmount) || !known.price.eq(update.price)) {
        problem(
          effects,
          `fill ${excerpt(update.tradeId)} of order ${order.clientOrderId} is told a second time with another amount or price`,
        );
      }
    } else this.#addFill(order, input, effects);
    if (order.isLost) ask(effects, order);
    this.#settle(order, update.fillTimeMs, effects);
  }

  #addFill(order: InFlightOrder, input: TradeUpdateInput, effects: TrackerEffect[]): void {
    const { update } = input;
    const previousId = order.exchangeOrderId;
    const { isOverfilled } = order;
    order.updateWithTradeUpdate(update);
    this.#noteExchangeId(order, previousId, effects);
    this.#noteContradiction(order, effects);
    this.#announceCreation(order, update.fillTimeMs, effects);
    effects.push({ kind: 'event', event: filledEvent(order, update, input.isRecovered) });
    if (update.side !== undefined && update.side !== order.side) {
      problem(
        effects,
        `fill ${excerpt(update.tradeId)} of order ${order.clientOrderId} is told as a ${update.side}, the order is a ${order.side}`,
      );
    }
    if (order.isOverfilled && !isOverfilled) {
      problem(
        effects,
        `order ${order.clientOrderId} is filled with ${order.executedBase.toString()}, more than its amount ${order.amount.toString()}`,
      );
    }
  }

  #applyRefusal(order: InFlightOrder, input: DeniedInput | RejectedInput, effects: TrackerEffect[]): void {
    if (order.isFailure) return;
    if (order.tracking.isSeenAtVenue) {
      problem(effects, `order ${order.clientOrderId} is said to be ${input.kind}, but the venue has told of it: ${excerpt(input.message)}`);
      if (!order.isDone) ask(effects, order);
      return;
    }
    order.applyFailure();
    this.#settle(order, input.nowMs, effects, {
      cause: input.kind,
      denialReason: input.kind === 'denied' ? input.reason : undefined,
      message: input.message,
    });
  }

  #applyNotFound(order: InFlightOrder, input: NotFoundInput, effects: TrackerEffect[]): void {
    if (order.isDone) return;
    order.applyNotFound(input.nowMs);
    const { askedAfterValidityEnded, absentFromOpenOrders, hasNoTrade, streamWasGapFree } = input.evidence;
    const isProven = askedAfterValidityEnded && absentFromOpenOrders && hasNoTrade && streamWasGapFree;
    if (!isProven || order.tracking.isSeenAtVenue) return;
    order.applyFailure();
    this.#settle(order, input.nowMs, effects, {
      cause: 'never-arrived',
      denialReason: undefined,
      message: 'the order has never arrived at the venue',
    });
  }

  #applyTick(nowMs: number, effects: TrackerEffect[]): void {
    for (let due = this.#fillsWait.takeDue(nowMs); due !== undefined; due = this.#fillsWait.takeDue(nowMs)) {
      const order = this.#registry.get(due.clientOrderId);
      if (order === undefined) continue;
      if (due.isOver) this.#announceEnd(order, order.lastUpdateTimeMs, effects);
      else ask(effects, order);
    }
    for (let id = this.#losses.take(nowMs); id !== undefined; id = this.#losses.take(nowMs)) {
      const order = this.#registry.get(id);
      if (order !== undefined) this.#lose(order, nowMs, effects);
    }
    for (let gone = this.#registry.evictDue(nowMs); gone !== undefined; gone = this.#registry.evictDue(nowMs)) noteEviction(gone, effects);
  }

  #lose(order: InFlightOrder, nowMs: number, effects: TrackerEffect[]): void {
    order.applyLoss();
    this.#registry.setLost(order);
    if (order.tracking.hasAnnouncedLoss) return;
    order.tracking.hasAnnouncedLoss = true;
    effects.push({ kind: 'event', event: lostEvent(order, nowMs, `the venue has not answered for the order for ${this.#lostAfterMs} ms`) });
  }

  #restore(order: InFlightOrder, nowMs: number, effects: TrackerEffect[]): void {
    if (order.isPendingCreate && !order.tracking.isSeenAtVenue) order.applyUnknownOutcome(nowMs);
    if (order.tracking.undecidedSinceMs !== undefined) order.tracking.undecidedSinceMs = nowMs;
    if (order.isLost) this.#registry.setLost(order);
    else if (order.isDone && order.tracking.hasAnnouncedEnd) {
      const gone = this.#registry.cache(order, nowMs);
      if (gone !== undefined) noteEviction(gone, effects);
    } else this.#registry.activate(order);
    this.#noteExchangeId(order, undefined, effects);
    this.#settle(order, order.lastUpdateTimeMs, effects);
  }

  /** Puts an order where its state belongs and announces its end when it has come. @returns whether its fills were asked for. */
  #settle(order: InFlightOrder, timeMs: number, effects: TrackerEffect[], failure?: OrderFailure, reason?: string): boolean {
    if (!order.isDone) {
      if (order.isOpen && this.#registry.lost.has(order.clientOrderId)) this.#registry.activate(order);
      this.#watch(order);
      return false;
    }
    this.#losses.delete(order.clientOrderId);
    if (order.tracking.hasAnnouncedEnd) {
      this.#registry.noteCachedChange(order, this.#nowMs);
      return false;
    }
    if (order.isFilled && order.hasMissingFills) return this.#awaitFills(order, effects);
    this.#announceEnd(order, timeMs, effects, failure, reason);
    return false;
  }

  #watch(order: InFlightOrder): void {
    const { undecidedSinceMs } = order.tracking;
    const isWatched = undecidedSinceMs !== undefined && this.#registry.active.has(order.clientOrderId);
    if (isWatched) this.#losses.set(order.clientOrderId, undecidedSinceMs + this.#lostAfterMs);
    else this.#losses.delete(order.clientOrderId);
  }

  #awaitFills(order: InFlightOrder, effects: TrackerEffect[]): boolean {
    if (!this.#fillsWait.start(order.clientOrderId, this.#nowMs)) return false;
    if (this.#registry.lost.has(order.clientOrderId)) this.#registry.activate(order);
    ask(effects, order);
    return true;
  }

  #announceCreation(order: InFlightOrder, timeMs: number, effects: TrackerEffect[]): void {
    if (order.tracking.hasAnnouncedCreation) return;
    order.tracking.hasAnnouncedCreation = true;
    effects.push({ kind: 'event', event: createdEvent(order, timeMs) });
  }

  #announceEnd(order: InFlightOrder, timeMs: number, effects: TrackerEffect[], failure?: OrderFailure, reason?: string): void {
    order.tracking.hasAnnouncedEnd = true;
    this.#fillsWait.stop(order.clientOrderId);
    if (order.isFilled) effects.push({ kind: 'event', event: completedEvent(order, timeMs) });
    else if (order.isCanceled) effects.push({ kind: 'event', event: canceledEvent(order, timeMs) });
    else if (order.isExpired) effects.push({ kind: 'event', event: expiredEvent(order, timeMs, reason) });
    else {
      const refusal: OrderFailure = { cause: 'rejected', denialReason: undefined, message: reason ?? 'the venue refused the order' };
      effects.push({ kind: 'event', event: failedEvent(order, timeMs, failure ?? refusal) });
    }
    const gone = this.#registry.cache(order, this.#nowMs);
    if (gone !== undefined) noteEviction(gone, effects);
  }

  #noteExchangeId(order: InFlightOrder, previousId: string | undefined, effects: TrackerEffect[]): void {
    const { exchangeOrderId, clientOrderId } = order;
    if (exchangeOrderId === previousId || exchangeOrderId === undefined) return;
    if (previousId !== undefined) {
      problem(effects, `the exchange order id of ${clientOrderId} has changed from ${excerpt(previousId)} to ${excerpt(exchangeOrderId)}`);
    }
    const holder = this.#registry.index(order, previousId);
    if (holder !== undefined) {
      problem(
        effects,
        `the orders ${holder.clientOrderId} and ${clientOrderId} are told with the same exchange order id ${excerpt(exchangeOrderId)}`,
      );
    }
  }

  #noteContradiction(order: InFlightOrder, effects: TrackerEffect[]): void {
    if (order.isFailure) problem(effects, `the venue tells of order ${order.clientOrderId}, which had failed`);
  }
}
