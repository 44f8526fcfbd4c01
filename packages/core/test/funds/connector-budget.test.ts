import { describe, expect, it } from 'vitest';
import { AccountBalances } from '../../src/account/balances.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import { AccountFunds } from '../../src/funds/account-funds.ts';
import { createConnectorBudget } from '../../src/funds/connector-budget.ts';
import { ExpectedFees } from '../../src/funds/expected-fees.ts';
import type { TradingPair } from '../../src/model/trading-pair.ts';
import type { TradingRule } from '../../src/model/trading-rule.ts';
import type { BudgetChecker } from '../../src/orders/budget-checker.ts';
import { ClientOrderTracker } from '../../src/orders/client-order-tracker.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';

const d = (value: string | number): Decimal => new Decimal(value);

const RULE: TradingRule = {
  tradingPair: 'BTC-USDT',
  priceIncrement: d('0.01'),
  amountIncrement: d('0.001'),
  minimumAmount: d('0.001'),
  minimumNotional: d(1),
  appliesMinimumNotionalToMarket: false,
  appliesMaximumNotionalToMarket: false,
  orderTypes: ['limit', 'market'],
  isTradable: true,
};

/** The budget of an account that has 1 USDT. */
function budgetWith(...rules: readonly TradingRule[]): BudgetChecker {
  const { services } = new ServicesBench({ definition: { getFee: () => NO_FEE } });
  const balances = new AccountBalances();
  const funds = new AccountFunds({
    balances,
    orders: () => new ClientOrderTracker(),
    streamsBalances: true,
    assetLimits: new Map(),
    makerFee: () => d(0),
    nowMs: () => 1_000,
    onDoubt: () => undefined,
  });
  funds.completeRefresh(funds.beginRefresh(), [{ asset: 'USDT', total: d(1), available: d(1) }]);
  return createConnectorBudget({
    fees: new ExpectedFees(services.definition, new Map(), undefined),
    funds,
    tradingRules: new Map(rules.map((rule): [TradingPair, TradingRule] => [rule.tradingPair, rule])),
    books: new Map(),
  });
}

describe('the budget of a connector lowers an order that costs too much', () => {
  const order = { tradingPair: 'BTC-USDT', side: 'buy', amount: d(1), price: d(3) } as const;
  const lowered = (budget: BudgetChecker, orderType: 'limit' | 'market'): string =>
    budget.adjust({ ...order, orderType }, { isAllOrNone: false }).amount.toString();

  it('to the grid of its market', () => {
    expect(lowered(budgetWith(RULE), 'limit')).toBe('0.333');
  });

  it('to the grid of market orders where that is another one', () => {
    const budget = budgetWith({ ...RULE, marketAmountIncrement: d('0.1') });
    expect([lowered(budget, 'market'), lowered(budget, 'limit')]).toEqual(['0.3', '0.333']);
    expect(lowered(budgetWith(RULE), 'market')).toBe('0.333');
  });

  it('to what is affordable where the market is not known', () => {
    expect(lowered(budgetWith(), 'limit')).toMatch(/^0\.3{20,}$/);
  });
});
