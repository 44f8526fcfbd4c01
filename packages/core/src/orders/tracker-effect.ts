import type { Decimal } from '../decimal/decimal.ts';
import type { OrderEvent } from '../model/events.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from './in-flight-order.ts';
import { amendedEvent } from './order-events.ts';

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

/** Asks the driver to query an order. */
export function ask(effects: TrackerEffect[], order: InFlightOrder): void {
  effects.push({ kind: 'query-order', clientOrderId: order.clientOrderId });
}

/** Reports something contradictory or unusable. */
export function problem(effects: TrackerEffect[], message: string): void {
  effects.push({ kind: 'problem', message });
}

/** Tells that an order's amount is not what it was before. */
export function noteAmendment(order: InFlightOrder, previousAmount: Decimal, timeMs: number, effects: TrackerEffect[]): void {
  if (order.amount === previousAmount) return;
  effects.push({ kind: 'event', event: amendedEvent(order, previousAmount, timeMs) });
}

/** Reports the fills of a forgotten order that were never seen, if there are any. */
export function noteEviction(order: InFlightOrder, effects: TrackerEffect[]): void {
  if (!order.hasMissingFills) return;
  const missing = order.missingBase.toString();
  problem(
    effects,
    `order ${order.clientOrderId} is forgotten, and fills of ${missing} ${order.tradingPair} that the venue reported were never seen`,
  );
}
