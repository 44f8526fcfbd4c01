import { ManualClock } from '../../src/clock/manual-clock.ts';
import type { RateLimit } from '../../src/throttle/rate-limit.ts';
import type { AcquireOptions } from '../../src/throttle/admission.ts';
import { Throttler, type ThrottlerOptions } from '../../src/throttle/throttler.ts';

/** A throttler on a manual clock that writes down when each call was granted. */
export class ThrottleRun {
  readonly clock: ManualClock = new ManualClock();
  readonly throttler: Throttler;
  readonly granted: { readonly name: string; readonly atMs: number }[] = [];
  readonly refused: { readonly name: string; readonly error: unknown }[] = [];

  constructor(limits: readonly RateLimit[], options: Omit<ThrottlerOptions, 'limits' | 'clock'> = {}) {
    this.throttler = new Throttler({ limits, clock: this.clock, ...options });
  }

  call(name: string, limitId: string, options?: AcquireOptions): void {
    this.throttler.acquire(limitId, options).then(
      () => this.granted.push({ name, atMs: this.clock.monotonicMs() }),
      (error: unknown) => this.refused.push({ name, error }),
    );
  }

  calls(count: number, limitId: string, options?: AcquireOptions): void {
    for (let index = 0; index < count; index += 1) this.call(`${options?.lane ?? 'query'} ${index}`, limitId, options);
  }

  get names(): readonly string[] {
    return this.granted.map(({ name }) => name);
  }

  get times(): readonly number[] {
    return this.granted.map(({ atMs }) => atMs);
  }
}
