import { AbortedError } from '../errors/aborted-error.ts';
import type { ThrottleError } from '../errors/throttle-error.ts';
import type { Clock, TimerHandle } from '../runtime/clock.ts';
import { AbortWatch } from './abort-watch.ts';
import type { WaitingCall } from './call-queue.ts';
import type { LaneDispatcher } from './lane-dispatcher.ts';
import { laneIndexOf } from './lanes.ts';
import type { LimitPlan } from './limit-plan.ts';
import type { ThrottleLane } from './rate-limit.ts';

/** What one acquisition asks for. */
export interface AcquireOptions {
  /** Default `query`. */
  readonly lane?: ThrottleLane;
  readonly signal?: AbortSignal | undefined;
  /** Told at once when the call must wait. */
  readonly onWaiting?: () => void;
}

interface Wait {
  readonly call: WaitingCall;
  readonly signal: AbortSignal | undefined;
  readonly grant: () => void;
  readonly reject: (error: AbortedError | ThrottleError) => void;
}

const GRANTED: Promise<void> = Promise.resolve();
const LONGEST_TIMER_MS = 2_147_483_647;

/** Lets calls wait for their permits, with a single timer for all of them. */
export class Admission {
  readonly #clock: Clock;
  readonly #dispatchers: ReadonlySet<LaneDispatcher>;
  readonly #waits = new Map<WaitingCall, Wait>();
  readonly #granted: WaitingCall[] = [];
  readonly #abortWatch = new AbortWatch<Wait>((waits) => this.#end(waits));
  #timer: TimerHandle | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, dispatchers: ReadonlySet<LaneDispatcher>) {
    this.#clock = clock;
    this.#dispatchers = dispatchers;
  }

  /** @throws as `Throttler.acquire`, but for an unknown id */
  acquire(plan: LimitPlan, options: AcquireOptions | undefined): Promise<void> {
    const signal = options?.signal;
    if (signal?.aborted === true) return Promise.reject(abortedWait(plan.limitId));
    const nowMs = this.#clock.monotonicMs();
    if (plan.dispatcher.isIdle && plan.takeIfFree(nowMs)) return GRANTED;
    if (plan.problem !== undefined) return Promise.reject(plan.problem);
    return this.#wait(plan, options, nowMs);
  }

  /** @throws as `Throttler.tryAcquire`, but for an unknown id */
  tryAcquire(plan: LimitPlan, options: AcquireOptions | undefined): boolean {
    if (plan.problem !== undefined) throw plan.problem;
    if (options?.signal?.aborted === true) return false;
    const nowMs = this.#clock.monotonicMs();
    const { dispatcher } = plan;
    if (dispatcher.isIdle) return plan.takeIfFree(nowMs);
    const call = dispatcher.add(plan, laneIndexOf(options?.lane));
    this.dispatch(dispatcher, nowMs);
    if (!call.isWaiting) return true;
    dispatcher.remove(call);
    this.dispatch(dispatcher, nowMs);
    return false;
  }

  /** Is called when something has changed for those who wait at this dispatcher. */
  dispatch(dispatcher: LaneDispatcher, nowMs: number): void {
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

  /** Fails the calls that cannot be granted any more, since a limit has been lowered, and serves the others anew. */
  replan(dispatcher: LaneDispatcher, nowMs: number): void {
    dispatcher.measure();
    for (const plan of dispatcher.plans) if (plan.problem !== undefined) this.#refuse(plan, plan.problem);
    this.dispatch(dispatcher, nowMs);
  }

  /** Ends the waits of these plans with AbortedError. */
  abort(plans: Iterable<LimitPlan>): void {
    this.#end([...plans].flatMap((plan) => this.#waitsOf(plan)));
  }

  #wait(plan: LimitPlan, options: AcquireOptions | undefined, nowMs: number): Promise<void> {
    const signal = options?.signal;
    const call = plan.dispatcher.add(plan, laneIndexOf(options?.lane));
    if (call.queue.first === call) {
      this.dispatch(plan.dispatcher, nowMs);
      if (!call.isWaiting) return GRANTED;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const wait: Wait = { call, signal, grant: resolve, reject };
    this.#waits.set(call, wait);
    if (signal !== undefined) this.#abortWatch.add(signal, wait);
    options?.onWaiting?.();
    return promise;
  }

  /** Nothing is granted before all of them have left, or a call that ends with them would use up room. */
  #end(waits: Iterable<Wait>): void {
    const dispatchers = new Set<LaneDispatcher>();
    for (const wait of waits) {
      const { plan } = wait.call.queue;
      this.#forget(wait);
      plan.dispatcher.remove(wait.call);
      dispatchers.add(plan.dispatcher);
      wait.reject(abortedWait(plan.limitId));
    }
    const nowMs = this.#clock.monotonicMs();
    for (const dispatcher of dispatchers) this.dispatch(dispatcher, nowMs);
  }

  #refuse(plan: LimitPlan, problem: ThrottleError): void {
    for (const wait of this.#waitsOf(plan)) {
      this.#forget(wait);
      plan.dispatcher.remove(wait.call);
      wait.reject(problem);
    }
  }

  #waitsOf(plan: LimitPlan): readonly Wait[] {
    const waits: Wait[] = [];
    for (const queue of plan.queues) {
      for (let call = queue.first; call !== undefined; call = call.next) {
        const wait = this.#waits.get(call);
        if (wait !== undefined) waits.push(wait);
      }
    }
    return waits;
  }

  #forget(wait: Wait): void {
    this.#waits.delete(wait.call);
    if (wait.signal !== undefined) this.#abortWatch.remove(wait.signal, wait);
  }

  #setTimer(): void {
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const dispatcher of this.#dispatchers) earliestMs = Math.min(earliestMs, dispatcher.wakeAtMs);
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
    for (const dispatcher of this.#dispatchers) if (dispatcher.wakeAtMs <= nowMs) this.dispatch(dispatcher, nowMs);
    this.#setTimer();
  }
}

function abortedWait(limitId: string): AbortedError {
  return new AbortedError(`wait for rate limit "${limitId}"`, { mayHaveBeenSent: false });
}
