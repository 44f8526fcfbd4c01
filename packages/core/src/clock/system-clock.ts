import type { Clock, TimerHandle } from '../runtime/clock.ts';

/** The platform's longest timer; a longer one would run at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The time and the timers of this machine. A timer that is set keeps the process alive. */
export class SystemClock implements Clock {
  #pendingTimers = 0;

  wallMs(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  get pendingTimers(): number {
    return this.#pendingTimers;
  }

  setTimer(delayMs: number, callback: () => void): TimerHandle {
    if (!Number.isFinite(delayMs)) throw new RangeError(`a timer needs a finite delay, not ${delayMs}`);
    const dueMs = performance.now() + delayMs;
    let timeout: NodeJS.Timeout | undefined;
    const arm = (remainingMs: number): void => {
      timeout = setTimeout(onTimeout, Math.min(Math.ceil(remainingMs), LONGEST_TIMER_MS));
    };
    const onTimeout = (): void => {
      // The platform's timers may run a fraction of a millisecond early.
      const remainingMs = dueMs - performance.now();
      if (remainingMs > 0) {
        arm(remainingMs);
        return;
      }
      timeout = undefined;
      this.#pendingTimers -= 1;
      callback();
    };
    this.#pendingTimers += 1;
    arm(Math.max(0, delayMs));
    return {
      cancel: () => {
        if (timeout === undefined) return;
        clearTimeout(timeout);
        timeout = undefined;
        this.#pendingTimers -= 1;
      },
    };
  }
}
