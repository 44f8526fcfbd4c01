import { ConfigurationError } from '../errors/configuration-error.ts';
import type { ThrottleLane } from './rate-limit.ts';

/** The lanes in the order in which they are served. */
export const LANES: readonly ThrottleLane[] = ['cancel', 'order', 'query'];

/** A lane's place in `LANES`. */
export type LaneIndex = 0 | 1 | 2;

/** The place of a lane; `query` when none is named. */
export function laneIndexOf(lane: ThrottleLane | undefined): LaneIndex {
  if (lane === 'cancel') return 0;
  return lane === 'order' ? 1 : 2;
}

/** How much of a limit that is used up goes to a lane while it waits there, in percent; `cancel` has all the rest. */
export interface LaneReserves {
  /** Default 20. */
  readonly order?: number;
  /** Default 10. */
  readonly query?: number;
}

const MAXIMUM_RESERVES = 90;

/**
 * The reserves by lane index.
 * @throws ConfigurationError when one is not above 0, or both together are above 90.
 */
export function laneReservePercents(reserves: LaneReserves = {}): readonly [number, number, number] {
  const order = reserves.order ?? 20;
  const query = reserves.query ?? 10;
  if (!(order > 0)) throw new ConfigurationError('laneReserves.order', 'throttler options', 'should be above 0 percent');
  if (!(query > 0)) throw new ConfigurationError('laneReserves.query', 'throttler options', 'should be above 0 percent');
  if (order + query > MAXIMUM_RESERVES) {
    throw new ConfigurationError('laneReserves', 'throttler options', `should leave cancels ${100 - MAXIMUM_RESERVES} percent`);
  }
  return [100 - order - query, order, query];
}
