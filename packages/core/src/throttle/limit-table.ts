import { ConfigurationError } from '../errors/configuration-error.ts';
import { ThrottleError } from '../errors/throttle-error.ts';
import { LaneDispatcher } from './lane-dispatcher.ts';
import { LimitPlan, type Charge } from './limit-plan.ts';
import type { RateLimit } from './rate-limit.ts';
import { SharedLimit } from './shared-limit.ts';

/** How a table of limits is read. */
export interface LimitTableOptions {
  readonly limits: readonly RateLimit[];
  readonly safetyMarginPercent: number;
  readonly sharePercent: number;
  readonly laneReservePercents: readonly [number, number, number];
}

/** A table of limits, checked and linked. */
export interface LimitTable {
  /** In the order of the table. */
  readonly limits: ReadonlyMap<string, SharedLimit>;
  readonly plans: ReadonlyMap<string, LimitPlan>;
  /** One for each set of limits that are linked, directly or not. */
  readonly dispatchers: readonly LaneDispatcher[];
}

/**
 * Checks the table and links it.
 * @throws ThrottleError naming the limit that cannot be used, ConfigurationError for an option.
 */
export function buildLimitTable(options: LimitTableOptions): LimitTable {
  const { sharePercent, safetyMarginPercent, laneReservePercents } = options;
  if (!(sharePercent > 0 && sharePercent <= 100)) {
    throw new ConfigurationError('sharePercent', 'throttler options', 'should be above 0 and at most 100');
  }
  if (!(safetyMarginPercent >= 0 && Number.isFinite(safetyMarginPercent))) {
    throw new ConfigurationError('safetyMarginPercent', 'throttler options', 'should be 0 or more');
  }

  const limits = new Map<string, SharedLimit>();
  for (const { limitId, limit, intervalMs } of options.limits) {
    if (limits.has(limitId)) throw new ThrottleError(limitId, 'is defined twice');
    requireCount(limitId, 'limit', limit);
    if (!(intervalMs > 0 && Number.isFinite(intervalMs))) throw new ThrottleError(limitId, 'its interval should be above 0 ms');
    const capacity = Math.max(1, Math.floor((limit * sharePercent) / 100));
    limits.set(limitId, new SharedLimit(limitId, intervalMs * (1 + safetyMarginPercent / 100), capacity));
  }

  const groups = new LinkedGroups(laneReservePercents);
  const chargesOf = new Map<string, readonly Charge[]>();
  for (const limit of options.limits) {
    const charges = readCharges(limit, limits);
    groups.link(charges);
    chargesOf.set(limit.limitId, charges);
  }

  const plans = new Map<string, LimitPlan>();
  for (const [limitId, charges] of chargesOf) {
    const dispatcher = groups.dispatcherOf(charges);
    const plan = new LimitPlan(limitId, charges, dispatcher, laneReservePercents);
    dispatcher.addPlan(plan);
    plans.set(limitId, plan);
  }
  return { limits, plans, dispatchers: groups.dispatchers() };
}

function readCharges(rateLimit: RateLimit, limits: ReadonlyMap<string, SharedLimit>): readonly Charge[] {
  const { limitId } = rateLimit;
  const charges: Charge[] = [];
  for (const link of [{ limitId, weight: rateLimit.weight }, ...(rateLimit.linkedLimits ?? [])]) {
    const limit = limits.get(link.limitId);
    if (limit === undefined) throw new ThrottleError(limitId, `is linked to "${link.limitId}", which is not defined`);
    if (charges.some((charge) => charge.limit === limit)) throw new ThrottleError(limitId, `is linked to "${link.limitId}" twice`);
    const weight = link.weight ?? 1;
    requireCount(limitId, `weight at "${link.limitId}"`, weight);
    if (weight > limit.capacity) {
      throw new ThrottleError(limitId, `its weight ${weight} at "${link.limitId}" is above what that limit allows (${limit.capacity})`);
    }
    charges.push({ limit, weight });
  }
  return charges;
}

function requireCount(limitId: string, what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) throw new ThrottleError(limitId, `its ${what} should be a whole number from 1`);
}

/** Finds out which limits are linked, directly or through others. */
class LinkedGroups {
  readonly #reserves: readonly [number, number, number];
  readonly #representatives = new Map<SharedLimit, SharedLimit>();
  readonly #dispatchers = new Map<SharedLimit, LaneDispatcher>();

  constructor(reserves: readonly [number, number, number]) {
    this.#reserves = reserves;
  }

  link(charges: readonly Charge[]): void {
    let representative: SharedLimit | undefined;
    for (const { limit } of charges) {
      const found = this.#find(limit);
      if (representative === undefined) representative = found;
      else if (found !== representative) this.#representatives.set(found, representative);
    }
  }

  dispatcherOf(charges: readonly Charge[]): LaneDispatcher {
    const [first] = charges;
    const representative = first === undefined ? undefined : this.#find(first.limit);
    let dispatcher = representative === undefined ? undefined : this.#dispatchers.get(representative);
    if (dispatcher === undefined) {
      dispatcher = new LaneDispatcher(this.#reserves);
      if (representative !== undefined) this.#dispatchers.set(representative, dispatcher);
    }
    return dispatcher;
  }

  dispatchers(): readonly LaneDispatcher[] {
    return [...this.#dispatchers.values()];
  }

  #find(limit: SharedLimit): SharedLimit {
    let found = limit;
    for (let parent = this.#representatives.get(found); parent !== undefined; parent = this.#representatives.get(found)) found = parent;
    return found;
  }
}
