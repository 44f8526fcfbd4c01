import type { Charge, Usage, VenueLimit } from '../dialect/limit.ts';
import { Refusal } from '../model/refusal.ts';
import { createLimitCounter, type LimitCounter } from './limit-counter.ts';

/** When an address that goes on over its limits is shut out. */
export interface BanPolicy {
  /** Requests over a limit that one window tolerates before the ban. Default 20. */
  readonly toleratedOverruns: number;
  /** The first ban; each further one of the same address lasts twice as long. Default 120,000. */
  readonly durationMs: number;
  /** Default three days. */
  readonly maximumDurationMs: number;
}

const DEFAULT_BAN_POLICY: BanPolicy = { toleratedOverruns: 20, durationMs: 120_000, maximumDurationMs: 259_200_000 };

interface Tally {
  readonly counter: LimitCounter;
  /** Requests over the limit, and in which window of the venue's clock. */
  overruns: number;
  overrunWindow: number;
}

interface Ban {
  untilMs: number;
  durationMs: number;
}

interface Due {
  readonly limit: VenueLimit;
  readonly tally: Tally;
  weight: number;
}

/**
 * Counts what addresses and accounts use of the venue's limits, by the venue's clock. A request is charged wholly or not at all.
 * A limit that a request does not name costs it nothing.
 */
export class LimitLedger {
  readonly #nowMs: () => number;
  readonly #policy: BanPolicy;
  readonly #tallies = new Map<string, Tally>();
  readonly #bans = new Map<string, Ban>();
  #limits: readonly VenueLimit[];

  constructor(limits: readonly VenueLimit[], nowMs: () => number, policy: Partial<BanPolicy> = {}) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#policy = { ...DEFAULT_BAN_POLICY, ...policy };
  }

  get limits(): readonly VenueLimit[] {
    return this.#limits;
  }

  /** Changes limits of the same names; what is used in a window whose length stays is kept. @throws RangeError for a name that no limit has. */
  reconfigure(name: string, change: Partial<Pick<VenueLimit, 'limit' | 'intervalMs'>>): void {
    if (!this.#limits.some((limit) => limit.name === name)) throw new RangeError(`the dialect has no limit named ${name}`);
    this.#limits = this.#limits.map((limit) => (limit.name === name ? { ...limit, ...change } : limit));
  }

  /** Shuts an address out. */
  ban(address: string, durationMs: number): void {
    this.#bans.set(address, { untilMs: this.#nowMs() + durationMs, durationMs });
  }

  /** Uses a limit as somebody else at the same address, or of the same account, does: all that is left of it where `weight` is more. @throws RangeError for a name that no limit has. */
  use(name: string, who: string, weight: number): void {
    const limit = this.#limits.find((known) => known.name === name);
    if (limit === undefined) throw new RangeError(`the dialect has no limit named ${name}`);
    const nowMs = this.#nowMs();
    const { counter } = this.#tally(limit, who);
    counter.add(Math.max(0, Math.min(weight, limit.limit - counter.used(limit, nowMs))), limit, nowMs);
  }

  /** Lets all addresses in again and forgets what was used. */
  reset(): void {
    this.#bans.clear();
    this.#tallies.clear();
  }

  /** @throws Refusal `banned`, with the time that is left. */
  requireAdmission(address: string): void {
    const leftMs = (this.#bans.get(address)?.untilMs ?? 0) - this.#nowMs();
    if (leftMs > 0) throw new Refusal('banned', address, leftMs);
  }

  /**
   * @throws Refusal `banned`; `rate-limited` (address) or `too-many-orders` (account), with the limit's name and the time until it may be tried again.
   * @throws RangeError for a limit that the dialect has not declared, or an account limit without an account.
   */
  charge(charges: readonly Charge[], address: string, account: string | undefined): void {
    this.requireAdmission(address);
    const nowMs = this.#nowMs();
    const due = this.#due(charges, address, account);
    const exceeded = due.find(({ limit, tally: { counter }, weight }) => counter.used(limit, nowMs) + weight > limit.limit);
    if (exceeded !== undefined) throw this.#overrun(exceeded, address, nowMs);
    for (const {
      limit,
      tally: { counter },
      weight,
    } of due)
      counter.add(weight, limit, nowMs);
  }

  /** Gives back what was charged and still counts. */
  refund(charges: readonly Charge[], address: string, account: string | undefined): void {
    const nowMs = this.#nowMs();
    for (const {
      limit,
      tally: { counter },
      weight,
    } of this.#due(charges, address, account))
      counter.giveBack(weight, limit, nowMs);
  }

  usage(address: string, account: string | undefined): readonly Usage[] {
    const nowMs = this.#nowMs();
    const usages: Usage[] = [];
    for (const limit of this.#limits) {
      const who = limit.scope === 'address' ? address : account;
      if (who === undefined) continue;
      const { counter } = this.#tally(limit, who);
      usages.push({ limit, used: counter.used(limit, nowMs), resetsInMs: counter.resetsInMs(limit, nowMs) });
    }
    return usages;
  }

  #overrun({ limit, tally, weight }: Due, address: string, nowMs: number): Refusal {
    const retryAfterMs = tally.counter.waitMs(weight, limit, nowMs);
    if (limit.scope === 'account') return new Refusal('too-many-orders', limit.name, retryAfterMs);
    const window = Math.floor(nowMs / limit.intervalMs);
    tally.overruns = tally.overrunWindow === window ? tally.overruns + 1 : 1;
    tally.overrunWindow = window;
    if (tally.overruns <= this.#policy.toleratedOverruns) return new Refusal('rate-limited', limit.name, retryAfterMs);
    const before = this.#bans.get(address)?.durationMs;
    const durationMs = before === undefined ? this.#policy.durationMs : Math.min(before * 2, this.#policy.maximumDurationMs);
    this.ban(address, durationMs);
    tally.overruns = 0;
    return new Refusal('banned', limit.name, durationMs);
  }

  #due(charges: readonly Charge[], address: string, account: string | undefined): readonly Due[] {
    const due = new Map<string, Due>();
    for (const charge of charges) {
      const limit = this.#limits.find(({ name }) => name === charge.limit);
      if (limit === undefined) throw new RangeError(`the dialect has no limit named ${charge.limit}`);
      const who = limit.scope === 'address' ? address : account;
      if (who === undefined) throw new RangeError(`the limit ${charge.limit} counts by account, and the request has none`);
      const known = due.get(limit.name);
      if (known === undefined) due.set(limit.name, { limit, tally: this.#tally(limit, who), weight: charge.weight });
      else known.weight += charge.weight;
    }
    return [...due.values()];
  }

  #tally({ name, kind }: VenueLimit, who: string): Tally {
    const key = `${name}\n${who}`;
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      tally = { counter: createLimitCounter(kind), overruns: 0, overrunWindow: 0 };
      this.#tallies.set(key, tally);
    }
    return tally;
  }
}
