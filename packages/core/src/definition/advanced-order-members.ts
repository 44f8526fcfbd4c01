import type { Decimal } from '../decimal/decimal.ts';
import type { CancelReplaceMode, OrderListRequest } from '../model/order-list.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { OrderRequest } from '../model/order.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { BatchOutcome, CanceledOrder, OrderReference, PlacedOrder } from './connector-definition.ts';

/** A venue's yes to an amendment. */
export interface AmendedOrder {
  /** The amount in base that the order has now, what has been executed included. */
  readonly amount: Decimal;
  readonly state: OrderUpdate['state'];
  /** The venue's time in ms. */
  readonly updateTimeMs: number;
  readonly exchangeOrderId?: string;
  readonly cumulativeBase?: Decimal;
  readonly cumulativeQuote?: Decimal;
}

/** How the halves of a cancel-replace have ended; one that the venue has not tried has ended with a rejection. */
export interface ReplacedOrder {
  readonly canceled: BatchOutcome<CanceledOrder>;
  readonly placed: BatchOutcome<PlacedOrder>;
}

/** Commands that not every venue has; each goes with a capability. What they throw is judged as what `placeOrder` throws. */
export interface AdvancedOrderMembers {
  /**
   * Reduces an order's amount so that it keeps its place in the queue, and its client id: the venue must go on to call it so. Only with
   * the capability `supportsAmendKeepPriority`.
   * @param amount in base, on the grid, below the present amount.
   */
  amendOrder?(context: RequestContext, order: OrderReference, amount: Decimal): Promise<AmendedOrder>;
  /**
   * Cancels one order and places another by one request. What is thrown is of both halves. Only with the capability
   * `supportsCancelReplace`.
   */
  cancelReplaceOrder?(
    context: RequestContext,
    order: OrderReference,
    replacement: OrderRequest,
    mode: CancelReplaceMode,
  ): Promise<ReplacedOrder>;
  /**
   * Places orders that depend on one another; the venue takes all or none, so that what is thrown is of each. Only for the kinds in the
   * capability `orderLists`.
   * @returns one answer per order, in their order.
   */
  placeOrderList?(context: RequestContext, list: OrderListRequest): Promise<readonly PlacedOrder[]>;
  /** Has the venue check an order without placing it; resolves with its yes. Only with the capability `supportsTestOrder`. */
  testOrder?(context: RequestContext, order: OrderRequest): Promise<void>;
}
