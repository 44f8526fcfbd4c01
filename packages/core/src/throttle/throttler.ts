import type { RateLimit, ThrottleLane } from './rate-limit.ts';

/** What one acquisition asks for. */
export interface AcquireOptions {
  /** Default `query`. */
  readonly lane?: ThrottleLane;
  readonly signal?: AbortSignal;
}

/** The use of one limit, for display. */
export interface LimitUsage {
  readonly limitId: string;
  readonly used: number;
  readonly limit: number;
  readonly waiting: number;
}

/** Keeps every rate limit in every placement of its window. */
export declare class Throttler {
  /** @throws ThrottleError for a limit id that is linked but not defined, or a weight above its limit. */
  constructor(options: {
    readonly limits: readonly RateLimit[];
    readonly clock: import('../runtime/clock.ts').Clock;
  });
  /**
   * Resolves when the call may be made; nothing is to be given back.
   * @throws ThrottleError for an unknown id, AbortedError when the signal ends the wait.
   */
  acquire(limitId: string, options?: AcquireOptions): Promise<void>;
  /** Takes the permit only if it is free now. */
  tryAcquire(limitId: string, options?: AcquireOptions): boolean;
  /** Holds every call that is charged to this limit, or linked to it, for a while (429, 418). */
  pause(limitId: string, durationMs: number): void;
  usage(): readonly LimitUsage[];
}
