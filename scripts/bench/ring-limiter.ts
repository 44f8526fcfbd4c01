/**
 * The least that an exact limiter must do: each charge in a ring buffer, a running sum, what has left the window taken off. It
 * knows no waiting, no lanes, no pauses.
 */
export class RingLimiter {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #times: Float64Array;
  readonly #weights: Float64Array;
  #first = 0;
  #count = 0;
  #used = 0;

  /** @param capacity how many charges a window can hold at most; a power of two */
  constructor(limit: number, windowMs: number, capacity: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#times = new Float64Array(capacity);
    this.#weights = new Float64Array(capacity);
  }

  get entries(): number {
    return this.#count;
  }

  tryCharge(weight: number, nowMs: number): boolean {
    const mask = this.#times.length - 1;
    while (this.#count > 0 && (this.#times[this.#first] ?? 0) + this.#windowMs <= nowMs) {
      this.#used -= this.#weights[this.#first] ?? 0;
      this.#first = (this.#first + 1) & mask;
      this.#count -= 1;
    }
    if (this.#used + weight > this.#limit || this.#count > mask) return false;
    const last = (this.#first + this.#count) & mask;
    this.#times[last] = nowMs;
    this.#weights[last] = weight;
    this.#count += 1;
    this.#used += weight;
    return true;
  }
}
