/** How a command about an order has ended. */
export interface OrderCommandResult {
  readonly clientOrderId: string;
  /**
   * `denied`: never sent. `rejected`: the venue said no. `unknown`: sent, and no answer that can be used has come; the venue is asked
   * until it is known, and events tell what has become of the order.
   */
  readonly outcome: 'accepted' | 'denied' | 'rejected' | 'unknown';
  /** Why it is not `accepted`. */
  readonly reason?: string;
}

/** How the two halves of a cancel-replace have ended. */
export interface CancelReplaceResult {
  /** Of the order that was to be canceled. */
  readonly canceled: OrderCommandResult;
  /** Of the new order, by its own client id. */
  readonly placed: OrderCommandResult;
}
