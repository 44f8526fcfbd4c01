import type { Decimal } from '@venuekit/core/connector';
import type { VenueOrder } from '../model/order.ts';

/** All orders at one price, the oldest first. */
export interface PriceLevel {
  readonly price: Decimal;
  /** What the orders of the queue still want, in base. */
  amount: Decimal;
  readonly queue: Set<VenueOrder>;
}

/** What an order still wants, in base. */
export function remainingOf(order: VenueOrder): Decimal {
  return order.amount.minus(order.executedBase);
}
