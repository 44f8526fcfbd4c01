import type { TradingPair } from '@venuekit/core/connector';
import type { OrderTicket } from './order.ts';

/** `oco`: one of two orders goes ahead and ends the other. `oto`: an order is placed when another is filled. `otoco`: two are, as `oco`. */
export type OrderListKind = 'oco' | 'oto' | 'otoco';

interface ListHead {
  /** Unique among the account's open lists; made by the venue when absent. */
  readonly clientListId?: string;
}

/** Orders that hang together; all of one account and market. */
export type OrderListTicket =
  /** Both on one side, for one amount. One is `limit-maker` or a take-profit type, the other a stop-loss type. */
  | (ListHead & { readonly kind: 'oco'; readonly above: OrderTicket; readonly below: OrderTicket })
  /** `working` is `limit` or `limit-maker`; `pending` anything but a market order given in quote. */
  | (ListHead & { readonly kind: 'oto'; readonly working: OrderTicket; readonly pending: OrderTicket })
  | (ListHead & { readonly kind: 'otoco'; readonly working: OrderTicket; readonly above: OrderTicket; readonly below: OrderTicket });

/** A list as it is. */
export interface OrderList {
  /** Grows by one over all markets; never reused. */
  readonly listId: number;
  readonly clientListId: string;
  readonly account: string;
  readonly tradingPair: TradingPair;
  readonly kind: OrderListKind;
  /** The working order first, then the one above, then the one below. */
  readonly orders: readonly { readonly orderId: number; readonly clientOrderId: string }[];
  /** `all-done` when none of its orders is open any more. */
  readonly status: 'executing' | 'all-done';
  readonly creationTimeMs: number;
  readonly updateTimeMs: number;
}

/** What happened to a list; `updated` when the client id of one of its orders changed. */
export interface ListStatus {
  readonly kind: 'exec-started' | 'updated' | 'all-done';
  readonly list: OrderList;
  readonly timeMs: number;
}
