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
  /** Serves all the limits that are linked with these, directly or not. */
  readonly dispatcher: LaneDispatcher;
  readonly queues: readonly [CallQueue, CallQueue, CallQueue];
  /** The longest window among the charges, in ms. */
  readonly longestWindowMs: number;

  /**
   * After how many of its longest windows the oldest call of a lane goes before all lanes: so many that such calls alone stay
   * within the lane's reserve. One, unless the call weighs more than the reserve of a window.
   */
  readonly patienceWindows: readonly [number, number, number];

  constructor(limitId: string, charges: readonly Charge[], dispatcher: LaneDispatcher, reserves: readonly [number, number, number]) {
    this.limitId = limitId;
    this.charges = charges;
    this.dispatcher = dispatcher;
    this.queues = [new CallQueue(this, 0), new CallQueue(this, 1), new CallQueue(this, 2)];
    this.longestWindowMs = Math.max(...charges.map(({ limit }) => limit.windowMs + limit.resolutionMs));
    const largestPart = Math.max(...charges.map(({ limit, weight }) => weight / limit.capacity));
    const patienceAt = (reserve: number): number => Math.ceil((100 * largestPart) / reserve);
    this.patienceWindows = [patienceAt(reserves[0]), patienceAt(reserves[1]), patienceAt(reserves[2])];
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
