import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

/** Defects in the ids by which orders are named. */
export const clientIdMutants: readonly Mutant[] = [
  defineMutant({
    id: 'letters-where-numbers-are-wanted',
    title: 'Orders are named by letters at a venue that takes numbers',
    evidence: 'venue differences: client ids that are numbers',
    killers: ['ORDER-32'],
    needs: ['trait:numeric-client-ids'],
    apply: (definition, notes) => {
      notes.acted();
      return withMembers(definition, { clientOrderIdPolicy: { form: 'text' }, clientOrderIdPrefix: 'x-' });
    },
  }),
  defineMutant({
    id: 'text-where-uuids-are-wanted',
    title: 'Orders are named by any text at a venue that takes UUIDs',
    evidence: 'venue differences: client ids that are UUIDs',
    killers: ['ORDER-32'],
    needs: ['trait:uuid-client-ids'],
    apply: (definition, notes) => {
      notes.acted();
      return withMembers(definition, { clientOrderIdPolicy: { form: 'text' }, clientOrderIdPrefix: 'x-' });
    },
  }),
  defineMutant({
    id: 'ids-longer-than-the-venue-takes',
    title: 'The ids of orders are as long as those of another venue',
    evidence: 'venue differences: client ids of eighteen letters',
    killers: ['ORDER-32'],
    needs: ['trait:short-client-ids'],
    apply: (definition, notes) => {
      notes.acted();
      return withMembers(definition, { clientOrderIdMaxLength: 36 });
    },
  }),
  defineMutant({
    id: 'alike-orders-are-listed-once',
    title: 'Open orders are kept by side, price and amount, so that of two that are alike one is listed',
    evidence: 'venue differences: no client ids; further seeded bugs: keys that are not unique',
    killers: ['ORDER-74'],
    needs: ['trait:no-client-ids'],
    apply: (definition, notes) =>
      withMembers(definition, {
        requestOpenOrders: async (context, pair) => {
          const rows = await definition.requestOpenOrders(context, pair);
          const kept = new Map(rows.map((row) => [`${row.tradingPair} ${row.side} ${row.price.toFixed()} ${row.amount.toFixed()}`, row]));
          if (kept.size < rows.length) notes.acted();
          return [...kept.values()];
        },
      }),
  }),
  defineMutant({
    id: 'open-orders-without-their-time',
    title: 'When an open order was made is not read',
    evidence: 'venue differences: no client ids, so that facts must tell which order is ours',
    killers: ['ORDER-73'],
    needs: ['trait:no-client-ids'],
    apply: (definition, notes) =>
      withMembers(definition, {
        requestOpenOrders: async (context, pair) => {
          const rows = await definition.requestOpenOrders(context, pair);
          if (rows.length > 0) notes.acted();
          return rows.map((row) => ({ ...row, creationTimeMs: 0 }));
        },
      }),
  }),
];
