import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ClientOrderTracker } from '../orders/client-order-tracker.ts';
import type { TrackerEffect } from '../orders/tracker-effect.ts';
import type { TrackerInput } from '../orders/tracker-input.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { ConnectorServices } from './connector-services.ts';
import { reportProblem } from './connector-services.ts';

/** What an input brought about, as far as a caller wants to count it. */
export interface AppliedCounts {
  fills: number;
  orders: number;
}

/** How many of our exchange order ids are remembered after their orders have been forgotten. */
const REMEMBERED_IDS = 100_000;

/** The order tracker with its effects carried out: events go to the application, questions to the resolver. */
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

  /** Steps the tracker and carries its effects out before it returns. */
  apply(input: TrackerInput, counts?: AppliedCounts): void {
    const effects = this.#enter();
    try {
      this.tracker.step(input, effects);
      this.#carryOut(effects, counts);
    } finally {
      effects.length = 0;
      this.#depth -= 1;
    }
  }

  /** Takes saved orders back; a record that cannot be read is reported and skipped. */
  restore(states: Readonly<Record<string, unknown>>): void {
    const effects = this.#enter();
    try {
      this.tracker.restoreTrackingStates(states, this.#services.timeSynchronizer.nowMs(), effects);
      this.#carryOut(effects, undefined);
    } finally {
      effects.length = 0;
      this.#depth -= 1;
    }
  }

  /** Whether an order of the venue is, or was, one of ours; true also for orders that the tracker has forgotten since. */
  isOwn(tradingPair: TradingPair, exchangeOrderId: string): boolean {
    return this.#ownIds.has(`${tradingPair} ${exchangeOrderId}`) || this.tracker.fetchOrder({ exchangeOrderId, tradingPair }) !== undefined;
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

  #carryOut(effects: readonly TrackerEffect[], counts: AppliedCounts | undefined): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'event': {
          const { event } = effect;
          if (counts !== undefined) {
            if (event.type === 'order-filled') counts.fills += 1;
            else counts.orders += 1;
          }
          if (event.exchangeOrderId !== undefined) this.#rememberOwn(event.tradingPair, event.exchangeOrderId);
          this.#services.hub.emit(event);
          const order = this.tracker.fetchOrder({ clientOrderId: event.clientOrderId });
          if (order !== undefined && (order.isDone || event.type === 'order-lost')) this.#onSettled(order);
          break;
        }
        case 'query-order':
          this.#askFor(effect.clientOrderId);
          break;
        case 'unmatched-trade':
          this.#services.runtime.log.info(
            { tradingPair: effect.update.tradingPair, tradeId: effect.update.tradeId },
            'a fill of an order that is not ours',
          );
          break;
        case 'unmatched-order':
          this.#services.runtime.log.debug(
            { tradingPair: effect.update.tradingPair, clientOrderId: effect.update.clientOrderId },
            'an order that is not ours',
          );
          break;
        case 'problem':
          reportProblem(this.#services, 'private', effect.message);
          break;
      }
    }
  }
}
