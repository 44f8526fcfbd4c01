import { ThrottleError } from '../errors/throttle-error.ts';
import { CallQueue } from './call-queue.ts';
import type { LaneDispatcher } from './lane-dispatcher.ts';
import type { SharedLimit } from './shared-limit.ts';

/** What one call adds to one limit. */
export interface Charge {
  readonly limit: SharedLimit;
  readonly weight: number;
}

/** What a call of one limit id is charged: its own limit first, then the linked ones. */
export class LimitPlan {
  readonly limitId: string;
  readonly charges: readonly Charge[];
  /** Serves all the limits that are linked with these, directly or not; another one when more of them are linked. */
  dispatcher: LaneDispatcher;
  readonly queues: readonly [CallQueue, CallQueue, CallQueue];
  /** The longest window among the charges, in ms. */
  longestWindowMs = 0;

  /**
   * After how many of its longest windows the oldest call of a lane goes before all lanes: so many that such calls alone stay
   * within the lane's reserve. One, unless the call weighs more than the reserve of a window.
   */
  readonly patienceWindows: [number, number, number] = [1, 1, 1];

  /** Why no call can ever be granted while the limits stay as they are. */
  problem: ThrottleError | undefined;

  readonly #reserves: readonly [number, number, number];

  constructor(limitId: string, charges: readonly Charge[], dispatcher: LaneDispatcher, reserves: readonly [number, number, number]) {
    this.limitId = limitId;
    this.charges = charges;
    this.dispatcher = dispatcher;
    this.queues = [new CallQueue(this, 0), new CallQueue(this, 1), new CallQueue(this, 2)];
    this.#reserves = reserves;
    this.measure();
  }

  /** Is called again whenever one of the limits has been changed. */
  measure(): void {
    const { charges } = this;
    this.longestWindowMs = Math.max(...charges.map(({ limit }) => limit.windowMs + limit.resolutionMs));
    const largestPart = Math.max(...charges.map(({ limit, weight }) => weight / limit.capacity));
    for (const lane of [0, 1, 2] as const) this.patienceWindows[lane] = Math.ceil((100 * largestPart) / this.#reserves[lane]);
    const tooHeavy = charges.find(({ limit, weight }) => weight > limit.capacity);
    this.problem = tooHeavy && weightProblem(this.limitId, tooHeavy.limit.limitId, tooHeavy.weight, tooHeavy.limit.capacity);
  }

  /** What a call weighs at a limit; 0 when it is not charged there. */
  weightAt(limit: SharedLimit): number {
    for (const charge of this.charges) if (charge.limit === limit) return charge.weight;
    return 0;
  }

  /** Charges every limit if all of them have room. */
  takeIfFree(nowMs: number): boolean {
    const { charges } = this;
    for (const { limit, weight } of charges) if (!limit.isFree(weight, nowMs)) return false;
    this.take(nowMs);
    return true;
  }

  /** Charges every limit at the same moment. */
  take(nowMs: number): void {
    for (const { limit, weight } of this.charges) limit.charge(weight, nowMs);
  }
}

/** A weight that would never fit. */
export function weightProblem(limitId: string, chargedLimitId: string, weight: number, capacity: number): ThrottleError {
  return new ThrottleError(limitId, `its weight ${weight} at "${chargedLimitId}" is above what that limit allows (${capacity})`);
}
