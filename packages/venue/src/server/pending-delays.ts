import type { Clock, TimerHandle } from '@venuekit/core/connector';

/** Waits that can be given up all at once. */
export class PendingDelays {
  readonly #clock: Clock;
  readonly #pending = new Map<TimerHandle, (hasElapsed: boolean) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves to true when the time has passed, to false when it was given up. */
  wait(delayMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = this.#clock.setTimer(delayMs, () => {
      this.#pending.delete(timer);
      resolve(true);
    });
    this.#pending.set(timer, resolve);
    return promise;
  }

  giveUp(): void {
    for (const [timer, resolve] of this.#pending) {
      timer.cancel();
      resolve(false);
    }
    this.#pending.clear();
  }
}
