import type { Clock, TimerHandle } from '../runtime/clock.ts';

interface Delivery {
  readonly dueMs: number;
  readonly deliver: () => void;
}

/** One way of a simulated connection: everything arrives after its latency, and never before what was sent earlier. */
export class DeliveryQueue {
  readonly #clock: Clock;
  readonly #latencyMs: () => number;
  #waiting: Delivery[] = [];
  #timer: TimerHandle | undefined;
  #lastDueMs = 0;

  constructor(clock: Clock, latencyMs: () => number) {
    this.#clock = clock;
    this.#latencyMs = latencyMs;
  }

  /** How many deliveries are under way. */
  get size(): number {
    return this.#waiting.length;
  }

  add(deliver: () => void): void {
    this.#lastDueMs = Math.max(this.#lastDueMs, this.#clock.monotonicMs() + this.#latencyMs());
    this.#waiting.push({ dueMs: this.#lastDueMs, deliver });
    if (this.#timer === undefined) this.#arm();
  }

  /** Drops what is under way. */
  clear(): void {
    this.#waiting = [];
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    const next = this.#waiting[0];
    this.#timer = next && this.#clock.setTimer(next.dueMs - this.#clock.monotonicMs(), () => this.#deliver());
  }

  /** One delivery per timer, so that what it causes happens before the next one, as on a real network. */
  #deliver(): void {
    this.#timer = undefined;
    const delivery = this.#waiting.shift();
    this.#arm();
    delivery?.deliver();
  }
}
