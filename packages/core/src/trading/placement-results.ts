import type { PlacedOrder } from '../definition/connector-definition.ts';
import type { OrderOutcome } from '../errors/connector-error.ts';
import { orderOutcome } from '../errors/outcome.ts';
import { VenueRejection } from '../errors/venue-rejection.ts';
import type { OrderRequest } from '../model/order.ts';
import type { OrderResolver } from '../repair/order-resolver.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';

/** Tells the tracker how placements have ended. */
export class PlacementResults {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;
  readonly #resolver: OrderResolver;

  constructor(services: ConnectorServices, orders: () => TrackedOrders, resolver: OrderResolver) {
    this.#services = services;
    this.#orders = orders;
    this.#resolver = resolver;
  }

  /** The venue's yes. */
  accept(request: OrderRequest, placed: PlacedOrder): void {
    const orders = this.#orders();
    const nowMs = this.#services.timeSynchronizer.nowMs();
    for (const trade of placed.trades ?? []) {
      orders.apply({ kind: 'trade-update', update: { ...trade, clientOrderId: request.clientOrderId }, nowMs, isRecovered: false });
    }
    orders.apply({
      kind: 'order-update',
      nowMs,
      update: {
        tradingPair: request.tradingPair,
        clientOrderId: request.clientOrderId,
        exchangeOrderId: placed.exchangeOrderId,
        state: placed.state,
        updateTimeMs: placed.updateTimeMs,
        ...(placed.cumulativeBase === undefined ? {} : { cumulativeBase: placed.cumulativeBase }),
        ...(placed.cumulativeQuote === undefined ? {} : { cumulativeQuote: placed.cumulativeQuote }),
        ...(placed.reason === undefined ? {} : { reason: placed.reason }),
      },
    });
  }

  /** An error instead. @param outcome what it says of this order; default: what it says by itself. @returns what it was taken for */
  fail(clientOrderId: string, error: unknown, outcome: OrderOutcome = orderOutcome(error)): OrderOutcome {
    const orders = this.#orders();
    const nowMs = this.#services.timeSynchronizer.nowMs();
    const message = error instanceof Error ? error.message : 'unknown error';
    const taken = isDuplicate(error) ? 'unknown' : outcome;
    switch (taken) {
      case 'not-sent':
        orders.apply({ kind: 'denied', clientOrderId, reason: 'request-not-sent', message, nowMs });
        break;
      case 'rejected':
        orders.apply({ kind: 'rejected', clientOrderId, message, nowMs });
        break;
      case 'unknown':
        this.#services.runtime.log.warn({ clientOrderId, error }, 'whether the venue took the order is unknown');
        this.#resolver.noteCommandEnded('place', clientOrderId);
        orders.apply({ kind: 'outcome-unknown', clientOrderId, command: 'place', nowMs });
        this.#resolver.ask(clientOrderId);
        break;
    }
    return taken;
  }
}

/** A client id is never used twice by us, so "duplicate" means that this very order may have arrived. */
function isDuplicate(error: unknown): boolean {
  return error instanceof VenueRejection && error.reason === 'duplicate-client-order-id';
}
