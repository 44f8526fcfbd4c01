import type { AccountBalances } from '../account/balances.ts';
import type { OrderBookTracker } from '../book/order-book-tracker.ts';
import type { BudgetChecker } from '../orders/budget-checker.ts';
import { AccountFunds } from './account-funds.ts';
import { readAssetLimits } from './asset-limits.ts';
import { createConnectorBudget } from './connector-budget.ts';
import type { ExchangeConnectorOptions } from './connector-options.ts';
import type { ConnectorServices } from './connector-services.ts';
import { ExpectedFees } from './expected-fees.ts';
import type { TrackedOrders } from './tracked-orders.ts';

/** What a connector judges money with. */
export interface ConnectorFunds {
  readonly fees: ExpectedFees;
  readonly funds: AccountFunds;
  readonly budget: BudgetChecker;
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
export function createConnectorFunds(
  services: ConnectorServices,
  options: ExchangeConnectorOptions,
  parts: ConnectorFundsParts,
): ConnectorFunds {
  const { definition, tradingRules, timeSynchronizer } = services;
  const fees = new ExpectedFees(definition, services.feeRates, options.fees);
  const funds = new AccountFunds({
    balances: parts.balances,
    orders: () => parts.orders().tracker,
    streamsBalances: definition.capabilities.streamsBalances ?? true,
    assetLimits: readAssetLimits(options.assetLimits),
    makerFee: (order) => fees.addedByMaker(order),
    nowMs: () => timeSynchronizer.nowMs(),
    onDoubt: () => parts.onDoubt(),
  });
  return { fees, funds, budget: createConnectorBudget({ fees, funds, tradingRules, books: parts.books.books }) };
}
