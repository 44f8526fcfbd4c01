import type { LimitKind, VenueLimit } from '../dialect/limit.ts';

/** What one address or account has used of one limit. Times are ms of the venue's clock, which may be set back. */
export interface LimitCounter {
  used(limit: VenueLimit, nowMs: number): number;
  add(weight: number, limit: VenueLimit, nowMs: number): void;
  /** Gives back what still counts, at most. */
  giveBack(weight: number, limit: VenueLimit, nowMs: number): void;
  /** How long until this weight, which does not fit now, fits; a weight above the limit waits as long as the limit itself. */
  waitMs(weight: number, limit: VenueLimit, nowMs: number): number;
  /** Until nothing counts any more; see `Usage`. */
  resetsInMs(limit: VenueLimit, nowMs: number): number;
}

class FixedCounter implements LimitCounter {
  #index = 0;
  #used = 0;

  used({ intervalMs }: VenueLimit, nowMs: number): number {
    const index = Math.floor(nowMs / intervalMs);
    if (index !== this.#index) {
      this.#index = index;
      this.#used = 0;
    }
    return this.#used;
  }

  add(weight: number, limit: VenueLimit, nowMs: number): void {
    this.#used = this.used(limit, nowMs) + weight;
  }

  giveBack(weight: number, limit: VenueLimit, nowMs: number): void {
    this.#used = Math.max(0, this.used(limit, nowMs) - weight);
  }

  waitMs(_weight: number, limit: VenueLimit, nowMs: number): number {
    return this.resetsInMs(limit, nowMs);
  }

  resetsInMs({ intervalMs }: VenueLimit, nowMs: number): number {
    return intervalMs - (nowMs % intervalMs);
  }
}

class RollingCounter implements LimitCounter {
  #charges: { readonly timeMs: number; readonly weight: number }[] = [];

  used({ intervalMs }: VenueLimit, nowMs: number): number {
    this.#charges = this.#charges.filter(({ timeMs }) => timeMs + intervalMs > nowMs);
    return this.#charges.reduce((sum, { weight }) => sum + weight, 0);
  }

  add(weight: number, _limit: VenueLimit, nowMs: number): void {
    this.#charges.push({ timeMs: nowMs, weight });
  }

  giveBack(weight: number, limit: VenueLimit, nowMs: number): void {
    this.used(limit, nowMs);
    let left = weight;
    while (left > 0) {
      const last = this.#charges.pop();
      if (last === undefined) return;
      if (last.weight > left) this.#charges.push({ timeMs: last.timeMs, weight: last.weight - left });
      left -= last.weight;
    }
  }

  waitMs(weight: number, limit: VenueLimit, nowMs: number): number {
    let excess = this.used(limit, nowMs) + weight - limit.limit;
    for (const charge of this.#charges) {
      excess -= charge.weight;
      if (excess <= 0) return charge.timeMs + limit.intervalMs - nowMs;
    }
    return limit.intervalMs;
  }

  resetsInMs(limit: VenueLimit, nowMs: number): number {
    this.used(limit, nowMs);
    const last = this.#charges.at(-1);
    return last === undefined ? 0 : last.timeMs + limit.intervalMs - nowMs;
  }
}

class DecayingCounter implements LimitCounter {
  #level = 0;
  #atMs = 0;

  used({ limit, intervalMs }: VenueLimit, nowMs: number): number {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    this.#level = Math.max(0, this.#level - (elapsedMs * limit) / intervalMs);
    this.#atMs = nowMs;
    return this.#level;
  }

  add(weight: number, limit: VenueLimit, nowMs: number): void {
    this.#level = this.used(limit, nowMs) + weight;
  }

  giveBack(weight: number, limit: VenueLimit, nowMs: number): void {
    this.#level = Math.max(0, this.used(limit, nowMs) - weight);
  }

  waitMs(weight: number, limit: VenueLimit, nowMs: number): number {
    if (weight > limit.limit) return limit.intervalMs;
    return Math.ceil(((this.used(limit, nowMs) + weight - limit.limit) * limit.intervalMs) / limit.limit);
  }

  resetsInMs(limit: VenueLimit, nowMs: number): number {
    return Math.ceil((this.used(limit, nowMs) * limit.intervalMs) / limit.limit);
  }
}

class FirstUseCounter implements LimitCounter {
  #startMs: number | undefined;
  #used = 0;

  used({ intervalMs }: VenueLimit, nowMs: number): number {
    if (this.#startMs !== undefined && nowMs >= this.#startMs + intervalMs) {
      this.#startMs = undefined;
      this.#used = 0;
    }
    return this.#used;
  }

  add(weight: number, limit: VenueLimit, nowMs: number): void {
    this.#used = this.used(limit, nowMs) + weight;
    this.#startMs ??= nowMs;
  }

  giveBack(weight: number, limit: VenueLimit, nowMs: number): void {
    this.#used = Math.max(0, this.used(limit, nowMs) - weight);
  }

  waitMs(_weight: number, limit: VenueLimit, nowMs: number): number {
    return this.resetsInMs(limit, nowMs);
  }

  resetsInMs(limit: VenueLimit, nowMs: number): number {
    this.used(limit, nowMs);
    return this.#startMs === undefined ? 0 : this.#startMs + limit.intervalMs - nowMs;
  }
}

/** An empty counter that counts as limits of this kind do. */
export function createLimitCounter(kind: LimitKind = 'fixed'): LimitCounter {
  switch (kind) {
    case 'rolling':
      return new RollingCounter();
    case 'decaying':
      return new DecayingCounter();
    case 'from-first-use':
      return new FirstUseCounter();
    default:
      return new FixedCounter();
  }
}
