import { ConfigurationError, Decimal, ZERO } from '@venuekit/core/connector';
import type { AccountBalance, ApiKey, FeePlan } from '../model/account.ts';
import { Refusal } from '../model/refusal.ts';
import { readAmount } from './amount-text.ts';
import type { Ledger } from './ledger.ts';
import type { OrderRegister } from './order-register.ts';

const RATE = new Decimal('0.001');
const DEFAULT_FEE_PLAN: FeePlan = { maker: RATE, taker: RATE, payIn: 'received' };
const NO_FEES: FeePlan = { maker: ZERO, taker: ZERO, payIn: 'received' };

/** Who may trade, at which fees, with which keys. */
export class Accounts {
  readonly #ledger: Ledger;
  readonly #register: OrderRegister;
  readonly #feePlans = new Map<string, FeePlan>();
  readonly #apiKeys = new Map<string, ApiKey>();

  constructor(ledger: Ledger, register: OrderRegister) {
    this.#ledger = ledger;
    this.#register = register;
  }

  /** The venue's own account: unlimited credit, no fees, no history. */
  addHouse(house: string): void {
    this.add(house, {}, NO_FEES);
    this.#register.keepNoHistory(house);
  }

  add(account: string, balances: Readonly<Record<string, string>>, feePlan: FeePlan = DEFAULT_FEE_PLAN): void {
    const origin = `account ${account}`;
    if (this.#ledger.has(account)) throw new ConfigurationError('account', origin, 'exists already');
    for (const rate of ['maker', 'taker'] as const) {
      if (!feePlan[rate].abs().lt(1)) throw new ConfigurationError(`feePlan.${rate}`, origin, 'must be a fraction below 1');
    }
    const amounts = Object.entries(balances).map(([asset, amount]) => [asset, readAmount(amount, asset, origin)] as const);
    for (const [asset, amount] of amounts) {
      if (amount.lt(ZERO)) throw new ConfigurationError(asset, origin, 'must not be negative');
    }
    this.#ledger.open(account);
    this.#register.openAccount(account);
    this.#feePlans.set(account, feePlan);
    for (const [asset, amount] of amounts) this.#ledger.credit(account, asset, amount);
    this.#ledger.endStep();
  }

  /** @throws Refusal `not-permitted` for an account that does not exist. */
  require(account: string): string {
    if (!this.#ledger.has(account)) throw new Refusal('not-permitted', account);
    return account;
  }

  deposit(account: string, asset: string, text: string): void {
    const amount = readAmount(text, asset, `deposit to ${account}`);
    if (amount.lt(ZERO) && !this.#ledger.canSpend(this.require(account), asset, amount.neg()))
      throw new Refusal('insufficient-balance', asset);
    this.#ledger.credit(this.require(account), asset, amount);
  }

  balances(account: string): readonly AccountBalance[] {
    return this.#ledger.balances(this.require(account));
  }

  feePlan(account: string): FeePlan {
    return this.#feePlans.get(this.require(account)) ?? DEFAULT_FEE_PLAN;
  }

  addApiKey(key: ApiKey): void {
    this.#apiKeys.set(key.key, { ...key, account: this.require(key.account) });
  }

  apiKey(key: string): ApiKey | undefined {
    return this.#apiKeys.get(key);
  }
}
