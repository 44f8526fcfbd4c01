import type { FillLedger } from './fill-ledger.ts';

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
  /** How long a finished order is kept while fills that the venue has reported are missing. Default 86,400,000 ms (a day). */
  readonly missingFillsRetentionMs?: number;
  /** How many finished orders are kept at most. Default 1,000. */
  readonly cacheSize?: number;
  /** Where the fills of forgotten orders are remembered. Default: a ledger of its own, for 10,000 fills. */
  readonly forgottenFills?: FillLedger | undefined;
}
