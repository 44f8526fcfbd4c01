import type { Clock } from '../runtime/clock.ts';

/** Whoever is not answered by then holds up the others no longer, in ms. */
const LONGEST_TURN_MS = 1_000;

/** Lets one pass at a time, in the order in which they came. */
export class Turnstile {
  readonly #clock: Clock;
  #last: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves when everybody before has gone on. The turn lasts until `leave` is called, which must be done and may be done more than
   * once, but no longer than a second.
   */
  async enter(): Promise<{ leave(): void }> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    const timer = this.#clock.setTimer(LONGEST_TURN_MS, resolve);
    return {
      leave: () => {
        timer.cancel();
        resolve();
      },
    };
  }
}
