import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Throttler } from '../throttle/throttler.ts';
import type { UsageReading } from './processors.ts';
import type { TimeSynchronizer } from './time-synchronizer.ts';

/** What a `UsageFeedback` is made of. */
export interface UsageFeedbackOptions {
  readonly clock: Clock;
  readonly throttler: Pick<Throttler, 'reportUsage'>;
  readonly timeSynchronizer: TimeSynchronizer;
  readonly log: Logger;
}

/** The call whose answer brought a count. */
export interface AnsweredCall {
  readonly limitId: string;
  /** Our monotonic time when the throttler let the call go. */
  readonly acquiredAtMs: number;
  /** For the log. */
  readonly requestId?: number;
}

/**
 * Passes the venue's counts on to the throttler, with what is known of the venue's time. A count that cannot be used is logged
 * once for each limit id and fails nothing.
 */
export class UsageFeedback {
  readonly #options: UsageFeedbackOptions;
  readonly #faulty = new Set<string>();

  constructor(options: UsageFeedbackOptions) {
    this.#options = options;
  }

  /** Our monotonic time, for `AnsweredCall.acquiredAtMs`. */
  nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  /**
   * @param read reads the counts; what it throws is logged
   * @param answeredCall absent: the venue told the counts by itself
   */
  report(read: () => readonly UsageReading[], answeredCall?: AnsweredCall): void {
    let readings: readonly UsageReading[] = [];
    try {
      readings = read();
    } catch (error) {
      this.#warn('', error, answeredCall);
    }
    for (const reading of readings) this.#report(reading, answeredCall);
  }

  #report({ limitId, used, windowStartMs }: UsageReading, answeredCall: AnsweredCall | undefined): void {
    const { throttler, timeSynchronizer } = this.#options;
    try {
      throttler.reportUsage(limitId, used, {
        venueOffsetMs: timeSynchronizer.timeOffsetMs,
        windowStartMs,
        ...(answeredCall === undefined ? {} : { answeredCall }),
      });
    } catch (error) {
      this.#warn(limitId, error, answeredCall);
    }
  }

  #warn(limitId: string, error: unknown, answeredCall: AnsweredCall | undefined): void {
    if (this.#faulty.has(limitId)) return;
    this.#faulty.add(limitId);
    this.#options.log.warn({ limitId, requestId: answeredCall?.requestId, error }, 'the venue’s count of a rate limit cannot be used');
  }
}
