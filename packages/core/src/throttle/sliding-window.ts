const INITIAL_ENTRIES = 16;

/**
 * The weight charged to one rate limit within its window, exactly: a charge counts from the moment it is made until one
 * window later, that moment excluded. Times are monotonic milliseconds and never go backwards from call to call.
 *
 * Entries stand in a ring buffer with running totals, so that a charge and an expiry cost O(1) and the search for the next
 * free moment O(log n), however full the window is. Charges of the same moment (1 ms; finer for windows under ten seconds,
 * a millionth of the window for very long ones) share one entry, which expires with its youngest charge.
 */
export class SlidingWindow {
  readonly limitId: string;
  /** The length of the window in ms, safety margin included. */
  windowMs: number;
  /** By how much a charge may count longer than the window because it shares an entry. */
  resolutionMs: number;
  /** The weight that may be charged within any window. */
  capacity: number;
  /** Nothing is granted before this time. */
  pausedUntilMs: number = Number.NEGATIVE_INFINITY;

  #times = new Float64Array(INITIAL_ENTRIES);
  /** All the weight ever charged up to and including the entry. */
  #totals = new Float64Array(INITIAL_ENTRIES);
  #first = 0;
  #count = 0;
  #charged = 0;
  /** All the weight that counts no more: what left the window, and what was given back. */
  #expired = 0;
  /** All the weight up to the last entry that left the window. */
  #forgotten = 0;
  #firstExpiryMs = Number.POSITIVE_INFINITY;
  #lastSlot = Number.NaN;

  constructor(limitId: string, windowMs: number, capacity: number) {
    this.limitId = limitId;
    this.windowMs = windowMs;
    this.capacity = capacity;
    this.resolutionMs = resolutionOf(windowMs);
  }

  /** All the weight ever charged. */
  get totalCharged(): number {
    return this.#charged;
  }

  /** The weight that counts at this time. */
  usedAt(nowMs: number): number {
    if (nowMs >= this.#firstExpiryMs) this.#expire(nowMs);
    return this.#charged - this.#expired;
  }

  /** Whether this weight may be charged at this time. */
  isFree(weight: number, nowMs: number): boolean {
    return nowMs >= this.pausedUntilMs && this.usedAt(nowMs) + weight <= this.capacity;
  }

  /** Charges the weight; the caller has seen that it fits. */
  charge(weight: number, nowMs: number): void {
    const slot = Math.floor(nowMs / this.resolutionMs);
    this.#charged += weight;
    if (slot === this.#lastSlot && this.#count > 0) {
      this.#write(this.#count - 1, nowMs);
      if (this.#count === 1) this.#firstExpiryMs = nowMs + this.windowMs;
      return;
    }
    if (this.#count === this.#times.length) this.#grow();
    this.#lastSlot = slot;
    if (this.#count === 0) this.#firstExpiryMs = nowMs + this.windowMs;
    this.#count += 1;
    this.#write(this.#count - 1, nowMs);
  }

  /**
   * The earliest time, not before `nowMs`, at which this weight fits if nothing else is charged until then; infinite when it
   * is above the capacity.
   */
  freeAtMs(weight: number, nowMs: number): number {
    const earliestMs = Math.max(nowMs, this.pausedUntilMs);
    if (weight > this.capacity) return Number.POSITIVE_INFINITY;
    if (this.usedAt(nowMs) + weight <= this.capacity) return earliestMs;
    const neededTotal = this.#charged + weight - this.capacity;
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#at(this.#totals, middle) >= neededTotal) high = middle;
      else low = middle + 1;
    }
    return Math.max(earliestMs, this.#at(this.#times, low) + this.windowMs);
  }

  /**
   * All the weight that was charged before a time; what shares an entry with later charges counts as later. Of what has left
   * the window it is not known when it was charged: it counts as before.
   */
  totalChargedBefore(timeMs: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#at(this.#times, middle) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? this.#forgotten : this.#at(this.#totals, low - 1);
  }

  /** The weight that counts at `nowMs` and was charged before a time. */
  usedBefore(timeMs: number, nowMs: number): number {
    const used = this.usedAt(nowMs);
    return Math.max(0, used - (this.#charged - this.totalChargedBefore(timeMs)));
  }

  /** Gives back what was charged earliest; not more than counts at this time. */
  release(weight: number, nowMs: number): void {
    const used = this.usedAt(nowMs);
    this.#expired += Math.min(weight, used);
  }

  /**
   * Changes the length of the window. Where it grows, what has left the shorter one may have to count again: as much as may be
   * charged in one window counts as charged at the latest possible moment.
   */
  resize(windowMs: number, nowMs: number): void {
    this.usedAt(nowMs);
    const forgottenAtMs = nowMs - this.windowMs;
    const isLonger = windowMs > this.windowMs;
    this.windowMs = windowMs;
    this.resolutionMs = resolutionOf(windowMs);
    this.#lastSlot = Number.NaN;
    if (isLonger && this.#forgotten > 0) this.#recall(Math.min(this.#forgotten, this.capacity), forgottenAtMs);
    this.#setFirstExpiry();
    this.usedAt(nowMs);
  }

  #recall(weight: number, atMs: number): void {
    if (this.#count === this.#times.length) this.#grow();
    this.#first = (this.#first - 1) & (this.#times.length - 1);
    this.#count += 1;
    this.#times[this.#first] = atMs;
    this.#totals[this.#first] = this.#forgotten;
    this.#forgotten -= weight;
    this.#expired -= weight;
  }

  #expire(nowMs: number): void {
    while (this.#count > 0 && this.#at(this.#times, 0) + this.windowMs <= nowMs) {
      this.#forgotten = this.#at(this.#totals, 0);
      this.#expired = Math.max(this.#expired, this.#forgotten);
      this.#first = (this.#first + 1) & (this.#times.length - 1);
      this.#count -= 1;
    }
    this.#setFirstExpiry();
  }

  #setFirstExpiry(): void {
    this.#firstExpiryMs = this.#count === 0 ? Number.POSITIVE_INFINITY : this.#at(this.#times, 0) + this.windowMs;
  }

  #at(values: Float64Array, position: number): number {
    return values[(this.#first + position) & (values.length - 1)] ?? 0;
  }

  #write(position: number, nowMs: number): void {
    const index = (this.#first + position) & (this.#times.length - 1);
    this.#times[index] = nowMs;
    this.#totals[index] = this.#charged;
  }

  #grow(): void {
    const length = this.#times.length * 2;
    const times = new Float64Array(length);
    const totals = new Float64Array(length);
    for (let position = 0; position < this.#count; position += 1) {
      times[position] = this.#at(this.#times, position);
      totals[position] = this.#at(this.#totals, position);
    }
    this.#times = times;
    this.#totals = totals;
    this.#first = 0;
  }
}

function resolutionOf(windowMs: number): number {
  return Math.max(Math.min(1, windowMs / 10_000), windowMs / 1_000_000);
}
