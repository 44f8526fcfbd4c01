import type { Decimal } from '@venuekit/core/connector';
import type { VenueOrder } from '../model/order.ts';

/** All orders at one price, the oldest first. */
export interface PriceLevel {
  readonly price: Decimal;
  /** What the orders of the queue show, in base. */
  amount: Decimal;
  readonly queue: Set<VenueOrder>;
}
