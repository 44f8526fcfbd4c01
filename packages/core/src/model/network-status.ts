/**
 * Whether the venue can be reached: `stopped` while the connector does not run, `connected` once a check of the network was
 * answered, `not-connected` before the first answer and after a check that failed.
 */
export type NetworkState = 'stopped' | 'not-connected' | 'connected';

/** The state of the network to a venue. */
export interface NetworkStatus {
  readonly state: NetworkState;
  /** Since when, by our wall clock in ms; undefined before the first start. */
  readonly sinceMs: number | undefined;
  /** Why the venue is not connected: the last failure; undefined while it is. */
  readonly reason: string | undefined;
}
