import { ConfigurationError } from '../errors/configuration-error.ts';
import { ThrottleError } from '../errors/throttle-error.ts';
import type { Clock } from '../runtime/clock.ts';
import type { AcquireOptions } from './admission.ts';
import { ConnectionThrottle } from './connection-throttle.ts';
import { laneIndexOf, type LaneReserves } from './lanes.ts';
import type { JoinedTable } from './limit-ledger.ts';
import type { LimitPlan } from './limit-plan.ts';
import { capacityOf, requireInterval, requireLimit } from './limit-table.ts';
import { bansOf, usageOf, type LimitBan, type LimitUsage } from './limit-usage.ts';
import { RateGovernor } from './rate-governor.ts';
import type { LimitScope, RateLimit, ThrottleLane } from './rate-limit.ts';
import type { PauseCause, SharedLimit } from './shared-limit.ts';
import { countReading, type UsageReportOptions } from './usage-report.ts';

/** How a `Throttler` is made. */
export interface ThrottlerOptions {
  readonly limits: readonly RateLimit[];
  readonly clock: Clock;
  /**
   * By how much each window is stretched, in percent, so that calls whose way to the venue takes unequally long cannot meet
   * there within one window. Default 5; with a governor, the governor's.
   */
  readonly safetyMarginPercent?: number;
  /**
   * How much of each limit is ours, in percent, for several programs on one account: at least 1 weight. Default 100; with a
   * governor, the governor's.
   */
  readonly sharePercent?: number;
  /** With a governor, the governor's. */
  readonly laneReserves?: LaneReserves;
  /** Shares limits with the other throttlers on it. Default: none, all limits are this throttler's own. */
  readonly governor?: RateGovernor;
  /** Throttlers share only with those of the same venue. Default: the empty name. */
  readonly venue?: string;
  /**
   * A name of the account, no key: throttlers share the limits of an account only with those that name the same one. Default:
   * the empty name, so that those who name none count as one account.
   */
  readonly account?: string;
}

/** What the venue has said about a limit. */
export interface LimitChange {
  /** Weight that everybody together may use in a window; our share is taken of it. */
  readonly limit?: number;
  readonly intervalMs?: number;
}

/**
 * Keeps every rate limit in every placement of its window.
 *
 * A call is charged to its own limit and to all linked ones at the same moment, when it is granted. Calls that must wait are
 * served by lane (cancels, orders, queries), within a lane in order of arrival; a call goes before an earlier one of its lane
 * only where that cannot delay the earlier one, or by the lane's reserve of a limit that the earlier one does not need. At a
 * limit that is used up each waiting lane gets at least its reserve. No call waits longer than `longestWaitMs` said when it came.
 *
 * What the venue says corrects the limits (`setLimit`) and their use (`reportUsage`): a limit is used by our own count in every
 * placement of its window, and by the venue's count of everybody in its current window, whichever leaves less.
 */
export class Throttler {
  readonly #governor: RateGovernor;
  readonly #table: JoinedTable;
  readonly #connections = new Set<ConnectionThrottle>();

  /**
   * @throws ThrottleError for a limit id that is defined twice, or linked but not defined, for a limit or weight that is no
   * whole number from 1, an interval that is not above 0, a weight above its limit or above our share of it, or a limit that
   * another throttler on the governor defines differently; ConfigurationError for an option out of its range, and for one that
   * is the governor's.
   */
  constructor(options: ThrottlerOptions) {
    this.#governor = options.governor ?? new RateGovernor(options);
    if (options.governor !== undefined) requireGovernorsOwn(options);
    const { venue = '', account = '' } = options;
    this.#table = this.#governor.shared.ledger.join(options.limits, { venue, account });
  }

  /**
   * Resolves when the call may be made; nothing is to be given back.
   * @throws ThrottleError for an unknown id, and when a limit is lowered below what the call weighs there; AbortedError when
   * the signal or `close` ends the wait. Nothing was sent.
   */
  acquire(limitId: string, options?: AcquireOptions): Promise<void> {
    const plan = this.#table.plans.get(limitId);
    return plan === undefined ? Promise.reject(unknownLimit(limitId)) : this.#governor.shared.admission.acquire(plan, options);
  }

