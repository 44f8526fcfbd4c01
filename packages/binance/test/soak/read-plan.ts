import type { SoakPlan } from './soak-plan.ts';

/** Reads a plan that was written as JSON, alone or as the member `plan` of a report. @throws TypeError for anything else. */
export function readPlan(text: string): SoakPlan {
  const value: unknown = JSON.parse(text);
  const plan: unknown = typeof value === 'object' && value !== null && 'plan' in value ? value.plan : value;
  if (!isPlan(plan)) throw new TypeError('there is no soak plan in it');
  return plan;
}

/** A plan is made by this program alone, so its outline is checked and not each step. */
function isPlan(value: unknown): value is SoakPlan {
  if (typeof value !== 'object' || value === null) return false;
  return 'seed' in value && 'tradingPairs' in value && 'times' in value && 'rounds' in value && Array.isArray(value.rounds);
}
