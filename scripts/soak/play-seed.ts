import { runSoak, type SoakFailure, type SoakResult } from '../../packages/binance/test/soak/run-soak.ts';
import { shrinkPlan } from '../../packages/binance/test/soak/shrink-plan.ts';
import type { SoakPlan } from '../../packages/binance/test/soak/soak-plan.ts';
import type { SoakOptions } from './options.ts';

/** One seed, played; where it failed, with the smallest plan that still fails and the story of that one. */
export interface PlayedSeed {
  readonly seed: number;
  readonly result: SoakResult;
  readonly wallMs: number;
  readonly shrunk: { readonly plan: SoakPlan; readonly runs: number; readonly failure: SoakFailure } | undefined;
}

const MOST_RUNS = 2_000;

/** Plays a plan and, when it fails, looks for the smallest part of it that fails in the same way. */
export async function playPlan(plan: SoakPlan, options: Pick<SoakOptions, 'shrinkSeconds' | 'storyMinutes'>): Promise<PlayedSeed> {
  const startedMs = performance.now();
  const result = await runSoak(plan);
  const wallMs = performance.now() - startedMs;
  const { failure } = result;
  if (failure === undefined) return { seed: plan.seed, result, wallMs, shrunk: undefined };
  const deadlineMs = performance.now() + options.shrinkSeconds * 1_000;
  const { plan: smallest, runs } = await shrinkPlan(plan, failure.law, failure.round, {
    maximumRuns: MOST_RUNS,
    isTimeUp: () => performance.now() >= deadlineMs,
  });
  const replay = await runSoak(smallest, { timelineMs: Math.max(1, options.storyMinutes) * 60_000 });
  return { seed: plan.seed, result, wallMs, shrunk: { plan: smallest, runs, failure: replay.failure ?? failure } };
}
