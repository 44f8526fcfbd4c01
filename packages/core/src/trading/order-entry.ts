import type { OrderDeniedError } from '../errors/order-denied-error.ts';
import type { CancellationResult } from '../model/cancellation-result.ts';
import type { OrderRequest } from '../model/order.ts';
import type { OrderResolver } from '../repair/order-resolver.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { OrderIntent } from './order-intent.ts';

/**
 * How an order's funds are looked at when it is checked. `reserve`: it must be affordable, and what it needs is held for it. `check`: it
 * must be affordable. `unfunded`: not at all, because another order sets free what it needs, or brings it.
 */
export type OrderFunding = 'reserve' | 'check' | 'unfunded';

/** An order that has its id and is tracked. */
export interface BegunOrder {
  readonly clientOrderId: string;
  /** Undefined when it has been denied. */
  readonly request: OrderRequest | undefined;
  readonly denial: OrderDeniedError | undefined;
}

/** What commands about orders have in common: how orders begin, and where it is noted what is on its way. */
export interface OrderEntry {
  orders(): TrackedOrders;
  readonly resolver: OrderResolver;
  isStarted(): boolean;
  /** Validates and quantises. @throws OrderDeniedError */
  screen(intent: OrderIntent, clientOrderId: string, funding: OrderFunding): OrderRequest;
  /** Gives an order its id, and tracks what `check` makes of it; what that throws denies it. */
  begin(intent: OrderIntent, check: (clientOrderId: string) => OrderRequest): BegunOrder;
  /** Notes that the placing of an order is on its way. */
  followPlacement(clientOrderId: string, work: Promise<void>): void;
  /** Resolves with the end of an order's placing; undefined when it is not under way. */
  placementOf(clientOrderId: string): Promise<void> | undefined;
  followCancel(clientOrderId: string, work: Promise<CancellationResult>): void;
  isBeingCanceled(clientOrderId: string): boolean;
  context(): RequestContext;
}
