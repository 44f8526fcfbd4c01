/** One call counts against another pool too. */
export interface LinkedLimitWeightPair {
  readonly limitId: string;
  /** Default 1. */
  readonly weight?: number;
}

/**
 * By what a venue meters a limit: everything that comes from one address, everything that one account does, or what is sent
 * over one connection.
 */
export type LimitScope = 'ip' | 'account' | 'connection';

/** A budget of weight per window; endpoints usually have one of their own that links to shared pools. */
export interface RateLimit {
  /** Usually the endpoint's path, or the pool's name. */
  readonly limitId: string;
  /** Weight that may be used in any window. */
  readonly limit: number;
  readonly intervalMs: number;
  /** What one call costs of this limit itself. Default 1. */
  readonly weight?: number;
  readonly linkedLimits?: readonly LinkedLimitWeightPair[];
  /** Default `ip`. */
  readonly scope?: LimitScope;
}

/** In which order waiting calls are served: cancels first, then orders, then queries, each with a reserved minimum. */
export type ThrottleLane = 'cancel' | 'order' | 'query';
