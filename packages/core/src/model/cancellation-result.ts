/** What `cancelAll` says of one order. */
export interface CancellationResult {
  readonly clientOrderId: string;
  /** True when the order is known to be canceled. */
  readonly success: boolean;
  /** What is known when it is not: already filled, refused, still undecided when the time was up. */
  readonly reason?: string;
}
