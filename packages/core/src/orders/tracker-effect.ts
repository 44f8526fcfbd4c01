import type { OrderEvent } from '../model/events.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';

/** What the driver of a tracker must do after a step, in order. */
export type TrackerEffect =
  /** Tell the application. */
  | { readonly kind: 'event'; readonly event: OrderEvent }
  /** A fill of no order that is known here: another client's, or one whose order was forgotten. */
  | { readonly kind: 'unmatched-trade'; readonly update: TradeUpdate }
  | { readonly kind: 'unmatched-order'; readonly update: OrderUpdate }
  /** Ask the venue now for this order and its fills, by id. May be repeated; one question at a time is enough. */
  | { readonly kind: 'query-order'; readonly clientOrderId: string }
  /** Something contradictory or unusable to be reported; the rest of the input has been applied. */
  | { readonly kind: 'problem'; readonly message: string };
