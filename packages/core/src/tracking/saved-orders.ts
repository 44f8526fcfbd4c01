import type { InFlightOrder, InFlightOrderJson } from '../orders/in-flight-order.ts';
import type { TrackingRecord } from '../storage/tracking-journal.ts';

/** Which of our orders have changed since they were last recorded, and how an order is recorded. */
export class SavedOrders {
  readonly #prints = new WeakMap<InFlightOrder, string>();

  /** What must be recorded of these orders; only those that have changed in something that a restart needs. */
  changed(orders: Iterable<InFlightOrder | undefined>, nowMs: number): NonNullable<TrackingRecord['orders']> {
    const records = [];
    for (const order of orders) {
      if (order === undefined || !isWritable(order)) continue;
      const value = order.toJSON();
      const print = fingerprint(value);
      if (this.#prints.get(order) === print) continue;
      this.#prints.set(order, print);
      records.push({ clientOrderId: order.clientOrderId, value, ...(isOver(order) ? { settledAtMs: nowMs } : {}) });
    }
    return records;
  }

  /** The store has this order as it is now. */
  noteRestored(order: InFlightOrder): void {
    if (isWritable(order)) this.#prints.set(order, fingerprint(order.toJSON()));
  }
}

/** An order that was refused for an amount or price that is no number was never sent; nobody needs to know it after a restart. */
function isWritable({ amount, price }: InFlightOrder): boolean {
  return amount.isFinite() && price?.isFinite() !== false;
}

function isOver(order: InFlightOrder): boolean {
  return order.isDone && order.tracking.hasAnnouncedEnd;
}

/** Everything of an order, except what it makes no difference to have older: when the venue was asked, and the fills beyond their number. */
function fingerprint({ fills, tracking, ...rest }: InFlightOrderJson): string {
  const { undecidedSinceMs, notFoundCount: _, ...notes } = tracking;
  return JSON.stringify([rest, notes, undecidedSinceMs === null, fills.length]);
}
