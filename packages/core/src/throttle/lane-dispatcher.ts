import type { CallQueue, WaitingCall } from './call-queue.ts';
import { LANES, type LaneIndex } from './lanes.ts';
import type { LimitPlan } from './limit-plan.ts';
import type { SharedLimit } from './shared-limit.ts';

/** Numbers waiting calls by arrival, across all dispatchers that may be joined. */
export interface ArrivalCounter {
  last: number;
}

const LANE_INDEXES: readonly LaneIndex[] = [0, 1, 2];

/**
 * Decides which waiting call goes next, for limits that are linked with one another. No I/O, no clock, no timer.
 *
 * Waiting calls stand in one order: calls that are due (oldest due first), then the lanes, and within a lane by arrival. Only
 * the first call of each limit id and lane is looked at. One that does not fit keeps the room that it needs in each of its
 * limits: those behind it may go before it only where that cannot delay it, so that a heavy call is not overtaken for ever.
 *
 * A call becomes due, and then goes before all lanes,
 * - when it is the oldest of its lane and has been so for one of its windows, or more for a very heavy one (`patienceWindows`);
 * - when its lane has come short of its reserve: each time another lane is granted weight of a limit at which not all waiting
 *   calls fit, the shortfall of each lane that waits there grows by its reserve's percentage of that weight, until it pays for
 *   the lane's oldest call.
 *
 * Therefore the oldest call of a lane waits at most its patience and one window (of the longest limit that it is charged to)
 * where all the first calls fit beside one another; else at most its patience and as many windows as there can be first calls.
 */
export class LaneDispatcher {
  /** When `dispatch` is to be called again at the latest; infinite while nobody waits. */
  wakeAtMs: number = Number.POSITIVE_INFINITY;

  readonly #reserves: readonly [number, number, number];
  readonly #arrivals: ArrivalCounter;
  readonly #limits = new Set<SharedLimit>();
  readonly #plans = new Set<LimitPlan>();
  #longestWindowMs = 0;
  readonly #queues: CallQueue[] = [];
  readonly #waiting: [number, number, number] = [0, 0, 0];
  readonly #oldest: [WaitingCall | undefined, WaitingCall | undefined, WaitingCall | undefined] = [undefined, undefined, undefined];
  readonly #oldestSinceMs: [number, number, number] = [0, 0, 0];
  #dueOrder = 0;
  #pass = 0;

  constructor(reserves: readonly [number, number, number], arrivals: ArrivalCounter) {
    this.#reserves = reserves;
    this.#arrivals = arrivals;
  }

  get plans(): ReadonlySet<LimitPlan> {
    return this.#plans;
  }

  /** Called for every plan of the linked limits before its first call. */
  addPlan(plan: LimitPlan): void {
    this.#plans.add(plan);
    this.#longestWindowMs = Math.max(this.#longestWindowMs, plan.longestWindowMs);
    for (const { limit, weight } of plan.charges) {
      limit.heaviestWeight = Math.max(limit.heaviestWeight, weight);
      limit.combinedWeight += weight * LANES.length;
      limit.dispatcher = this;
      this.#limits.add(limit);
    }
  }

  /** Forgets a plan for which nobody waits, and the limits that no other plan is charged to. */
  removePlan(plan: LimitPlan): void {
    this.#plans.delete(plan);
    for (const { limit, weight } of plan.charges) {
      limit.combinedWeight -= weight * LANES.length;
      if (limit.combinedWeight > 0) continue;
      this.#limits.delete(limit);
      limit.dispatcher = undefined;
    }
    this.measure();
  }

  /** Is called again whenever one of the limits has been changed; `dispatch` is to follow. */
  measure(): void {
    this.#longestWindowMs = 0;
    for (const plan of this.#plans) {
      plan.measure();
      this.#longestWindowMs = Math.max(this.#longestWindowMs, plan.longestWindowMs);
    }
  }

