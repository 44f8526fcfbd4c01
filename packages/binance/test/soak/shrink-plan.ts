import { runSoak, type SoakRunOptions } from './run-soak.ts';
import { stepCount, type SoakPlan, type SoakRound } from './soak-plan.ts';

/** How long a plan may be shrunk. */
export interface ShrinkLimits {
  readonly maximumRuns: number;
  /** Asked before each run. Default: never. */
  readonly isTimeUp?: () => boolean;
}

export interface ShrunkPlan {
  /** The smallest plan that was found to break the law. */
  readonly plan: SoakPlan;
  readonly runs: number;
}

/**
 * Leaves parts of a failing plan out for as long as what is left still breaks the same law: first whole rounds, then runs of steps,
 * from halves down to single ones.
 * @param law the name of the law that it breaks, from `SoakFailure`
 * @param failedRound from 0; what comes after it is left out at once
 */
export async function shrinkPlan(
  plan: SoakPlan,
  law: string,
  failedRound: number,
  limits: ShrinkLimits,
  options: Pick<SoakRunOptions, 'wrapDefinition'> = {},
): Promise<ShrunkPlan> {
  let best: SoakPlan = { ...plan, rounds: plan.rounds.slice(0, failedRound + 1) };
  let runs = 0;
  const isOver = (): boolean => runs >= limits.maximumRuns || limits.isTimeUp?.() === true;
  const attempt = async (rounds: readonly SoakRound[]): Promise<boolean> => {
    if (rounds.length === 0 || isOver()) return false;
    runs += 1;
    const candidate: SoakPlan = { ...best, rounds };
    const { failure } = await runSoak(candidate, options);
    if (failure?.law !== law) return false;
    best = { ...candidate, rounds: rounds.slice(0, failure.round + 1) };
    return true;
  };

  for (let kept = 1; kept < best.rounds.length; kept *= 2) if (await attempt(best.rounds.slice(-kept))) break;
  for (let size = Math.ceil(stepCount(best) / 2); size >= 1 && !isOver(); size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < stepCount(best) && !isOver();) {
      if (!(await attempt(withoutSteps(best.rounds, from, size)))) from += size;
    }
  }
  await attempt(best.rounds.filter(({ steps }) => steps.length > 0));
  return { plan: best, runs };
}

/** Leaves out `count` steps from the one at `from` on, counted over all rounds. */
function withoutSteps(rounds: readonly SoakRound[], from: number, count: number): SoakRound[] {
  let index = 0;
  return rounds.map(({ seed, steps }) => ({
    seed,
    steps: steps.filter(() => {
      const isLeftOut = index >= from && index < from + count;
      index += 1;
      return !isLeftOut;
    }),
  }));
}
