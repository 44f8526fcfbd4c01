import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { AccountBalance } from '../model/account.ts';

interface Holding {
  free: Decimal;
  locked: Decimal;
}

/** All assets of one account that one step touched, as they are after it. */
export interface TouchedBalances {
  readonly account: string;
  readonly balances: readonly AccountBalance[];
}

/**
 * Who owns what. Each movement takes exactly as much as it gives, so the sum over accounts and fees changes by deposits
 * alone. The house has unlimited credit: its free balance may be negative.
 */
export class Ledger {
  readonly #house: string;
  readonly #accounts = new Map<string, Map<string, Holding>>();
  readonly #fees = new Map<string, Decimal>();
  readonly #touched = new Map<string, Set<string>>();

  constructor(house: string) {
    this.#house = house;
  }

  get accounts(): readonly string[] {
    return [...this.#accounts.keys()];
  }

  has(account: string): boolean {
    return this.#accounts.has(account);
  }

  open(account: string): void {
    this.#accounts.set(account, new Map());
  }

  free(account: string, asset: string): Decimal {
    return this.#accounts.get(account)?.get(asset)?.free ?? ZERO;
  }

  locked(account: string, asset: string): Decimal {
    return this.#accounts.get(account)?.get(asset)?.locked ?? ZERO;
  }

  /** Whether an account can spare this much; the house always can. */
  canSpend(account: string, asset: string, amount: Decimal): boolean {
    return account === this.#house || this.free(account, asset).gte(amount);
  }

  /** Adds to the free balance (a negative amount takes away). */
  credit(account: string, asset: string, amount: Decimal): void {
    this.#move(account, asset, amount, ZERO);
  }

  lock(account: string, asset: string, amount: Decimal): void {
    this.#move(account, asset, amount.neg(), amount);
  }

  release(account: string, asset: string, amount: Decimal): void {
    this.#move(account, asset, amount, amount.neg());
  }

  /** Hands locked balance of one account to another one's free balance. */
  pay(from: string, to: string, asset: string, amount: Decimal): void {
    this.#move(from, asset, ZERO, amount.neg());
    this.#move(to, asset, amount, ZERO);
  }

  /** Takes a fee (or, negative, gives a rebate) from the free balance. */
  takeFee(account: string, asset: string, amount: Decimal): void {
    this.#move(account, asset, amount.neg(), ZERO);
    this.#fees.set(asset, (this.#fees.get(asset) ?? ZERO).plus(amount));
  }

  balances(account: string): readonly AccountBalance[] {
    const holdings = this.#accounts.get(account) ?? new Map<string, Holding>();
    return Array.from(holdings, ([asset, { free, locked }]) => ({ asset, free, locked }));
  }

  /** Ends a step: gives what it touched, in the order of first touch. */
  endStep(): readonly TouchedBalances[] {
    const touched = Array.from(this.#touched, ([account, assets]) => ({
      account,
      balances: Array.from(assets, (asset) => this.#balance(account, asset)),
    }));
    this.#touched.clear();
    return touched;
  }

  totals(): ReadonlyMap<string, Decimal> {
    const totals = new Map(this.#fees);
    for (const holdings of this.#accounts.values()) {
      for (const [asset, { free, locked }] of holdings) totals.set(asset, (totals.get(asset) ?? ZERO).plus(free).plus(locked));
    }
    return totals;
  }

  #balance(account: string, asset: string): AccountBalance {
    const holding = this.#accounts.get(account)?.get(asset);
    return { asset, free: holding?.free ?? ZERO, locked: holding?.locked ?? ZERO };
  }

  #move(account: string, asset: string, free: Decimal, locked: Decimal): void {
    const holdings = this.#accounts.get(account);
    if (holdings === undefined) throw new Error(`the ledger has no account ${account}`);
    let holding = holdings.get(asset);
    if (holding === undefined) {
      holding = { free: ZERO, locked: ZERO };
      holdings.set(asset, holding);
    }
    const newFree = holding.free.plus(free);
    const newLocked = holding.locked.plus(locked);
    if (newLocked.lt(ZERO) || (newFree.lt(ZERO) && account !== this.#house)) {
      throw new Error(`${account} cannot give ${free.toString()} free and ${locked.toString()} locked ${asset}`);
    }
    holding.free = newFree;
    holding.locked = newLocked;
    let assets = this.#touched.get(account);
    if (assets === undefined) {
      assets = new Set();
      this.#touched.set(account, assets);
    }
    assets.add(asset);
  }
}
