import type { CanceledOrder } from '../definition/connector-definition.ts';
import type { OrderOutcome } from '../errors/connector-error.ts';
import { orderOutcome } from '../errors/outcome.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { OrderResolver } from '../repair/order-resolver.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';

/** Tells the tracker how cancels have ended. */
export class CancelResults {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;
  readonly #resolver: OrderResolver;

  constructor(services: ConnectorServices, orders: () => TrackedOrders, resolver: OrderResolver) {
    this.#services = services;
    this.#orders = orders;
    this.#resolver = resolver;
  }

  /** The venue's yes; from an asynchronous venue it only says that the cancel has been taken. */
  accept(order: InFlightOrder, canceled: CanceledOrder): void {
    const isTakenOnly = canceled.state === 'canceled' && !this.#services.definition.isCancelRequestInExchangeSynchronous;
    this.#resolver.noteCommandEnded('cancel', order.clientOrderId);
    this.#orders().apply({
      kind: 'order-update',
      nowMs: this.#services.timeSynchronizer.nowMs(),
      update: {
        tradingPair: order.tradingPair,
        clientOrderId: order.clientOrderId,
        state: isTakenOnly ? 'pending-cancel' : canceled.state,
        updateTimeMs: canceled.updateTimeMs,
        ...(canceled.exchangeOrderId === undefined ? {} : { exchangeOrderId: canceled.exchangeOrderId }),
        ...(canceled.cumulativeBase === undefined ? {} : { cumulativeBase: canceled.cumulativeBase }),
        ...(canceled.cumulativeQuote === undefined ? {} : { cumulativeQuote: canceled.cumulativeQuote }),
      },
    });
  }

  /** An error instead. @param outcome what it says of this cancel; default: what it says by itself. */
  fail(order: InFlightOrder, error: unknown, outcome: OrderOutcome = orderOutcome(error)): CancellationResult {
    const { clientOrderId } = order;
    const reason = error instanceof Error ? error.message : 'unknown error';
    if (outcome !== 'not-sent' && this.#services.definition.isOrderNotFoundDuringCancelationError(error)) {
      this.#askWhatBecameOf(clientOrderId);
      return order.isDone
        ? settledResult(order)
        : { clientOrderId, success: false, reason: 'the venue does not list it as open, asking what became of it' };
    }
    if (outcome === 'unknown') {
      this.#services.runtime.log.warn({ clientOrderId, error }, 'whether the venue canceled the order is unknown');
      this.#askWhatBecameOf(clientOrderId);
    } else {
      this.#orders().apply({ kind: 'cancel-refused', clientOrderId, nowMs: this.#services.timeSynchronizer.nowMs() });
    }
    return order.isDone ? settledResult(order) : { clientOrderId, success: false, reason };
  }

  #askWhatBecameOf(clientOrderId: string): void {
    const nowMs = this.#services.timeSynchronizer.nowMs();
    this.#orders().apply({ kind: 'outcome-unknown', clientOrderId, command: 'cancel', nowMs });
    this.#resolver.noteCommandEnded('cancel', clientOrderId);
    this.#resolver.ask(clientOrderId);
  }
}

/** What is to be said of a cancel by what the order is now. */
export function settledResult(order: InFlightOrder): CancellationResult {
  const { clientOrderId } = order;
  if (order.isCanceled) return { clientOrderId, success: true };
  if (order.isPendingCancel) return { clientOrderId, success: false, reason: 'the venue has taken the cancel and not confirmed it yet' };
  return { clientOrderId, success: false, reason: `the order is ${order.state}` };
}
