import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import type { TrackerEffect } from '../orders/tracker-effect.ts';
import type { TrackerInput } from '../orders/tracker-input.ts';
import type { OrderEvent, OrderFilledEvent } from '../model/events.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { ConnectorServices } from './connector-services.ts';
import { reportProblem } from './connector-services.ts';
import { EarlyUpdates } from './early-updates.ts';
import { releaseFirstFill } from './rate-limit-corrections.ts';

/** What an input brought about, as far as a caller wants to count it. */
export interface AppliedCounts {
  fills: number;
  orders: number;
}

/** How many of our exchange order ids are remembered after their orders have been forgotten. */
const REMEMBERED_IDS = 100_000;
/** How many messages about orders that are not known, or not yet, are kept. */
const KEPT_EARLY_UPDATES = 1_000;

/**
 * The order tracker with its effects carried out: events go to the application, questions to the resolver, and one timer stands
 * for the tracker's next deadline.
 */
export class TrackedOrders {
  readonly tracker: ClientOrderTracker;
  readonly #services: ConnectorServices;
  readonly #askFor: (clientOrderId: string) => void;
  readonly #onSettled: (order: InFlightOrder) => void;
  /** Buffers by depth: a listener may place an order, which steps the tracker again while effects are being carried out. */
  readonly #buffers: TrackerEffect[][] = [];
  #depth = 0;
  /** Oldest first. */
  readonly #ownIds = new Set<string>();
  readonly #early = new EarlyUpdates(KEPT_EARLY_UPDATES);
  #isRunning = false;
  #timer: TimerHandle | undefined;
  /** By the venue's clock. */
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(
    services: ConnectorServices,
    tracker: ClientOrderTracker,
    handlers: { readonly askFor: (clientOrderId: string) => void; readonly onSettled: (order: InFlightOrder) => void },
  ) {
    this.#services = services;
    this.tracker = tracker;
    this.#askFor = handlers.askFor;
    this.#onSettled = handlers.onSettled;
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

  /** Steps the tracker and carries its effects out before it returns. */
  apply(input: TrackerInput, counts?: AppliedCounts): void {
    const effects = this.#enter();
    try {
      this.tracker.step(input, effects);
      this.#carryOut(effects, input, counts);
    } finally {
      this.#leave(effects);
    }
    if (input.kind === 'order-update' || input.kind === 'trade-update') this.#applyEarlier(input.update, counts);
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

  /** Messages about this order that came before its exchange id was known. */
  #applyEarlier(of: { readonly tradingPair: TradingPair; readonly exchangeOrderId?: string }, counts: AppliedCounts | undefined): void {
    const { tradingPair, exchangeOrderId } = of;
    if (this.#early.size === 0 || exchangeOrderId === undefined) return;
    if (this.tracker.fetchOrder({ tradingPair, exchangeOrderId }) === undefined) return;
    for (const input of this.#early.take(tradingPair, exchangeOrderId)) this.apply(input, counts);
  }

  #rememberOwn(tradingPair: TradingPair, exchangeOrderId: string): void {
    this.#ownIds.add(`${tradingPair} ${exchangeOrderId}`);
    if (this.#ownIds.size <= REMEMBERED_IDS) return;
    for (const oldest of this.#ownIds) {
      this.#ownIds.delete(oldest);
      return;
    }
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
    for (const effect of effects) {
      switch (effect.kind) {
        case 'event':
          this.#tell(effect.event, counts);
          break;
        case 'query-order':
          this.#askFor(effect.clientOrderId);
          break;
        case 'unmatched-trade':
        case 'unmatched-order':
          if (input?.kind === 'order-update' || input?.kind === 'trade-update') this.#early.keep(input);
          this.#services.runtime.log.debug(
            { tradingPair: effect.update.tradingPair, exchangeOrderId: effect.update.exchangeOrderId, what: effect.kind },
            'of an order that is not ours, or not known yet',
          );
          break;
        case 'problem':
          reportProblem(this.#services, 'private', effect.message);
          break;
      }
    }
  }

  #tell(event: OrderEvent, counts: AppliedCounts | undefined): void {
    if (counts !== undefined) {
      if (event.type === 'order-filled') counts.fills += 1;
      else counts.orders += 1;
    }
    if (event.exchangeOrderId !== undefined) this.#rememberOwn(event.tradingPair, event.exchangeOrderId);
    if (event.type === 'order-filled') this.#releaseFirstFill(event);
    this.#services.hub.emit(event);
    const order = this.tracker.fetchOrder({ clientOrderId: event.clientOrderId });
    if (order !== undefined && (order.isDone || event.type === 'order-lost')) this.#onSettled(order);
  }
  #releaseFirstFill(event: OrderFilledEvent): void {
    const order = this.tracker.fetchOrder({ clientOrderId: event.clientOrderId });
    if (order?.fills.size === 1) releaseFirstFill(this.#services, event);
  }
}