  /** Takes over what another dispatcher serves, those who wait there included; `dispatch` is to follow. */
  absorb(other: LaneDispatcher): void {
    for (const plan of other.#plans) {
      plan.dispatcher = this;
      this.#plans.add(plan);
    }
    for (const limit of other.#limits) {
      limit.dispatcher = this;
      this.#limits.add(limit);
    }
    for (const { first } of other.#queues) if (first !== undefined && isDue(first)) first.dueOrder += this.#dueOrder;
    this.#queues.push(...other.#queues);
    this.#dueOrder += other.#dueOrder;
    this.#pass = Math.max(this.#pass, other.#pass);
    for (const lane of LANE_INDEXES) {
      this.#waiting[lane] += other.#waiting[lane];
      const theirs = other.#oldest[lane];
      const ours = this.#oldest[lane];
      if (theirs === undefined || (ours?.isWaiting === true && ours.sequence < theirs.sequence)) continue;
      this.#oldest[lane] = theirs;
      this.#oldestSinceMs[lane] = other.#oldestSinceMs[lane];
    }
    this.measure();
  }

  get isIdle(): boolean {
    return this.#queues.length === 0;
  }

  /** Lets a call wait; `dispatch` is to follow unless another of its id and lane waits already. */
  add(plan: LimitPlan, lane: LaneIndex): WaitingCall {
    const queue = plan.queues[lane];
    if (queue.first === undefined) this.#queues.push(queue);
    this.#waiting[lane] += 1;
    for (const { limit, weight } of plan.charges) limit.addWaiting(lane, weight);
    this.#arrivals.last += 1;
    return queue.append(this.#arrivals.last);
  }

  /** Takes a call out, wherever it stands; `dispatch` is to follow. */
  remove(call: WaitingCall): void {
    const { queue } = call;
    queue.remove(call);
    if (queue.first === undefined) this.#queues.splice(this.#queues.indexOf(queue), 1);
    this.#waiting[queue.lane] -= 1;
    for (const { limit, weight } of queue.plan.charges) limit.removeWaiting(queue.lane, weight);
    if (this.isIdle) this.wakeAtMs = Number.POSITIVE_INFINITY;
  }

  /** Takes out and charges every call that may go now, in order, and appends it to `granted`. */
  dispatch(nowMs: number, granted: WaitingCall[]): void {
    for (;;) {
      this.#findOldest(nowMs);
      this.#queues.sort(compareFirstCalls);
      const call = this.#grantFirst(nowMs);
      if (call === undefined) return;
      granted.push(call);
    }
  }

  /** The bound of a call that arrives now: see `Throttler.longestWaitMs`. */
  longestWaitMs(plan: LimitPlan, lane: LaneIndex, nowMs: number): number {
    let pauseMs = 0;
    let fitTogether = true;
    for (const limit of this.#limits) {
      pauseMs = Math.max(pauseMs, limit.closedUntilMs(nowMs) - nowMs);
      fitTogether &&= limit.combinedWeight <= limit.capacity;
    }
    let windowMs = plan.longestWindowMs;
    let patienceWindows = plan.patienceWindows[lane];
    for (const queue of this.#queues) {
      if (queue.lane !== lane) continue;
      windowMs = Math.max(windowMs, queue.plan.longestWindowMs);
      patienceWindows = Math.max(patienceWindows, queue.plan.patienceWindows[lane]);
    }
    const oldestMs = fitTogether
      ? (patienceWindows + 1) * windowMs
      : (patienceWindows + this.#plans.size * LANES.length) * this.#longestWindowMs;
    return pauseMs + (this.#waiting[lane] + 1) * oldestMs;
  }

  #findOldest(nowMs: number): void {
    for (const lane of LANE_INDEXES) {
      let oldest: WaitingCall | undefined;
      for (const { lane: itsLane, first } of this.#queues) {
        if (itsLane === lane && first !== undefined && (oldest === undefined || first.sequence < oldest.sequence)) oldest = first;
      }
      if (oldest !== this.#oldest[lane]) {
        this.#oldest[lane] = oldest;
        this.#oldestSinceMs[lane] = nowMs;
      }
      if (oldest !== undefined && !isDue(oldest) && nowMs >= this.#dueAtMs(oldest)) this.#makeDue(oldest);
    }
  }

  #dueAtMs({ queue }: WaitingCall): number {
    return this.#oldestSinceMs[queue.lane] + queue.plan.patienceWindows[queue.lane] * queue.plan.longestWindowMs;
  }

  #makeDue(call: WaitingCall): void {
    this.#dueOrder += 1;
    call.dueOrder = this.#dueOrder;
  }

  #grantFirst(nowMs: number): WaitingCall | undefined {
    this.#pass += 1;
    this.wakeAtMs = Number.POSITIVE_INFINITY;
    for (const { first: call } of this.#queues) {
      if (call === undefined) continue;
      const { charges } = call.queue.plan;
      let possibleAtMs = nowMs;
      let freeAtMs = nowMs;
      for (const { limit, weight } of charges) {
        const reserved = limit.reservedIn(this.#pass);
        const withoutReservesMs = limit.freeAtMs(weight, nowMs);
        possibleAtMs = Math.max(possibleAtMs, withoutReservesMs);
        freeAtMs = Math.max(freeAtMs, reserved === 0 ? withoutReservesMs : limit.freeAtMs(weight + reserved, nowMs));
      }
      if (freeAtMs <= nowMs) {
        this.#grant(call, nowMs);
        return call;
      }
      this.wakeAtMs = Math.min(this.wakeAtMs, freeAtMs);
      if (freeAtMs > possibleAtMs && !isDue(call) && call === this.#oldest[call.queue.lane]) {
        this.wakeAtMs = Math.min(this.wakeAtMs, this.#dueAtMs(call));
      }
      for (const { limit, weight } of charges) {
        // What is charged now and expires before this call can go at all does not delay it.
        if (possibleAtMs <= nowMs + limit.windowMs) limit.reserve(weight, this.#pass);
      }
    }
    return undefined;
  }

  #grant(call: WaitingCall, nowMs: number): void {
    const { plan, lane } = call.queue;
    plan.take(nowMs);
    this.remove(call);
    for (const { limit, weight } of plan.charges) {
      if (limit !== call.paidLimit) this.#pay(limit, lane, weight);
      if (!limit.isContested(nowMs)) continue;
      for (const other of LANE_INDEXES) {
        if (other !== lane && limit.waiting[other] > 0) this.#passOver(limit, other, weight);
        this.#makeShortLaneDue(limit, other, nowMs);
      }
    }
  }

  #pay(limit: SharedLimit, lane: LaneIndex, weight: number): void {
    limit.shortfall[lane] = Math.max(0, limit.shortfall[lane] - (100 - this.#reserves[lane]) * weight);
  }

  /** At most one window's reserve, or the price of the heaviest call, is owed. */
  #passOver(limit: SharedLimit, lane: LaneIndex, weight: number): void {
    const reserve = this.#reserves[lane];
    const most = Math.max(reserve * limit.capacity, (100 - reserve) * limit.heaviestWeight);
    limit.shortfall[lane] = Math.min(most, limit.shortfall[lane] + reserve * weight);
  }

  #makeShortLaneDue(limit: SharedLimit, lane: LaneIndex, nowMs: number): void {
    if (limit.shortfall[lane] === 0) return;
    const call = this.#oldestWaitingFor(limit, lane, nowMs);
    if (call === undefined || isDue(call)) return;
    const price = (100 - this.#reserves[lane]) * call.queue.plan.weightAt(limit);
    if (limit.shortfall[lane] < price) return;
    limit.shortfall[lane] -= price;
    call.paidLimit = limit;
    this.#makeDue(call);
  }

  /** The oldest call of the lane that is charged to this limit, but for due ones that another limit holds up for longer. */
  #oldestWaitingFor(limit: SharedLimit, lane: LaneIndex, nowMs: number): WaitingCall | undefined {
    let oldest: WaitingCall | undefined;
    for (const { lane: itsLane, first } of this.#queues) {
      if (itsLane !== lane || first === undefined || (oldest !== undefined && first.sequence > oldest.sequence)) continue;
      if (first.queue.plan.weightAt(limit) === 0 || (isDue(first) && isHeldUpLonger(first, nowMs + limit.windowMs, nowMs))) continue;
      oldest = first;
    }
    return oldest;
  }
}

function isHeldUpLonger(call: WaitingCall, thanMs: number, nowMs: number): boolean {
  return call.queue.plan.charges.some(({ limit, weight }) => limit.freeAtMs(weight, nowMs) > thanMs);
}

function isDue(call: WaitingCall): boolean {
  return call.dueOrder !== Number.POSITIVE_INFINITY;
}

function compareFirstCalls(left: CallQueue, right: CallQueue): number {
  const a = left.first;
  const b = right.first;
  if (a === undefined || b === undefined) return 0;
  if (a.dueOrder !== b.dueOrder) return a.dueOrder < b.dueOrder ? -1 : 1;
  if (!isDue(a) && left.lane !== right.lane) return left.lane - right.lane;
  return a.sequence - b.sequence;
}
