import { SeededRandom, randomInteger } from '@venuekit/core/testing';
import type { Death } from './kill-plan.ts';

/** How many moments of trading one life has at most; a turn of trading has about forty. */
const LAST_TRADE_MOMENT = 90;
const LAST_START_MOMENT = 25;
/** Every so-many-th death is while the program starts. */
const START_SHARE = 5;

/** Deaths at seeded random moments. */
export function randomDeaths(seed: number, count: number): Death[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, (): Death => {
    const isAtStart = randomInteger(random, 1, START_SHARE) === 1;
    return isAtStart
      ? { phase: 'start', moment: randomInteger(random, 1, LAST_START_MOMENT) }
      : { phase: 'trade', moment: randomInteger(random, 1, LAST_TRADE_MOMENT) };
  });
}
