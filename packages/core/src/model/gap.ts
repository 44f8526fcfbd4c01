/** An interval in which messages of a stream may have been missed. */
export interface StreamGap {
  /** The last moment at which the old stream was known to be whole, by our wall clock in ms; undefined at the first start. */
  readonly fromMs: number | undefined;
  /** When the new stream was live and buffering. */
  readonly toMs: number;
  readonly reason: string;
}

/** What the repair of a gap brought. */
export interface RepairReport {
  readonly recoveredFills: number;
  readonly changedOrders: number;
}
