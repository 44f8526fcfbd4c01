import type { InFlightOrder, InFlightOrderJson } from './in-flight-order.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TrackerEffect } from './tracker-effect.ts';
import type { TrackerInput } from './tracker-input.ts';

/** The tracker's limits of time and memory. */
export interface ClientOrderTrackerOptions {
  /** After this long without a sighting an undecided order is `lost`. Default 600,000 ms. */
  readonly lostAfterMs?: number;
  /** How long an order that the venue calls filled waits for its fills before it completes without them. Default 5,000 ms. */
  readonly missingFillsWaitMs?: number;
  /** How often missing fills are asked for while waiting. Default 1,000 ms. */
  readonly missingFillsAskIntervalMs?: number;
  /** How long finished orders are kept for late fills. Default 30,000 ms. */
  readonly cacheTtlMs?: number;
  /** How many finished orders are kept at most. Default 1,000. */
  readonly cacheSize?: number;
}

/** How an order is looked for: by client order id first, then by the venue's id. */
export interface OrderLookup {
  readonly clientOrderId?: string | undefined;
  readonly exchangeOrderId?: string | undefined;
  /** Where the venue's ids are unique per market only. Without it all markets are looked through. */
  readonly tradingPair?: TradingPair | undefined;
}

/** Follows all our orders from their creation to their end. A deterministic machine: no clock, promise or timer. */
export declare class ClientOrderTracker {
  constructor(options?: ClientOrderTrackerOptions);
  /** Applies one input; what follows from it is appended to `effects`. */
  step(input: TrackerInput, effects: TrackerEffect[]): void;
  /** Orders that are tracked and not `lost`: live views, by client order id. */
  readonly activeOrders: ReadonlyMap<string, InFlightOrder>;
  readonly cachedOrders: ReadonlyMap<string, InFlightOrder>;
  readonly lostOrders: ReadonlyMap<string, InFlightOrder>;
  /** Active and cached; a copy, as the following ones. */
  get allOrders(): ReadonlyMap<string, InFlightOrder>;
  /** Active, cached and lost. */
  get allFillableOrders(): ReadonlyMap<string, InFlightOrder>;
  /** Active and lost. */
  get allUpdatableOrders(): ReadonlyMap<string, InFlightOrder>;
  /** Active, cached or lost. */
  fetchOrder(lookup: OrderLookup): InFlightOrder | undefined;
  /** @throws OrderDeniedError `duplicate-client-order-id` when an order of this id is still known. */
  startTrackingOrder(order: InFlightOrder): void;
  /** Moves an order to the cache, without an event. Does nothing for an unknown id. */
  stopTrackingOrder(clientOrderId: string): void;
  /** All orders (active, lost, cached) as JSON values, by client order id. */
  trackingStates(): Record<string, InFlightOrderJson>;
  /** Takes saved orders up again; a record that cannot be read is reported as a problem and skipped. */
  restoreTrackingStates(states: Readonly<Record<string, unknown>>, nowMs: number, effects: TrackerEffect[]): void;
}
