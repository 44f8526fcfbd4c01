import { defineMutant } from '../../mutant/define-mutant.ts';
import { withOrderFacts, withTrades } from '../../mutant/fact-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withRequests } from '../../mutant/order-seams.ts';

/** Defects in what amounts are counted in. */
export const unitMutants: readonly Mutant[] = [
  defineMutant({
    id: 'fills-in-contracts',
    title: 'The amounts of fills are told as the venue counts them',
    evidence: 'venue differences: contracts taken for coins',
    killers: ['NUMBER-14'],
    needs: ['trait:amounts-in-contracts', 'trade-ids'],
    apply: (definition, notes) =>
      withTrades(definition, (trade) => {
        notes.acted();
        return [{ ...trade, baseAmount: trade.baseAmount.times(1_000) }];
      }),
  }),
  defineMutant({
    id: 'orders-in-contracts',
    title: 'The amounts of orders are told as the venue counts them',
    evidence: 'venue differences: contracts taken for coins',
    killers: ['NUMBER-14'],
    needs: ['trait:amounts-in-contracts'],
    apply: (definition, notes) =>
      withOrderFacts(definition, (fact, source) => {
        if (source !== 'query' || fact.amount === undefined) return fact;
        notes.acted();
        return { ...fact, amount: fact.amount.times(1_000) };
      }),
  }),
  defineMutant({
    id: 'value-is-rounded-to-cents',
    title: 'The value of an order is rounded to hundredths before it is sent',
    evidence: 'MUT-13: rounding; venue differences: orders in quote',
    killers: ['NUMBER-15'],
    needs: ['trait:amounts-in-quote'],
    apply: (definition, notes) =>
      withRequests(definition, notes, (order) => {
        if (order.price === undefined) return order;
        const rounded = order.amount.times(order.price).toDecimalPlaces(2).div(order.price);
        return rounded.eq(order.amount) ? order : { ...order, amount: rounded };
      }),
  }),
  defineMutant({
    id: 'value-is-read-as-amount',
    title: 'The value of an open order is taken for its amount',
    evidence: 'MUT-22: base and quote confused',
    killers: ['NUMBER-15'],
    needs: ['trait:amounts-in-quote'],
    apply: (definition, notes) =>
      withOrderFacts(definition, (fact, source) => {
        if (source !== 'query' || fact.amount === undefined) return fact;
        notes.acted();
        return { ...fact, amount: fact.amount.times(48_000) };
      }),
  }),
];
