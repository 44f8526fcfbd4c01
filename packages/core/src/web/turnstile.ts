import type { Clock } from '../runtime/clock.ts';
import { laneIndexOf, type LaneIndex } from '../throttle/lanes.ts';
import type { ThrottleLane } from '../throttle/rate-limit.ts';

/** Whoever is not answered by then holds up the others no longer, in ms. */
const LONGEST_TURN_MS = 1_000;

interface Waiting {
  readonly lane: LaneIndex;
  readonly pass: () => void;
}

/** Lets one pass at a time: cancels first, then orders, then questions; of each in the order in which they came. */
export class Turnstile {
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  #isTaken = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves when it is one's turn. The turn lasts until `leave` is called, which must be done and may be done more than once, but no
   * longer than a second.
   */
  async enter(lane: ThrottleLane): Promise<{ leave(): void }> {
    if (this.#isTaken) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push({ lane: laneIndexOf(lane), pass: resolve });
      await promise;
    }
    this.#isTaken = true;
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      timer.cancel();
      this.#passOn();
    };
    const timer = this.#clock.setTimer(LONGEST_TURN_MS, end);
    return { leave: end };
  }

  #passOn(): void {
    const least = Math.min(...this.#waiting.map(({ lane }) => lane));
    const [next] = this.#waiting.splice(
      this.#waiting.findIndex(({ lane }) => lane === least),
      this.#waiting.length === 0 ? 0 : 1,
    );
    // The turn is handed over: nobody who comes meanwhile finds it free.
    if (next === undefined) this.#isTaken = false;
    else next.pass();
  }
}
