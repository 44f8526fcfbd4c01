import type { Charge, Usage, VenueLimit } from '../dialect/dialect.ts';
import { Refusal } from '../model/refusal.ts';

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

interface Window {
  index: number;
  used: number;
  overruns: number;
}

interface Ban {
  untilMs: number;
  durationMs: number;
}

interface Due {
  readonly limit: VenueLimit;
  readonly window: Window;
  weight: number;
}

/**
 * Counts what addresses and accounts use, in fixed windows of the venue's clock. A request is charged wholly or not at all.
 * A limit that a request does not name costs it nothing.
 */
export class LimitLedger {
  readonly #nowMs: () => number;
  readonly #policy: BanPolicy;
  readonly #windows = new Map<string, Window>();
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

  /** Lets all addresses in again and empties all windows. */
  reset(): void {
    this.#bans.clear();
    this.#windows.clear();
  }

  /** @throws Refusal `banned`, with the time that is left. */
  requireAdmission(address: string): void {
    const leftMs = (this.#bans.get(address)?.untilMs ?? 0) - this.#nowMs();
    if (leftMs > 0) throw new Refusal('banned', address, leftMs);
  }

  /**
   * @throws Refusal `banned`; `rate-limited` (address) or `too-many-orders` (account), with the limit's name and the rest of its window.
   * @throws RangeError for a limit that the dialect has not declared, or an account limit without an account.
   */
  charge(charges: readonly Charge[], address: string, account: string | undefined): void {
    this.requireAdmission(address);
    const due = this.#due(charges, address, account);
    const exceeded = due.find(({ limit, window, weight }) => window.used + weight > limit.limit);
    if (exceeded === undefined) {
      for (const { window, weight } of due) window.used += weight;
      return;
    }
    throw this.#overrun(exceeded, address);
  }

  /** Gives back what was charged in the running window. */
  refund(charges: readonly Charge[], address: string, account: string | undefined): void {
    for (const { window, weight } of this.#due(charges, address, account)) window.used = Math.max(0, window.used - weight);
  }

  usage(address: string, account: string | undefined): readonly Usage[] {
    const usages: Usage[] = [];
    for (const limit of this.#limits) {
      const who = limit.scope === 'address' ? address : account;
      if (who !== undefined) usages.push({ limit, used: this.#window(limit, who).used });
    }
    return usages;
  }

  #overrun({ limit, window }: Due, address: string): Refusal {
    const nowMs = this.#nowMs();
    const retryAfterMs = limit.intervalMs - (nowMs % limit.intervalMs);
    if (limit.scope === 'account') return new Refusal('too-many-orders', limit.name, retryAfterMs);
    window.overruns += 1;
    if (window.overruns <= this.#policy.toleratedOverruns) return new Refusal('rate-limited', limit.name, retryAfterMs);
    const before = this.#bans.get(address)?.durationMs;
    const durationMs = before === undefined ? this.#policy.durationMs : Math.min(before * 2, this.#policy.maximumDurationMs);
    this.ban(address, durationMs);
    window.overruns = 0;
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
      if (known === undefined) due.set(limit.name, { limit, window: this.#window(limit, who), weight: charge.weight });
      else known.weight += charge.weight;
    }
    return [...due.values()];
  }

  #window(limit: VenueLimit, who: string): Window {
    const key = `${limit.name}\n${who}`;
    const index = Math.floor(this.#nowMs() / limit.intervalMs);
    let window = this.#windows.get(key);
    if (window === undefined) {
      window = { index, used: 0, overruns: 0 };
      this.#windows.set(key, window);
    } else if (window.index !== index) {
      window.index = index;
      window.used = 0;
      window.overruns = 0;
    }
    return window;
  }
}
