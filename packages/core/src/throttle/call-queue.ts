import type { LaneIndex } from './lanes.ts';
import type { LimitPlan } from './limit-plan.ts';
import type { SharedLimit } from './shared-limit.ts';

/** A call that waits for its permit. */
export interface WaitingCall {
  readonly queue: CallQueue;
  /** Grows by one with every call that waits. */
  readonly sequence: number;
  /** The place among the calls that go before all lanes; infinite while the call waits in its lane. */
  dueOrder: number;
  /** The limit whose reserve has made the call due, already paid there. */
  paidLimit: SharedLimit | undefined;
  previous: WaitingCall | undefined;
  next: WaitingCall | undefined;
  isWaiting: boolean;
}

/** The waiting calls of one limit id in one lane, in order of arrival; a call can leave from any place in O(1). */
export class CallQueue {
  readonly plan: LimitPlan;
  readonly lane: LaneIndex;
  #first: WaitingCall | undefined;
  #last: WaitingCall | undefined;

  constructor(plan: LimitPlan, lane: LaneIndex) {
    this.plan = plan;
    this.lane = lane;
  }

  get first(): WaitingCall | undefined {
    return this.#first;
  }

  append(sequence: number): WaitingCall {
    const call: WaitingCall = {
      queue: this,
      sequence,
      dueOrder: Number.POSITIVE_INFINITY,
      paidLimit: undefined,
      previous: this.#last,
      next: undefined,
      isWaiting: true,
    };
    if (this.#last === undefined) this.#first = call;
    else this.#last.next = call;
    this.#last = call;
    return call;
  }

  remove(call: WaitingCall): void {
    if (call.previous === undefined) this.#first = call.next;
    else call.previous.next = call.next;
    if (call.next === undefined) this.#last = call.previous;
    else call.next.previous = call.previous;
    call.previous = undefined;
    call.next = undefined;
    call.isWaiting = false;
  }
}
