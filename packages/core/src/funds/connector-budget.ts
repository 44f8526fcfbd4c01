import type { OrderBookView } from '../book/order-book-view.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { TradingRule } from '../model/trading-rule.ts';
import { BudgetChecker } from '../orders/budget-checker.ts';
import type { AccountFunds } from './account-funds.ts';
import { ratesOfBooks } from './asset-rates.ts';
import type { ExpectedFees } from './expected-fees.ts';

/** What a connector's budget is checked with. */
export interface ConnectorBudgetParts {
  readonly fees: ExpectedFees;
  readonly funds: AccountFunds;
  readonly tradingRules: ReadonlyMap<TradingPair, TradingRule>;
  readonly books: ReadonlyMap<TradingPair, OrderBookView>;
}

/** A budget checker with a connector's fees, funds, grids and books. Its locks end with the turn in which the first was made. */
export function createConnectorBudget({ fees, funds, tradingRules, books }: ConnectorBudgetParts): BudgetChecker {
  const checker = new BudgetChecker({
    getFee: (candidate) =>
      fees.of({ ...candidate, positionAction: 'nil', isMaker: candidate.isMaker ?? candidate.orderType === 'limit-maker' }),
    available: (asset) => funds.available(asset),
    total: (asset) => funds.total(asset),
    quantise: ({ tradingPair, orderType }, amount) => {
      const rule = tradingRules.get(tradingPair);
      if (rule === undefined) return amount;
      const increment = orderType === 'market' ? (rule.marketAmountIncrement ?? rule.amountIncrement) : rule.amountIncrement;
      return floorToIncrement(amount, increment);
    },
    rate: ratesOfBooks(books),
    onFirstLock: () => {
      void Promise.resolve().then(() => checker.resetLocks());
    },
  });
  return checker;
}
