import type { BackoffPlan } from './stream-plan.ts';

export const defaultBackoff: BackoffPlan = { initialMs: 1_000, maximumMs: 30_000, stableAfterMs: 60_000 };

/**
 * How long to wait before the next attempt: anything below the bound (full jitter), so that many clients do not come back in step.
 *
 * @param failures how many attempts have failed in a row so far, 0 after the first
 * @param chance a random number from 0 (included) to 1 (excluded)
 */
export function backoffDelayMs(failures: number, chance: number, plan: Pick<BackoffPlan, 'initialMs' | 'maximumMs'>): number {
  const bound = Math.min(plan.maximumMs, plan.initialMs * 2 ** Math.min(failures, 30));
  return chance * bound;
}

/** How many failures count for the next wait, after a connection that was live for `liveForMs` has ended. */
export function failuresAfter(failures: number, liveForMs: number, plan: Pick<BackoffPlan, 'stableAfterMs'>): number {
  return liveForMs >= plan.stableAfterMs ? 0 : failures;
}
