import { Decimal, ZERO, type ConnectorDefinition, type OrderRequest } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withBalanceRows, withTrades } from '../../mutant/fact-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMarketSink, withMembers } from '../../mutant/seams.ts';
import { copiedLevels, withLevels } from '../book/changed-levels.ts';
import { unitMutants } from './unit-mutants.ts';

/** As many significant digits as a double holds for sure. */
const DOUBLE_DIGITS = 15;

/** The definition that places another order than it was asked for. */
function withOrders(definition: ConnectorDefinition, change: (order: OrderRequest) => OrderRequest): ConnectorDefinition {
  return withMembers(definition, { placeOrder: (context, order) => definition.placeOrder(context, change(order)) });
}

/** What an id becomes that was a number for a while. */
function throughNumber(id: string): string {
  return /^\d+$/.test(id) ? String(JSON.parse(id)) : id;
}

/** A number that is written with an exponent wherever it is written. */
function exponential(value: Decimal): Decimal {
  const written = new Decimal(value);
  for (const name of ['toFixed', 'toString', 'toJSON', 'valueOf']) {
    Object.defineProperty(written, name, { value: () => value.toExponential() });
  }
  return written;
}

/** Defects in how numbers are read and written. */
export const numberMutants: readonly Mutant[] = [
  defineMutant({
    id: 'levels-are-doubles-only',
    title: 'The texts of levels are thrown away, so that what a double cannot hold is lost',
    evidence: 'hummingbot §4.2: C++ doubles',
    killers: ['NUMBER-01'],
    apply: (definition, notes) =>
      withLevels(definition, (levels) => {
        if (levels.exactPrices !== undefined || levels.exactQuantities !== undefined) notes.acted();
        return copiedLevels(levels);
      }),
  }),
  defineMutant({
    id: 'level-prices-are-rounded',
    title: 'Prices of levels are rounded to six decimals',
    evidence: 'MUT-13: precision of one market used for all',
    killers: ['NUMBER-02'],
    apply: (definition, notes) =>
      withLevels(definition, (levels) => {
        const rounded = copiedLevels(levels);
        for (const [index, price] of rounded.prices.subarray(0, rounded.count).entries()) {
          rounded.prices[index] = Math.round(price * 1e6) / 1e6;
          if (rounded.prices[index] !== price) notes.acted();
        }
        return rounded;
      }),
  }),
  defineMutant({
    id: 'tiny-increments-count-as-none',
    title: 'Increments below a millionth are taken for no grid',
    evidence: 'exponent forms that are read as 0; MUT-13',
    killers: ['NUMBER-03'],
    apply: (definition, notes) =>
      withMembers(definition, {
        formatTradingRules: (context, reply, onProblem) =>
          definition.formatTradingRules(context, reply, onProblem).map((rule) => {
            if (rule.priceIncrement.gte('0.000001')) return rule;
            notes.acted();
            return { ...rule, priceIncrement: ZERO };
          }),
      }),
  }),
  defineMutant({
    id: 'ids-are-read-as-numbers',
    title: 'Ids of orders and trades are numbers for a while',
    evidence: 'MUT-23: tardis "preserve identifiers"',
    killers: ['NUMBER-04', 'NUMBER-05'],
    apply: (definition, notes) => {
      const changed = (id: string): string => {
        const other = throughNumber(id);
        if (other !== id) notes.acted();
        return other;
      };
      const other = withMarketSink(definition, (sink) => ({
        trade: (trade) => sink.trade({ ...trade, tradeId: changed(trade.tradeId) }),
      }));
      return withMembers(other, {
        requestOpenOrders: async (context, pair) =>
          (await definition.requestOpenOrders(context, pair)).map((order) => ({
            ...order,
            exchangeOrderId: changed(order.exchangeOrderId),
          })),
      });
    },
  }),
  defineMutant({
    id: 'balances-are-doubles',
    title: 'Balances are doubles for a while',
    evidence: 'MUT-13: float noise',
    killers: ['NUMBER-06'],
    apply: (definition, notes) =>
      withBalanceRows(definition, (row) => {
        const [total, available] = [row.total, row.available].map((value) => value.toSignificantDigits(DOUBLE_DIGITS));
        if (total?.eq(row.total) === false) notes.acted();
        return { ...row, total: total ?? row.total, available: available ?? row.available };
      }),
  }),
  defineMutant({
    id: 'order-numbers-are-doubles',
    title: 'Amount and price of an order are doubles for a while',
    evidence: 'MUT-13: float noise',
    killers: ['NUMBER-07', 'NUMBER-09'],
    apply: (definition, notes) =>
      withOrders(definition, (order) => {
        const amount = order.amount.toSignificantDigits(DOUBLE_DIGITS, Decimal.ROUND_DOWN);
        if (!amount.eq(order.amount)) notes.acted();
        return { ...order, amount };
      }),
  }),
  defineMutant({
    id: 'small-numbers-get-exponents',
    title: 'Amounts and prices below a millionth are written with an exponent',
    evidence: 'String(1e-7) of JavaScript',
    killers: ['NUMBER-08'],
    apply: (definition, notes) => {
      const written = (value: Decimal): Decimal => {
        if (value.gte('0.000001')) return value;
        notes.acted();
        return exponential(value);
      };
      return withOrders(definition, (order) => ({
        ...order,
        amount: written(order.amount),
        ...(order.price !== undefined && { price: written(order.price) }),
      }));
    },
  }),
  defineMutant({
    id: 'amounts-are-rounded-up',
    title: 'Noise of doubles carries an amount to the next step of the grid',
    evidence: 'MUT-13: quantity rounded up past balance or step',
    killers: ['NUMBER-10', 'NUMBER-11'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: (context, order) => {
          notes.acted();
          const step = context.tradingRule(order.tradingPair)?.amountIncrement ?? ZERO;
          return definition.placeOrder(context, { ...order, amount: order.amount.plus(step) });
        },
      }),
  }),
  defineMutant({
    id: 'fees-are-rounded',
    title: 'Fees of fills are rounded to six decimals',
    evidence: 'MUT-21: fee wrong',
    killers: ['NUMBER-12'],
    apply: (definition, notes) =>
      withTrades(definition, (trade) => {
        const flatFees = trade.fee.flatFees.map(({ asset, amount }) => ({ asset, amount: amount.toDecimalPlaces(6) }));
        if (flatFees.some(({ amount }, index) => trade.fee.flatFees[index]?.amount.eq(amount) === false)) notes.acted();
        return [{ ...trade, fee: { ...trade.fee, flatFees } }];
      }),
  }),
  ...unitMutants,
];
