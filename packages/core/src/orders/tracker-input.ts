import type { DenialReason } from '../errors/order-denied-error.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';

/**
 * What is known around a definitive "there is no such order". Only when all four claims are true, and the order has never been
 * seen at the venue, has it never arrived.
 */
export interface NotFoundEvidence {
  /** The venue was asked by client order id after the validity of the order's request, plus its processing time, had ended on its clock. */
  readonly askedAfterValidityEnded: boolean;
  readonly absentFromOpenOrders: boolean;
  readonly hasNoTrade: boolean;
  /** The private stream was whole, or repaired, since before the order was sent. */
  readonly streamWasGapFree: boolean;
}

/** What an input of the tracker about one order has in common. */
export interface OrderInput {
  readonly clientOrderId: string;
  readonly nowMs: number;
}

/** The venue told the state of an order, by stream or by query. */
export interface OrderUpdateInput {
  readonly kind: 'order-update';
  readonly update: OrderUpdate;
  readonly nowMs: number;
  /** True when it was learned from a query. Default false. */
  readonly isRecovered?: boolean;
}

/** The venue told of an execution. */
export interface TradeUpdateInput {
  readonly kind: 'trade-update';
  readonly update: TradeUpdate;
  readonly nowMs: number;
  /** True when it was learned from a query. */
  readonly isRecovered: boolean;
}

/** VenueKit itself refused to send the order. */
export interface DeniedInput extends OrderInput {
  readonly kind: 'denied';
  readonly reason: DenialReason;
  readonly message: string;
}

/** The venue's explicit "no" to the placing of the order. */
export interface RejectedInput extends OrderInput {
  readonly kind: 'rejected';
  readonly message: string;
}

/** A command was sent and ended without an answer that can be used. */
export interface OutcomeUnknownInput extends OrderInput {
  readonly kind: 'outcome-unknown';
  readonly command: 'place' | 'cancel' | 'amend';
}

/**
 * `cancel-requested`: a cancel is being sent. `cancel-refused`: it had no effect and the order still stands (the venue said so,
 * or shows it open after the cancel's validity had ended). `seen`: the venue knows the order, without telling its state.
 */
export interface OrderSignalInput extends OrderInput {
  readonly kind: 'cancel-requested' | 'cancel-refused' | 'seen';
}

/** The venue answered a query by id that there is no such order. */
export interface NotFoundInput extends OrderInput {
  readonly kind: 'not-found';
  readonly evidence: NotFoundEvidence;
}

/** Time has gone on; to be given when the tracker's `nextDeadlineMs` has come. */
export interface TickInput {
  readonly kind: 'tick';
  readonly nowMs: number;
}

/** Everything that can happen to the orders of a tracker. `nowMs` is our best knowledge of the venue's wall clock in ms. */
export type TrackerInput =
  | OrderUpdateInput
  | TradeUpdateInput
  | DeniedInput
  | RejectedInput
  | OutcomeUnknownInput
  | OrderSignalInput
  | NotFoundInput
  | TickInput;
