import type { ConnectorServices } from '../services/connector-services.ts';

/** A moment on both clocks: the venue's, which the validity of requests is counted by, and ours, which is never set. */
export interface VenueMoment {
  readonly venueMs: number;
  readonly monotonicMs: number;
}

export function venueMoment({ timeSynchronizer, runtime }: ConnectorServices): VenueMoment {
  return { venueMs: timeSynchronizer.nowMs(), monotonicMs: runtime.clock.monotonicMs() };
}
