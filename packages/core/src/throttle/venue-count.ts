/** What the venue said about a limit in one answer. Times are our monotonic ms where nothing else is said. */
export interface CountReading {
  /** The weight used in the venue's window, by everybody who shares it. */
  readonly used: number;
  /** The venue's name for its window, by order: when it began, in ms of the venue's time. */
  readonly windowStartVenueMs: number;
  /** Charges before this time belong to older windows. */
  readonly chargedSinceMs: number;
  /** When the venue has surely begun a new window. */
  readonly untilMs: number;
  /** When the answered call was let go, and when its answer came. */
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  /** What the answered call was charged here; 0 when the venue spoke without being asked. */
  readonly weight: number;
  /** By how much one call may be on its way to the venue for longer than another. */
  readonly spreadMs: number;
}

/** Our own charges, as running totals. */
export interface OwnCharges {
  readonly totalCharged: number;
  totalChargedBefore(timeMs: number): number;
}

/**
 * The venue's own count of one limit in its current fixed window, to which everybody contributes who shares the limit. No
 * clock, no I/O.
 *
 * The venue's count and what of ours is not in it yet make the use of now. A call of ours is in the count once it was answered
 * with a count of this window, or when it was let go well before the call whose answer brought the count. A smaller count that
 * may have been taken earlier says only that its own call is counted: answers that overtake one another do no harm.
 */
export class VenueCount {
  /** Until when the count stands; before any reading, never. */
  untilMs: number = Number.NEGATIVE_INFINITY;
  /** What all our charges ever made and the rest of the venue's count differ by: the use of now is their sum. */
  surplus = 0;

  #used = 0;
  #windowStartVenueMs = Number.NEGATIVE_INFINITY;
  #answeredAtMs = Number.NEGATIVE_INFINITY;
  /** Our total when the window began. */
  #totalAtStart = 0;
  /** The weight of our calls that were answered in this window. */
  #answeredWeight = 0;
  /** What we charged before this time was surely counted when the count was taken. */
  #countedBeforeMs = Number.NEGATIVE_INFINITY;
  /** Our total of that time, and of what was answered since. */
  #totalBeforeCount = 0;

  /** Windows of another length begin at other times. */
  forget(): void {
    this.untilMs = Number.NEGATIVE_INFINITY;
  }

  read(reading: CountReading, own: OwnCharges, nowMs: number): void {
    if (reading.untilMs <= nowMs) return;
    const isNew = nowMs >= this.untilMs || reading.windowStartVenueMs > this.#windowStartVenueMs;
    if (!isNew && reading.windowStartVenueMs < this.#windowStartVenueMs) return;
    if (isNew) {
      this.#windowStartVenueMs = reading.windowStartVenueMs;
      this.#totalAtStart = own.totalChargedBefore(reading.chargedSinceMs);
      this.#answeredWeight = 0;
    }
    this.untilMs = reading.untilMs;
    if (isNew || reading.used >= this.#used || reading.askedAtMs > this.#answeredAtMs) {
      this.#used = reading.used;
      this.#answeredAtMs = reading.answeredAtMs;
      this.#countedBeforeMs = Math.max(reading.chargedSinceMs, reading.askedAtMs - reading.spreadMs);
      this.#totalBeforeCount = own.totalChargedBefore(this.#countedBeforeMs);
    }
    if (reading.askedAtMs >= reading.chargedSinceMs) this.#answeredWeight += reading.weight;
    if (reading.askedAtMs >= this.#countedBeforeMs) this.#totalBeforeCount += reading.weight;
    const totalCounted = Math.max(this.#totalAtStart + this.#answeredWeight, this.#totalBeforeCount);
    this.surplus = this.#used - Math.min(own.totalCharged, totalCounted);
  }

  /** The venue gave weight back at a time; what it had given back before it counted is in the count. */
  release(weight: number, happenedAtMs: number): void {
    if (happenedAtMs <= this.#answeredAtMs) return;
    const released = Math.min(weight, this.#used);
    this.#used -= released;
    this.surplus -= released;
  }
}