  /**
   * Takes the permit only if it is free now and no waiting call comes before.
   * @throws ThrottleError for an unknown id, and while a limit is below what the call weighs there.
   */
  tryAcquire(limitId: string, options?: AcquireOptions): boolean {
    return this.#governor.shared.admission.tryAcquire(this.#planOf(limitId), options);
  }

  /**
   * Gives a connection limits of its own: those of scope `connection`. All others are shared with this throttler. It is to be
   * closed when the connection is not opened again.
   */
  forConnection(name: string): ConnectionThrottle {
    const connection = new ConnectionThrottle(this.#governor.shared, this.#table, name, () => this.#connections.delete(connection));
    this.#connections.add(connection);
    return connection;
  }

  /**
   * The bound of the wait of a call that would arrive now, in ms. To be added are pauses that begin later, the rest of each of
   * the venue's windows that others use up, and the calls of connectors that join the governor later.
   *
   * A call that is the oldest of its lane waits at most two windows more; three or more if it weighs more than its lane's reserve
   * of a window (for a query of the weight of the whole limit: eleven, by the default reserves). So the bound is that many windows
   * for each call waiting in the lane and for the call itself, plus the pause that is on. The window is the longest one, margin
   * included, of the limits that these calls are charged to. Where limits are so small that one call of each limit id and lane
   * does not fit into them together, the last window counts once for each of these.
   * Limits count that are linked with one another, directly or through others; unlinked ones never wait for one another.
   * @throws ThrottleError for an unknown id.
   */
  longestWaitMs(limitId: string, lane?: ThrottleLane): number {
    const plan = this.#planOf(limitId);
    return plan.dispatcher.longestWaitMs(plan, laneIndexOf(lane), this.#governor.clock.monotonicMs());
  }

  /**
   * Holds every call that is charged to this limit, or linked to it, for a while (429, 418). Never shortens a pause.
   * @throws ThrottleError for an unknown id, or a duration that is no number.
   */
  pause(limitId: string, durationMs: number, cause: PauseCause = {}): void {
    const { dispatcher } = this.#planOf(limitId);
    if (Number.isNaN(durationMs)) throw new ThrottleError(limitId, 'cannot be paused for a duration that is no number');
    const nowMs = this.#governor.clock.monotonicMs();
    for (const limit of this.#limitsOf(limitId)) limit.pauseUntil(nowMs + durationMs, cause);
    this.#governor.shared.admission.dispatch(dispatcher, nowMs);
  }

  /**
   * Corrects a limit by what the venue says of it; calls that wait are planned anew. Those that weigh more than the limit now
   * allows fail with ThrottleError, until it allows them again. Where an interval grows, as much as one window allows counts as
   * charged at the end of the shorter one, because nobody remembers. The limit of a connection is corrected for all of them.
   * @throws ThrottleError for an unknown id, a limit that is no whole number from 1, or an interval that is not above 0; nothing changes then.
   */
  setLimit(limitId: string, change: LimitChange): void {
    const { dispatcher } = this.#planOf(limitId);
    if (change.limit !== undefined) requireLimit(limitId, change.limit);
    if (change.intervalMs !== undefined) requireInterval(limitId, change.intervalMs);
    const { admission, ledger } = this.#governor.shared;
    const nowMs = this.#governor.clock.monotonicMs();
    for (const limit of this.#limitsOf(limitId)) {
      const venueCapacity = change.limit ?? limit.venueCapacity;
      const capacity = capacityOf(venueCapacity, ledger.sharePercent);
      limit.correct({ venueCapacity, capacity, intervalMs: change.intervalMs ?? limit.intervalMs }, nowMs);
      if (limit.dispatcher !== undefined && limit.dispatcher !== dispatcher) admission.replan(limit.dispatcher, nowMs);
    }
    admission.replan(dispatcher, nowMs);
  }

  /**
   * Tells how much of a limit the venue has counted in its current window, for everybody who shares it. From then until the
   * window ends the limit is used by that count and by what of ours is not in it yet, or by our own count where that is more.
   * A count of an older window, or one that may belong to either of two, is ignored; answers may overtake one another.
   * @throws ThrottleError for an unknown id, or for a number that is none; nothing changes then.
   */
  reportUsage(limitId: string, used: number, options: UsageReportOptions): void {
    const plan = this.#planOf(limitId);
    const limit = this.#limitOf(limitId);
    const { answeredCall } = options;
    const weight = answeredCall === undefined ? 0 : this.#planOf(answeredCall.limitId).weightAt(limit);
    const nowMs = this.#governor.clock.monotonicMs();
    const reading = countReading(limit, used, weight, options, nowMs);
    if (reading === undefined) return;
    limit.read(reading, nowMs);
    if (!plan.dispatcher.isIdle) this.#governor.shared.admission.dispatch(plan.dispatcher, nowMs);
  }

  /**
   * Takes weight out of our own count, that of the earliest calls first, because the venue has given it back (as some do when
   * an order is filled); never more than counts now and was charged before that happened. The venue's count is lowered too if it
   * was told before.
   * @param options `happenedAtMs`: when the venue gave it back, by our monotonic clock. Default: not known, all that counts now was
   * charged before
   * @throws ThrottleError for an unknown id, or a weight that is not a number from 0.
   */
  release(limitId: string, weight: number, options: { readonly happenedAtMs?: number } = {}): void {
    const { dispatcher } = this.#planOf(limitId);
    if (!(weight >= 0 && Number.isFinite(weight))) throw new ThrottleError(limitId, 'can give back only a weight from 0');
    const nowMs = this.#governor.clock.monotonicMs();
    this.#limitOf(limitId).giveBack(weight, options.happenedAtMs ?? Number.NEGATIVE_INFINITY, nowMs);
    if (!dispatcher.isIdle) this.#governor.shared.admission.dispatch(dispatcher, nowMs);
  }

  /**
   * The ids of the limits that a call of this id is charged to, its own first.
   * @throws ThrottleError for an unknown id.
   */
  chargedLimitIds(limitId: string): readonly string[] {
    return this.#planOf(limitId).charges.map(({ limit }) => limit.limitId);
  }

  /** The ids of the limits of a scope, in the order of the table. */
  limitIdsOfScope(scope: LimitScope): readonly string[] {
    return [...this.#table.limits.values()].flatMap((limit) => (limit.scope === scope ? [limit.limitId] : []));
  }

  /** The use of every limit, in the order of the table, then of the limits of each connection. */
  usage(): readonly LimitUsage[] {
    return usageOf(this.#allLimits(), this.#governor.clock);
  }

  /** The limits that the venue has banned us from, until their bans end. */
  bans(): readonly LimitBan[] {
    return bansOf(this.#allLimits(), this.#governor.clock);
  }

  /**
   * Rejects every waiting call of this throttler and of its connections with AbortedError and leaves no timer for them. The
   * windows stay: the venue remembers them too, and the throttler can be used again.
   */
  close(): void {
    const connected = [...this.#connections].flatMap((connection) => [...connection.table.plans.values()]);
    this.#governor.shared.admission.abort([...this.#table.plans.values(), ...connected]);
  }

  #planOf(limitId: string): LimitPlan {
    const plan = this.#table.plans.get(limitId);
    if (plan === undefined) throw unknownLimit(limitId);
    return plan;
  }

  #limitOf(limitId: string): SharedLimit {
    const limit = this.#table.limits.get(limitId);
    if (limit === undefined) throw unknownLimit(limitId);
    return limit;
  }

  /** The limit of this id, and that of each connection where connections have their own. */
  #limitsOf(limitId: string): readonly SharedLimit[] {
    const limits = [this.#limitOf(limitId)];
    for (const { table } of this.#connections) {
      const limit = table.limits.get(limitId);
      if (limit !== undefined) limits.push(limit);
    }
    return limits;
  }

  #allLimits(): readonly SharedLimit[] {
    return [...this.#table.limits.values(), ...[...this.#connections].flatMap(({ table }) => [...table.limits.values()])];
  }
}

function requireGovernorsOwn(options: ThrottlerOptions): void {
  for (const field of ['safetyMarginPercent', 'sharePercent', 'laneReserves'] as const) {
    if (options[field] !== undefined)
      throw new ConfigurationError(field, 'throttler options', 'belongs to the governor where there is one');
  }
  if (options.governor?.clock !== options.clock) {
    throw new ConfigurationError('clock', 'throttler options', 'should be the clock of the governor');
  }
}

function unknownLimit(limitId: string): ThrottleError {
  return new ThrottleError(limitId, 'is not defined');
}
