import { ThrottleError } from '../errors/throttle-error.ts';
import { LaneDispatcher, type ArrivalCounter } from './lane-dispatcher.ts';
import { LimitPlan } from './limit-plan.ts';
import { capacityOf, readLimitTable, type ChargedWeights } from './limit-table.ts';
import type { LimitScope, RateLimit } from './rate-limit.ts';
import { SharedLimit } from './shared-limit.ts';

/** Whose table joins the ledger. */
export interface TableOwner {
  readonly venue: string;
  readonly account: string;
}

/** The limits of one table, which may be shared with others, and what its calls are charged. */
export interface JoinedTable {
  /** In the order of the table. */
  readonly limits: ReadonlyMap<string, SharedLimit>;
  readonly plans: ReadonlyMap<string, LimitPlan>;
}

/** How the ledger reads tables. */
export interface LimitLedgerOptions {
  readonly sharePercent: number;
  readonly marginPercent: number;
  readonly laneReservePercents: readonly [number, number, number];
}

/** Keeps the limits of all tables that share: those of an address once for each venue, those of an account once for each account. */
export class LimitLedger {
  readonly sharePercent: number;
  /** One for each set of limits that are linked, directly or not. */
  readonly dispatchers: Set<LaneDispatcher> = new Set();
  readonly limits: Set<SharedLimit> = new Set();
  readonly #marginPercent: number;
  readonly #reserves: readonly [number, number, number];
  readonly #arrivals: ArrivalCounter = { last: 0 };
  readonly #rules = new Map<string, RateLimit>();
  readonly #shared = new Map<string, SharedLimit>();

  constructor(options: LimitLedgerOptions) {
    this.sharePercent = options.sharePercent;
    this.#marginPercent = options.marginPercent;
    this.#reserves = options.laneReservePercents;
  }

  /**
   * Adds a table, or nothing.
   * @throws ThrottleError naming the limit that cannot be used, or that another table of this venue defines differently
   */
  join(rules: readonly RateLimit[], owner: TableOwner): JoinedTable {
    const table = readLimitTable(rules, this.sharePercent);
    for (const rule of rules) this.#requireSame(rule, owner.venue);
    const limits = new Map<string, SharedLimit>();
    for (const rule of rules) {
      this.#rules.set(keyOf(owner.venue, rule.limitId), rule);
      limits.set(rule.limitId, this.#limitOf(rule, owner));
    }
    const plans = new Map<string, LimitPlan>();
    for (const [limitId, weights] of table.weights) plans.set(limitId, this.#plan(limitId, weights, limits));
    return { limits, plans };
  }

  /** The limits of one more connection, in the state of the table's own ones, and what is charged to them. */
  connect(table: JoinedTable, connection: string): JoinedTable {
    const limits = new Map<string, SharedLimit>();
    for (const [limitId, limit] of table.limits) if (limit.scope === 'connection') limits.set(limitId, this.#copyOf(limit, connection));
    const plans = new Map<string, LimitPlan>();
    for (const [limitId, { charges }] of table.plans) {
      if (!charges.some(({ limit }) => limit.scope === 'connection')) continue;
      const weights = new Map(charges.map(({ limit, weight }) => [limit.limitId, weight]));
      plans.set(limitId, this.#plan(limitId, weights, new Map([...table.limits, ...limits])));
    }
    return { limits, plans };
  }

  /** Forgets the limits of a connection; nobody waits for them any more. */
  disconnect(connection: JoinedTable): void {
    for (const plan of connection.plans.values()) plan.dispatcher.removePlan(plan);
    for (const limit of connection.limits.values()) this.limits.delete(limit);
    for (const dispatcher of this.dispatchers) if (dispatcher.plans.size === 0) this.dispatchers.delete(dispatcher);
  }

  #requireSame(rule: RateLimit, venue: string): void {
    const known = this.#rules.get(keyOf(venue, rule.limitId));
    if (known === undefined) return;
    const differs = known.limit !== rule.limit || known.intervalMs !== rule.intervalMs || scopeOf(known) !== scopeOf(rule);
    if (differs) throw new ThrottleError(rule.limitId, `is defined differently by another connector of "${venue}" on the same governor`);
  }

  #limitOf(rule: RateLimit, owner: TableOwner): SharedLimit {
    const scope = scopeOf(rule);
    if (scope === 'connection') return this.#create(rule, owner.venue, '');
    const holder = scope === 'account' ? owner.account : '';
    const key = keyOf(owner.venue, rule.limitId, holder);
    const limit = this.#shared.get(key) ?? this.#create(rule, owner.venue, holder);
    this.#shared.set(key, limit);
    return limit;
  }

  #create(rule: RateLimit, venue: string, holder: string): SharedLimit {
    const limit = new SharedLimit({
      limitId: rule.limitId,
      scope: scopeOf(rule),
      venue,
      holder,
      venueCapacity: rule.limit,
      capacity: capacityOf(rule.limit, this.sharePercent),
      intervalMs: rule.intervalMs,
      marginPercent: this.#marginPercent,
    });
    this.limits.add(limit);
    return limit;
  }

  #copyOf({ limitId, venue, venueCapacity, intervalMs }: SharedLimit, connection: string): SharedLimit {
    return this.#create({ limitId, scope: 'connection', limit: venueCapacity, intervalMs }, venue, connection);
  }

  #plan(limitId: string, weights: ChargedWeights, limits: ReadonlyMap<string, SharedLimit>): LimitPlan {
    const charges = [...weights].flatMap(([chargedId, weight]) => {
      const limit = limits.get(chargedId);
      return limit === undefined ? [] : [{ limit, weight }];
    });
    const plan = new LimitPlan(limitId, charges, this.#link(charges.map(({ limit }) => limit)), this.#reserves);
    plan.dispatcher.addPlan(plan);
    return plan;
  }

  /** The dispatcher of these limits and of all that are linked with them. */
  #link(limits: readonly SharedLimit[]): LaneDispatcher {
    const linked = new Set(limits.flatMap(({ dispatcher }) => (dispatcher === undefined ? [] : [dispatcher])));
    const [first = new LaneDispatcher(this.#reserves, this.#arrivals), ...others] = linked;
    this.dispatchers.add(first);
    for (const other of others) {
      first.absorb(other);
      this.dispatchers.delete(other);
    }
    return first;
  }
}

function scopeOf(rule: RateLimit): LimitScope {
  return rule.scope ?? 'ip';
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
