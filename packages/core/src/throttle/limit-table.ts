import { ThrottleError } from '../errors/throttle-error.ts';
import { weightProblem } from './limit-plan.ts';
import type { RateLimit } from './rate-limit.ts';

/** What one call of a limit id weighs at each limit that it is charged to: its own first, then the linked ones. */
export type ChargedWeights = ReadonlyMap<string, number>;

/** A table of limits that has been checked. */
export interface LimitTable {
  /** By limit id, in the order of the table. */
  readonly rules: ReadonlyMap<string, RateLimit>;
  readonly weights: ReadonlyMap<string, ChargedWeights>;
}

/** Our share of a limit: at least 1. */
export function capacityOf(limit: number, sharePercent: number): number {
  return Math.max(1, Math.floor((limit * sharePercent) / 100));
}

/** @throws ThrottleError naming the limit that cannot be used */
export function readLimitTable(limits: readonly RateLimit[], sharePercent: number): LimitTable {
  const rules = new Map<string, RateLimit>();
  for (const rule of limits) {
    if (rules.has(rule.limitId)) throw new ThrottleError(rule.limitId, 'is defined twice');
    requireLimit(rule.limitId, rule.limit);
    requireInterval(rule.limitId, rule.intervalMs);
    rules.set(rule.limitId, rule);
  }
  const weights = new Map<string, ChargedWeights>();
  for (const rule of limits) weights.set(rule.limitId, readWeights(rule, rules, sharePercent));
  return { rules, weights };
}

/** @throws ThrottleError */
export function requireLimit(limitId: string, limit: number): void {
  requireCount(limitId, 'limit', limit);
}

/** @throws ThrottleError */
export function requireInterval(limitId: string, intervalMs: number): void {
  if (!(intervalMs > 0 && Number.isFinite(intervalMs))) throw new ThrottleError(limitId, 'its interval should be above 0 ms');
}

function readWeights(rule: RateLimit, rules: ReadonlyMap<string, RateLimit>, sharePercent: number): ChargedWeights {
  const { limitId } = rule;
  const weights = new Map<string, number>();
  for (const link of [{ limitId, weight: rule.weight }, ...(rule.linkedLimits ?? [])]) {
    const linked = rules.get(link.limitId);
    if (linked === undefined) throw new ThrottleError(limitId, `is linked to "${link.limitId}", which is not defined`);
    if (weights.has(link.limitId)) throw new ThrottleError(limitId, `is linked to "${link.limitId}" twice`);
    const weight = link.weight ?? 1;
    requireCount(limitId, `weight at "${link.limitId}"`, weight);
    const capacity = capacityOf(linked.limit, sharePercent);
    if (weight > capacity) throw weightProblem(limitId, link.limitId, weight, capacity);
    weights.set(link.limitId, weight);
  }
  return weights;
}

function requireCount(limitId: string, what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) throw new ThrottleError(limitId, `its ${what} should be a whole number from 1`);
}
