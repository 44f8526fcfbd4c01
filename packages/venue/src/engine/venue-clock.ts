import type { Clock } from '@venuekit/core/connector';

/** The venue's own wall clock: ours, moved by where it started and by how far it is skewed. */
export class VenueClock {
  readonly #clock: Clock;
  readonly #startOffsetMs: number;
  #skewMs = 0;

  constructor(clock: Clock, startTimeMs: number | undefined) {
    this.#clock = clock;
    this.#startOffsetMs = startTimeMs === undefined ? 0 : startTimeMs - clock.wallMs();
  }

  nowMs(): number {
    return Math.floor(this.#clock.wallMs() + this.#startOffsetMs + this.#skewMs);
  }

  skew(offsetMs: number): void {
    this.#skewMs = offsetMs;
  }
}
