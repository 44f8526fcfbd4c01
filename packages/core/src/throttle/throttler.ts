import { AbortedError } from '../errors/aborted-error.ts';
import { ThrottleError } from '../errors/throttle-error.ts';
import type { Clock, TimerHandle } from '../runtime/clock.ts';
import { AbortWatch } from './abort-watch.ts';
import type { WaitingCall } from './call-queue.ts';
import type { LaneDispatcher } from './lane-dispatcher.ts';
import { laneIndexOf, laneReservePercents, type LaneReserves } from './lanes.ts';
import type { LimitPlan } from './limit-plan.ts';
import { buildLimitTable, type LimitTable } from './limit-table.ts';
import type { RateLimit, ThrottleLane } from './rate-limit.ts';
import type { SharedLimit } from './shared-limit.ts';

/** How a `Throttler` is made. */
export interface ThrottlerOptions {
  readonly limits: readonly RateLimit[];
  readonly clock: Clock;
  /**
   * By how much each window is stretched, in percent, so that calls whose way to the venue takes unequally long cannot meet
   * there within one window. Default 5.
   */
  readonly safetyMarginPercent?: number;
  /** How much of each limit is ours, in percent, for several programs on one account: at least 1 weight. Default 100. */
  readonly sharePercent?: number;
  readonly laneReserves?: LaneReserves;
}

/** What one acquisition asks for. */
export interface AcquireOptions {
  /** Default `query`. */
  readonly lane?: ThrottleLane;
  readonly signal?: AbortSignal | undefined;
}

/** The use of one limit, for display. */
export interface LimitUsage {
  readonly limitId: string;
  /** The weight charged within the window that ends now. */
  readonly used: number;
  /** The weight that may be charged within any window, by our share. */
  readonly limit: number;
  /** How many calls wait that are charged here. */
  readonly waiting: number;
}

interface Wait {
  readonly call: WaitingCall;
  readonly signal: AbortSignal | undefined;
  readonly grant: () => void;
  readonly reject: (error: AbortedError) => void;
}

const GRANTED: Promise<void> = Promise.resolve();
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Keeps every rate limit in every placement of its window.
 *
 * A call is charged to its own limit and to all linked ones at the same moment, when it is granted. Calls that must wait are
 * served by lane (cancels, orders, queries), within a lane in order of arrival; a call goes before an earlier one of its lane
 * only where that cannot delay the earlier one, or by the lane's reserve of a limit that the earlier one does not need. At a
 * limit that is used up each waiting lane gets at least its reserve. No call waits longer than `longestWaitMs` said when it came.
 */
export class Throttler {
  readonly #clock: Clock;
  readonly #table: LimitTable;
  readonly #waits = new Map<WaitingCall, Wait>();
  readonly #granted: WaitingCall[] = [];
  readonly #abortWatch = new AbortWatch<Wait>((waits) => this.#endAll(waits));
  #timer: TimerHandle | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;

