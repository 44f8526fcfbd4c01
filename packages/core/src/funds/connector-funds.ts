import type { AccountBalances } from '../account/balances.ts';
import type { OrderBookTracker } from '../book/order-book-tracker.ts';
import type { Decimal } from '../decimal/decimal.ts';
import { streamsBalances } from '../definition/private-stream-claims.ts';
import type { BudgetChecker } from '../orders/budget-checker.ts';
import type { FeeOverride } from '../orders/fee-override.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import { AccountFunds } from './account-funds.ts';
import { readAssetLimits } from './asset-limits.ts';
import { createConnectorBudget } from './connector-budget.ts';
import { ExpectedFees } from './expected-fees.ts';

/** What a connector judges money with. */
export interface ConnectorFunds {
  readonly fees: ExpectedFees;
  readonly funds: AccountFunds;
  readonly budget: BudgetChecker;
}

/** What the user says of the account's money. */
export interface FundsOptions {
  /** What the user knows better about fees than venue and connector. Default: nothing. */
  readonly fees?: FeeOverride;
  /**
   * The most that may be used of an asset, by asset, of what the account has. Orders that we have open count against it, and our
   * fills since the start move it. Default: everything.
   */
  readonly assetLimits?: Readonly<Record<string, Decimal | string>>;
}

/** What they are made of. */
export interface ConnectorFundsParts {
  readonly balances: AccountBalances;
  readonly books: OrderBookTracker;
  orders(): TrackedOrders;
  /** Balances should be asked for soon. */
  onDoubt(): void;
}

/** @throws ConfigurationError for `fees` or `assetLimits` that cannot be used. */
export function createConnectorFunds(services: ConnectorServices, options: FundsOptions, parts: ConnectorFundsParts): ConnectorFunds {
  const { definition, tradingRules, timeSynchronizer } = services;
  const fees = new ExpectedFees(definition, services.feeRates, options.fees);
  const funds = new AccountFunds({
    balances: parts.balances,
    orders: () => parts.orders().tracker,
    streamsBalances: streamsBalances(definition.capabilities),
    assetLimits: readAssetLimits(options.assetLimits),
    makerFee: (order) => fees.addedByMaker(order),
    nowMs: () => timeSynchronizer.nowMs(),
    onDoubt: () => parts.onDoubt(),
  });
  return { fees, funds, budget: createConnectorBudget({ fees, funds, tradingRules, books: parts.books.books }) };
}
