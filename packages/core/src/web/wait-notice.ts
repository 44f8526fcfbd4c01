import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { ThrottleLane } from '../throttle/rate-limit.ts';

const INTERVAL_MS = 30_000;

/** Logs that requests wait for their rate limits: the first one, then one at most every 30 s. */
export class WaitNotice {
  readonly #clock: Clock;
  readonly #log: Logger;
  #lastMs = Number.NEGATIVE_INFINITY;
  #waitedSince = 0;

  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  /** A request has to wait. */
  note(waiting: { readonly limitId: string; readonly lane: ThrottleLane; readonly requestId: number }): void {
    const nowMs = this.#clock.monotonicMs();
    this.#waitedSince += 1;
    if (nowMs - this.#lastMs < INTERVAL_MS) return;
    this.#log.warn({ ...waiting, waitedSinceLastNotice: this.#waitedSince }, 'requests wait for the rate limit');
    this.#lastMs = nowMs;
    this.#waitedSince = 0;
  }
}
