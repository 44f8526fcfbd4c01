/** An interval in which messages of a stream may have been missed. */
export interface StreamGap {
  /** The last moment at which the old stream was known to be whole, by our wall clock in whole ms; undefined at the first start. */
  readonly fromMs: number | undefined;
  /** When the new stream was live and buffering, in whole ms. */
  readonly toMs: number;
  readonly reason: string;
}

/** What a repair asks the venue for, each by itself; the last and the conditional orders only where a product has them. */
export type RepairPart = 'orders' | 'conditional-orders' | 'trades' | 'balances' | 'positions';

/** A part of a repair that failed; it is repeated. */
export interface FailedRepairPart {
  readonly part: RepairPart;
  readonly error: Error;
}

/** What the repair of a gap brought. */
export interface RepairReport {
  readonly recoveredFills: number;
  readonly changedOrders: number;
}

/** What one attempt at a repair brought. */
export interface RepairAttempt extends RepairReport {
  /** The parts that failed while others did not. Default: none, the repair is whole. */
  readonly failed?: readonly FailedRepairPart[];
}
