import type { OrderRequest } from './order.ts';

/**
 * `oco`: two orders of one side and amount, one to gain and one to stop a loss; when one trades or is canceled, the other ends. `oto`: a
 * working order and one that is placed when the first is wholly filled. `otoco`: a working order and such a pair of two.
 */
export type OrderListKind = 'oco' | 'oto' | 'otoco';

/** Orders that a venue takes together or not at all: of `oto` and `otoco` the working order comes first. */
export interface OrderListRequest {
  readonly kind: OrderListKind;
  readonly orders: readonly OrderRequest[];
}

/** `stop-on-failure`: the new order is placed only where the old one was canceled. `allow-failure`: in any case. */
export type CancelReplaceMode = 'stop-on-failure' | 'allow-failure';