  /**
   * @throws ThrottleError for a limit id that is defined twice, or linked but not defined, for a limit or weight that is no
   * whole number from 1, an interval that is not above 0, or a weight above its limit or above our share of it;
   * ConfigurationError for an option out of its range.
   */
  constructor(options: ThrottlerOptions) {
    this.#clock = options.clock;
    this.#table = buildLimitTable({
      limits: options.limits,
      safetyMarginPercent: options.safetyMarginPercent ?? 5,
      sharePercent: options.sharePercent ?? 100,
      laneReservePercents: laneReservePercents(options.laneReserves),
    });
  }

  /**
   * Resolves when the call may be made; nothing is to be given back.
   * @throws ThrottleError for an unknown id; AbortedError (nothing was sent) when the signal or `close` ends the wait.
   */
  acquire(limitId: string, options?: AcquireOptions): Promise<void> {
    const plan = this.#table.plans.get(limitId);
    if (plan === undefined) return Promise.reject(unknownLimit(limitId));
    const signal = options?.signal;
    if (signal?.aborted === true) return Promise.reject(abortedWait(limitId));
    const nowMs = this.#clock.monotonicMs();
    if (plan.dispatcher.isIdle && plan.takeIfFree(nowMs)) return GRANTED;
    return this.#wait(plan, options?.lane, signal, nowMs);
  }

  /**
   * Takes the permit only if it is free now and no waiting call comes before.
   * @throws ThrottleError for an unknown id.
   */
  tryAcquire(limitId: string, options?: AcquireOptions): boolean {
    const plan = this.#planOf(limitId);
    if (options?.signal?.aborted === true) return false;
    const nowMs = this.#clock.monotonicMs();
    if (plan.dispatcher.isIdle) return plan.takeIfFree(nowMs);
    const call = plan.dispatcher.add(plan, laneIndexOf(options?.lane));
    this.#dispatch(plan.dispatcher, nowMs);
    if (!call.isWaiting) return true;
    plan.dispatcher.remove(call);
    this.#dispatch(plan.dispatcher, nowMs);
    return false;
  }

  /**
   * The bound of the wait of a call that would arrive now, in ms; pauses that begin later are to be added.
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
    return plan.dispatcher.longestWaitMs(plan, laneIndexOf(lane), this.#clock.monotonicMs());
  }

  /**
   * Holds every call that is charged to this limit, or linked to it, for a while (429, 418). Never shortens a pause.
   * @throws ThrottleError for an unknown id, or a duration that is no number.
   */
  pause(limitId: string, durationMs: number): void {
    const limit = this.#table.limits.get(limitId);
    if (limit === undefined) throw unknownLimit(limitId);
    if (Number.isNaN(durationMs)) throw new ThrottleError(limitId, 'cannot be paused for a duration that is no number');
    const nowMs = this.#clock.monotonicMs();
    limit.pausedUntilMs = Math.max(limit.pausedUntilMs, nowMs + durationMs);
    this.#dispatch(this.#planOf(limitId).dispatcher, nowMs);
  }

  /**
   * The ids of the limits that a call of this id is charged to, its own first.
   * @throws ThrottleError for an unknown id.
   */
  chargedLimitIds(limitId: string): readonly string[] {
    return this.#planOf(limitId).charges.map(({ limit }) => limit.limitId);
  }

  /** The use of every limit, in the order of the table. */
  usage(): readonly LimitUsage[] {
    const nowMs = this.#clock.monotonicMs();
    return [...this.#table.limits.values()].map((limit) => usageOf(limit, nowMs));
  }

  /** Rejects every waiting call with AbortedError and leaves no timer. The windows stay: the venue remembers them too, and the throttler can be used again. */
  close(): void {
    this.#endAll([...this.#waits.values()]);
  }

  #planOf(limitId: string): LimitPlan {
    const plan = this.#table.plans.get(limitId);
    if (plan === undefined) throw unknownLimit(limitId);
    return plan;
  }

  #wait(plan: LimitPlan, lane: ThrottleLane | undefined, signal: AbortSignal | undefined, nowMs: number): Promise<void> {
    const call = plan.dispatcher.add(plan, laneIndexOf(lane));
    if (call.queue.first === call) {
      this.#dispatch(plan.dispatcher, nowMs);
      if (!call.isWaiting) return GRANTED;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const wait: Wait = { call, signal, grant: resolve, reject };
    this.#waits.set(call, wait);
    if (signal !== undefined) this.#abortWatch.add(signal, wait);
    return promise;
  }

  /** Nothing is granted before all of them have left, or a call that ends with them would use up room. */
  #endAll(waits: Iterable<Wait>): void {
    const dispatchers = new Set<LaneDispatcher>();
    for (const wait of waits) {
      const { plan } = wait.call.queue;
      this.#forget(wait);
      plan.dispatcher.remove(wait.call);
      dispatchers.add(plan.dispatcher);
      wait.reject(abortedWait(plan.limitId));
    }
    const nowMs = this.#clock.monotonicMs();
    for (const dispatcher of dispatchers) this.#dispatch(dispatcher, nowMs);
  }

  #forget(wait: Wait): void {
    this.#waits.delete(wait.call);
    if (wait.signal !== undefined) this.#abortWatch.remove(wait.signal, wait);
  }

  #dispatch(dispatcher: LaneDispatcher, nowMs: number): void {
    dispatcher.dispatch(nowMs, this.#granted);
    for (const call of this.#granted) {
      const wait = this.#waits.get(call);
      if (wait === undefined) continue;
      this.#forget(wait);
      wait.grant();
    }
    this.#granted.length = 0;
    this.#setTimer();
  }

  #setTimer(): void {
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const dispatcher of this.#table.dispatchers) earliestMs = Math.min(earliestMs, dispatcher.wakeAtMs);
    if (earliestMs === this.#timerAtMs) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#timerAtMs = earliestMs;
    if (earliestMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(LONGEST_TIMER_MS, earliestMs - this.#clock.monotonicMs());
    this.#timer = this.#clock.setTimer(delayMs, () => this.#onTimer());
  }

  #onTimer(): void {
    this.#timer = undefined;
    this.#timerAtMs = Number.POSITIVE_INFINITY;
    const nowMs = this.#clock.monotonicMs();
    for (const dispatcher of this.#table.dispatchers) if (dispatcher.wakeAtMs <= nowMs) this.#dispatch(dispatcher, nowMs);
    this.#setTimer();
  }
}

function usageOf(limit: SharedLimit, nowMs: number): LimitUsage {
  const [cancels, orders, queries] = limit.waiting;
  return { limitId: limit.limitId, used: limit.usedAt(nowMs), limit: limit.capacity, waiting: cancels + orders + queries };
}

function unknownLimit(limitId: string): ThrottleError {
  return new ThrottleError(limitId, 'is not defined');
}

function abortedWait(limitId: string): AbortedError {
  return new AbortedError(`wait for rate limit "${limitId}"`, { mayHaveBeenSent: false });
}
