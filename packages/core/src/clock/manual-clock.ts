import type { Clock, TimerHandle } from '../runtime/clock.ts';
import { macrotaskTurn, pendingMacrotaskTurns } from './macrotask-turn.ts';
import { TimerQueue } from './timer-queue.ts';

/** Something that works without timers, for instance an in-process network; the clock stands still while it is busy. */
export interface WorkSource {
  readonly isIdle: boolean;
}

/** How a manual clock starts. */
export interface ManualClockOptions {
  /** Default 2026-01-01T00:00:00Z. */
  readonly wallMs?: number;
  /** Default 0. */
  readonly monotonicMs?: number;
}

/** How far a run may go. */
export interface RunLimits {
  /** The longest simulated time. */
  readonly maximumMs: number;
}

const DEFAULT_WALL_MS = Date.UTC(2026, 0, 1);
const DEFAULT_IDLE_LIMIT_MS = 3_600_000;
const MAXIMUM_TURNS = 100_000;
const MAXIMUM_TIMERS_AT_ONE_TIME = 100_000;

/**
 * A clock that moves only when it is told to, for tests and simulations. It goes from timer to timer; before each step every
 * registered work source is idle and a whole macrotask turn has brought no new work, so runs repeat exactly. Timers of the
 * same time run in the order in which they were set. What a timer's callback throws rejects the call that moved the clock;
 * the clock can be moved on after that.
 */
export class ManualClock implements Clock {
  readonly #timers = new TimerQueue();
  readonly #sources = new Set<WorkSource>();
  #monotonicMs: number;
  #wallBaseMs: number;
  #wallBaseAtMs: number;
  #wallRate = 1;
  #changes = 0;
  #isMoving = false;

  constructor(options: ManualClockOptions = {}) {
    this.#monotonicMs = options.monotonicMs ?? 0;
    this.#wallBaseMs = options.wallMs ?? DEFAULT_WALL_MS;
    this.#wallBaseAtMs = this.#monotonicMs;
  }

  wallMs(): number {
    return Math.floor(this.#exactWallMs());
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  setTimer(delayMs: number, callback: () => void): TimerHandle {
    if (!Number.isFinite(delayMs)) throw new RangeError(`a timer needs a finite delay, not ${delayMs}`);
    this.#changes += 1;
    const timer = this.#timers.add(this.#monotonicMs + Math.max(0, delayMs), callback);
    return {
      cancel: () => {
        this.#changes += 1;
        this.#timers.remove(timer);
      },
    };
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** How many ms are left until each timer that is set, soonest first; for messages about what is waited for. */
  timerDelays(): readonly number[] {
    return this.#timers.dueTimes().map((dueMs) => dueMs - this.#monotonicMs);
  }

  /** From now on the clock stands still while `source` is busy. */
  watch(source: WorkSource): void {
    this.#sources.add(source);
  }

  unwatch(source: WorkSource): void {
    this.#sources.delete(source);
  }

  /** Moves the wall clock alone, forwards or backwards; timers and monotonic time are untouched. */
  jumpWall(byMs: number): void {
    this.#rebaseWall(this.#exactWallMs() + byMs);
  }

  /** From now on the wall clock runs `rate` times as fast as the monotonic one. */
  setWallRate(rate: number): void {
    this.#rebaseWall(this.#exactWallMs());
    this.#wallRate = rate;
  }

  /** Lets everything run that needs no time to pass. */
  async settle(): Promise<void> {
    await this.#exclusively(() => this.#settle());
  }

  /** Moves on by `ms`, running each timer at its time. A timer that becomes due at the very end runs too. */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`the clock cannot move by ${ms} ms`);
    await this.#exclusively(() => this.#runTo(this.#monotonicMs + ms));
  }

  /** Moves on to the monotonic time `monotonicMs`. */
  async advanceTo(monotonicMs: number): Promise<void> {
    if (!(monotonicMs >= this.#monotonicMs)) throw new RangeError(`the clock cannot move back to ${monotonicMs} ms`);
    await this.#exclusively(() => this.#runTo(monotonicMs));
  }

  /**
   * Moves from timer to timer until `predicate` holds. Throws when it does not hold within `maximumMs`, or when nothing is
   * left that could make it true.
   */
  async runUntil(predicate: () => boolean, limits: RunLimits): Promise<void> {
    await this.#exclusively(async () => {
      const endMs = this.#monotonicMs + limits.maximumMs;
      await this.#settle();
      while (!predicate()) {
        const dueMs = this.#timers.nextDueMs();
        if (dueMs === undefined) throw new Error('the condition cannot come true: no timer is set');
        if (dueMs > endMs) throw new Error(`the condition did not come true within ${limits.maximumMs} ms`);
        await this.#runNext(dueMs);
      }
    });
  }

  /** Moves from timer to timer until none is left. Throws when some are left after `maximumMs` (default one hour). */
  async runUntilIdle(limits: RunLimits = { maximumMs: DEFAULT_IDLE_LIMIT_MS }): Promise<void> {
    await this.#exclusively(async () => {
      const endMs = this.#monotonicMs + limits.maximumMs;
      await this.#settle();
      for (let dueMs = this.#timers.nextDueMs(); dueMs !== undefined; dueMs = this.#timers.nextDueMs()) {
        if (dueMs > endMs) throw new Error(`${this.#timers.size} timers are left after ${limits.maximumMs} ms`);
        await this.#runNext(dueMs);
      }
    });
  }

  async #runTo(targetMs: number): Promise<void> {
    await this.#settle();
    let stepsAtOneTime = 0;
    for (let dueMs = this.#timers.nextDueMs(); dueMs !== undefined && dueMs <= targetMs; dueMs = this.#timers.nextDueMs()) {
      stepsAtOneTime = dueMs > this.#monotonicMs ? 0 : stepsAtOneTime + 1;
      if (stepsAtOneTime > MAXIMUM_TIMERS_AT_ONE_TIME) throw new Error('timers are set again and again for the same time');
      await this.#runNext(dueMs);
    }
    this.#monotonicMs = targetMs;
  }

  async #runNext(dueMs: number): Promise<void> {
    this.#monotonicMs = Math.max(this.#monotonicMs, dueMs);
    this.#changes += 1;
    this.#timers.take()?.();
    await this.#settle();
  }

  async #settle(): Promise<void> {
    for (let turns = 0; turns < MAXIMUM_TURNS; turns += 1) {
      const before = this.#changes;
      await macrotaskTurn();
      if (before === this.#changes && pendingMacrotaskTurns() === 0 && this.#areSourcesIdle()) return;
    }
    throw new Error('work that needs no time does not come to an end');
  }

  #areSourcesIdle(): boolean {
    for (const source of this.#sources) if (!source.isIdle) return false;
    return true;
  }

  async #exclusively(move: () => Promise<void>): Promise<void> {
    if (this.#isMoving) throw new Error('the manual clock is being moved already');
    this.#isMoving = true;
    try {
      await move();
    } finally {
      this.#isMoving = false;
    }
  }

  #exactWallMs(): number {
    return this.#wallBaseMs + (this.#monotonicMs - this.#wallBaseAtMs) * this.#wallRate;
  }

  #rebaseWall(wallMs: number): void {
    this.#wallBaseMs = wallMs;
    this.#wallBaseAtMs = this.#monotonicMs;
  }
}
