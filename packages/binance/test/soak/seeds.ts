import { expect, it } from 'vitest';
import { makePlan } from './make-plan.ts';
import { runSoak } from './run-soak.ts';

/** A run takes less than a second on a machine that has nothing else to do. */
const TIMEOUT_MS = 60_000;

/** One test for each seed: six virtual hours of weather, after which everything is true. */
export function testSeeds(first: number, last: number): void {
  for (let seed = first; seed <= last; seed += 1) {
    it(
      `loses nothing in six hours of the weather of seed ${seed} (more: npm run soak -- --hours 6 --seed ${seed})`,
      { timeout: TIMEOUT_MS },
      async () => {
        const { failure, quietPoints } = await runSoak(makePlan({ seed, hours: 6 }));
        expect(failure).toBeUndefined();
        expect(quietPoints).toBe(3);
      },
    );
  }
}
