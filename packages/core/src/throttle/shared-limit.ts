import type { LaneDispatcher } from './lane-dispatcher.ts';
import type { LaneIndex } from './lanes.ts';
import type { LimitScope } from './rate-limit.ts';
import { SlidingWindow } from './sliding-window.ts';
import { VenueCount, type CountReading } from './venue-count.ts';

/** What a limit allows, and whose it is. */
export interface SharedLimitDetails {
  readonly limitId: string;
  readonly scope: LimitScope;
  /** Tells limits of one venue with the same id apart: the account, or the connection. */
  readonly holder: string;
  readonly venue: string;
  /** What the venue allows to everybody together within `intervalMs`. */
  readonly venueCapacity: number;
  /** Our share of it. */
  readonly capacity: number;
  readonly intervalMs: number;
  /** By how much `intervalMs` is stretched, in percent. */
  readonly marginPercent: number;
}

/** Why a limit is closed for a while. */
export interface PauseCause {
  /** Default: none. */
  readonly reason?: string | undefined;
  /** The venue has banned us, not only refused one request. Default false. */
  readonly isBan?: boolean;
}

/** A larger difference between two ways to the venue is no difference but a failure. */
const LARGEST_SPREAD_MS = 3_000;

/** A limit's window and the venue's count of it, with what the dispatcher notes about those who wait for it. */
export class SharedLimit extends SlidingWindow {
  readonly scope: LimitScope;
  readonly venue: string;
  readonly holder: string;
  venueCapacity: number;
  intervalMs: number;
  /** Serves those who wait here; undefined before the first plan that is charged here. */
  dispatcher: LaneDispatcher | undefined;
  /** Why nothing is granted before `pausedUntilMs`. */
  pauseReason = '';
  bannedUntilMs: number = Number.NEGATIVE_INFINITY;
  banReason = '';
  /** The heaviest single charge that any limit id makes here. */
  heaviestWeight = 0;
  /** The weight of one call of each limit id and each lane together. */
  combinedWeight = 0;
  /** How many calls wait that are charged here, by lane. */
  readonly waiting: [number, number, number] = [0, 0, 0];
  /** What each waiting lane was kept from by other lanes' calls, in percent of a weight: see `LaneDispatcher`. */
  readonly shortfall: [number, number, number] = [0, 0, 0];

  readonly #marginPercent: number;
  readonly #venueCount = new VenueCount();
  /** As the venue's count has them; kept here for the path of every call. */
  #venueUntilMs = Number.NEGATIVE_INFINITY;
  #venueSurplus = 0;
  #waitingWeight = 0;
  #reserved = 0;
  #reservedInPass = -1;

  constructor(details: SharedLimitDetails) {
    super(details.limitId, details.intervalMs * (1 + details.marginPercent / 100), details.capacity);
    this.scope = details.scope;
    this.venue = details.venue;
    this.holder = details.holder;
    this.venueCapacity = details.venueCapacity;
    this.intervalMs = details.intervalMs;
    this.#marginPercent = details.marginPercent;
  }

  /** The venue's count with what of ours is not in it yet; undefined while none is known for the venue's current window. */
  venueUsedAt(nowMs: number): number | undefined {
    return nowMs < this.#venueUntilMs ? this.totalCharged + this.#venueSurplus : undefined;
  }

  /** How much of the capacity is not free at this time: our own use, or more where the venue's count leaves less. */
  occupiedAt(nowMs: number): number {
    const ownUsed = this.usedAt(nowMs);
    const venueUsed = this.venueUsedAt(nowMs);
    return venueUsed === undefined ? ownUsed : Math.max(ownUsed, this.capacity - this.venueCapacity + venueUsed);
  }

  override isFree(weight: number, nowMs: number): boolean {
    return super.isFree(weight, nowMs) && (nowMs >= this.#venueUntilMs || this.#fitsBesideOthers(weight));
  }

  override freeAtMs(weight: number, nowMs: number): number {
    const freeAtMs = super.freeAtMs(weight, nowMs);
    return freeAtMs >= this.#venueUntilMs || this.#fitsBesideOthers(weight) ? freeAtMs : this.#venueUntilMs;
  }

  /** Until when the limit is closed at least: by a pause, or because the venue's window is used up. */
  closedUntilMs(nowMs: number): number {
    const isUsedUp = nowMs < this.#venueUntilMs && !this.#fitsBesideOthers(1);
    return isUsedUp ? Math.max(this.pausedUntilMs, this.#venueUntilMs) : this.pausedUntilMs;
  }

  /** By how much one call may be on its way to the venue for longer than another. */
  get spreadMs(): number {
    return Math.min(this.windowMs - this.intervalMs, LARGEST_SPREAD_MS);
  }

  read(reading: CountReading, nowMs: number): void {
    this.#venueCount.read(reading, this, nowMs);
    this.#noteVenueCount();
  }

  /** The venue gave weight back; minus infinity where it is not known when. */
  giveBack(weight: number, happenedAtMs: number, nowMs: number): void {
    // What was charged afterwards the venue may count in a later window, of which it gave nothing back.
    const isTimeKnown = happenedAtMs !== Number.NEGATIVE_INFINITY;
    this.release(isTimeKnown ? Math.min(weight, this.usedBefore(happenedAtMs, nowMs)) : weight, nowMs);
    this.#venueCount.release(weight, happenedAtMs);
    this.#noteVenueCount();
  }

  pauseUntil(untilMs: number, cause: PauseCause): void {
    const reason = cause.reason ?? '';
    if (untilMs > this.pausedUntilMs) {
      this.pausedUntilMs = untilMs;
      this.pauseReason = reason;
    }
    if (cause.isBan === true && untilMs > this.bannedUntilMs) {
      this.bannedUntilMs = untilMs;
      this.banReason = reason;
    }
  }

  correct(change: { readonly capacity: number; readonly venueCapacity: number; readonly intervalMs: number }, nowMs: number): void {
    this.capacity = change.capacity;
    this.venueCapacity = change.venueCapacity;
    if (change.intervalMs === this.intervalMs) return;
    this.intervalMs = change.intervalMs;
    this.#venueCount.forget();
    this.#noteVenueCount();
    this.resize(change.intervalMs * (1 + this.#marginPercent / 100), nowMs);
  }

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
    return this.occupiedAt(nowMs) + this.#waitingWeight > this.capacity;
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

  #noteVenueCount(): void {
    this.#venueUntilMs = this.#venueCount.untilMs;
    this.#venueSurplus = this.#venueCount.surplus;
  }

  #fitsBesideOthers(weight: number): boolean {
    return this.totalCharged + this.#venueSurplus + weight <= this.venueCapacity;
  }
}
