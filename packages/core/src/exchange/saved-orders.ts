import type { TrackingRecord } from '../storage/tracking-journal.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';

/** Which of our orders have changed since they were last recorded, and how an order is recorded. */
export class SavedOrders {
  readonly #prints = new WeakMap<InFlightOrder, string>();

  /** What must be recorded of these orders; only those that have changed in something that a restart needs. */
  changed(orders: Iterable<InFlightOrder | undefined>, nowMs: number): NonNullable<TrackingRecord['orders']> {
    const records = [];
    for (const order of orders) {
      if (order === undefined || !isWritable(order)) continue;
      const print = fingerprint(order);
      if (this.#prints.get(order) === print) continue;
      this.#prints.set(order, print);
      records.push({ clientOrderId: order.clientOrderId, value: order.toJSON(), ...(isOver(order) ? { settledAtMs: nowMs } : {}) });
    }
    return records;
  }

  /** The store has this order as it is now. */
  noteRestored(order: InFlightOrder): void {
    this.#prints.set(order, fingerprint(order));
  }
}

/** An order that was refused for an amount or price that is no number was never sent; nobody needs to know it after a restart. */
function isWritable({ amount, price }: InFlightOrder): boolean {
  return amount.isFinite() && price?.isFinite() !== false;
}

function isOver(order: InFlightOrder): boolean {
  return order.isDone && order.tracking.hasAnnouncedEnd;
}

/** Everything of an order that changes, except how often the venue did not know it. */
function fingerprint(order: InFlightOrder): string {
  const { state, outcome, exchangeOrderId, fills, reportedBase, reportedQuote, lastUpdateTimeMs, tracking } = order;
  const notes = [tracking.isSeenAtVenue, tracking.hasAnnouncedCreation, tracking.hasAnnouncedEnd, tracking.hasAnnouncedLoss];
  return [
    state,
    outcome,
    exchangeOrderId,
    fills.size,
    reportedBase.toString(),
    reportedQuote.toString(),
    lastUpdateTimeMs,
    ...notes,
    tracking.undecidedSinceMs === undefined,
  ].join(' ');
}
