import type { Clock } from '../runtime/clock.ts';

/** A moment by both clocks. */
export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

export function momentOf(clock: Clock): Moment {
  return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
}

/** The earlier of the two by the monotonic clock. */
export function earlierOf(first: Moment, second: Moment): Moment {
  return second.monotonicMs < first.monotonicMs ? second : first;
}

/**
 * In whole ms by the wall clock as it is now, rounded down so that nothing is left out. It may have been set since, and the other one
 * stands still while a machine sleeps: the earlier counts.
 */
export function startOfGapMs(wholeUntil: Moment | undefined, now: Moment): number | undefined {
  if (wholeUntil === undefined) return undefined;
  return Math.floor(Math.min(wholeUntil.wallMs, now.wallMs - (now.monotonicMs - wholeUntil.monotonicMs)));
}
