import type { LaneIndex } from './lanes.ts';
import { SlidingWindow } from './sliding-window.ts';

/** A limit's window with what the dispatcher notes about those who wait for it. */
export class SharedLimit extends SlidingWindow {
  /** The heaviest single charge that any limit id makes here. */
  heaviestWeight = 0;
  /** The weight of one call of each limit id and each lane together. */
  combinedWeight = 0;
  /** How many calls wait that are charged here, by lane. */
  readonly waiting: [number, number, number] = [0, 0, 0];
  /** What each waiting lane was kept from by other lanes' calls, in percent of a weight: see `LaneDispatcher`. */
  readonly shortfall: [number, number, number] = [0, 0, 0];

  #waitingWeight = 0;
  #reserved = 0;
  #reservedInPass = -1;

  /** The weight that calls earlier in this pass need here. */
  reservedIn(pass: number): number {
    return this.#reservedInPass === pass ? this.#reserved : 0;
  }

  reserve(weight: number, pass: number): void {
    this.#reserved = this.reservedIn(pass) + weight;
    this.#reservedInPass = pass;
  }

  /** Whether not all the calls that wait here fit now. */
  isContested(nowMs: number): boolean {
    return this.usedAt(nowMs) + this.#waitingWeight > this.capacity;
  }

  addWaiting(lane: LaneIndex, weight: number): void {
    this.waiting[lane] += 1;
    this.#waitingWeight += weight;
  }

  removeWaiting(lane: LaneIndex, weight: number): void {
    this.waiting[lane] -= 1;
    this.#waitingWeight -= weight;
    if (this.waiting[lane] === 0) this.shortfall[lane] = 0;
  }
}
