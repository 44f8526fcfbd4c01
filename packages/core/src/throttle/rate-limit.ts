/** One call counts against another pool too. */
export interface LinkedLimitWeightPair {
  readonly limitId: string;
  /** Default 1. */
  readonly weight?: number;
}

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
}

/** In which order waiting calls are served: cancels first, then orders, then queries, each with a reserved minimum. */
export type ThrottleLane = 'cancel' | 'order' | 'query';
