import type { BatchOutcome, ConnectorDefinition, PlacedOrder } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

const LISTS = ['ORDER-53', 'ORDER-54', 'ORDER-55', 'ORDER-56', 'ORDER-57', 'ORDER-58'] as const;

type PlaceOrders = NonNullable<ConnectorDefinition['placeOrders']>;

function withBatches(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  change: (send: () => ReturnType<PlaceOrders>) => ReturnType<PlaceOrders>,
): ConnectorDefinition {
  const placeOrders = definition.placeOrders?.bind(definition);
  if (placeOrders === undefined) return definition;
  return withMembers(definition, {
    placeOrders: (context, orders) => {
      notes.acted();
      return change(() => placeOrders(context, orders));
    },
  });
}

async function outcomeOf<Value>(command: Promise<Value>): Promise<BatchOutcome<Value>> {
  try {
    return { value: await command };
  } catch (error) {
    return { error };
  }
}

/** Defects in commands on several orders. */
export const compoundMutants: readonly Mutant[] = [
  defineMutant({
    id: 'answers-of-a-batch-in-the-wrong-order',
    title: 'The answers to the orders of a batch are read from the last to the first',
    evidence: 'venues that answer in their own order',
    killers: ['ORDER-37'],
    needs: ['batch-place'],
    apply: (definition, notes) => withBatches(definition, notes, async (send) => (await send()).toReversed()),
  }),
  defineMutant({
    id: 'batch-is-sent-one-by-one',
    title: 'The orders of a batch are placed by one request each',
    evidence: 'a member that is only there for the type checker',
    killers: ['ORDER-38'],
    needs: ['batch-place'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrders: (context, orders) => {
          notes.acted();
          return Promise.all(orders.map(async (order) => outcomeOf(definition.placeOrder(context, order))));
        },
      }),
  }),
  defineMutant({
    id: 'cancels-of-a-batch-are-sent-one-by-one',
    title: 'The cancels of a batch are sent by one request each',
    evidence: 'a member that is only there for the type checker',
    killers: ['CANCEL-18'],
    needs: ['batch-cancel'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeCancels: (context, orders) => {
          notes.acted();
          return Promise.all(orders.map(async (order) => outcomeOf(definition.placeCancel(context, order))));
        },
      }),
  }),
  defineMutant({
    id: 'cancel-all-is-sent-one-by-one',
    title: 'The command that cancels all is not used; each order is canceled by a request of its own',
    evidence: 'a member that is only there for the type checker',
    killers: ['CANCEL-19'],
    needs: ['cancel-all-command'],
    apply: (definition, notes) =>
      withMembers(definition, {
        cancelAllOrders: (context, _pair, orders) => {
          notes.acted();
          return Promise.all(orders.map(async (order) => outcomeOf(definition.placeCancel(context, order))));
        },
      }),
  }),
  defineMutant({
    id: 'refusal-in-a-batch-is-of-all',
    title: 'When one order of a batch is refused, all are called refused',
    evidence: 'MUT-27',
    killers: ['ORDER-39'],
    needs: ['batch-place'],
    apply: (definition, notes) =>
      withBatches(definition, notes, async (send) => {
        const outcomes = await send();
        const failed = outcomes.find((outcome): outcome is BatchOutcome<PlacedOrder> & { error: unknown } => 'error' in outcome);
        return failed === undefined ? outcomes : outcomes.map(() => failed);
      }),
  }),
  defineMutant({
    id: 'list-is-placed-as-single-orders',
    title: 'The orders of a list are placed one by one, so that none knows of the others',
    evidence: 'venues without lists, where bots imitate them',
    killers: LISTS,
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrderList: async (context, { orders }) => {
          notes.acted();
          const placed: PlacedOrder[] = [];
          for (const order of orders) placed.push(await definition.placeOrder(context, order));
          return placed;
        },
      }),
  }),
  defineMutant({
    id: 'legs-of-a-list-have-each-others-ids',
    title: "The last two orders of a list are sent under each other's client ids",
    evidence: 'a parameter for each leg, copied from the other leg',
    killers: ['ORDER-53', 'ORDER-56', 'ORDER-57', 'ORDER-58'],
    apply: (definition, notes) => {
      const placeOrderList = definition.placeOrderList?.bind(definition);
      if (placeOrderList === undefined) return definition;
      return withMembers(definition, {
        placeOrderList: (context, list) => {
          notes.acted();
          const [last, beforeLast] = [list.orders.at(-1), list.orders.at(-2)];
          const orders = list.orders.map((order) => {
            const other = order === last ? beforeLast : order === beforeLast ? last : order;
            return { ...order, clientOrderId: other?.clientOrderId ?? order.clientOrderId };
          });
          return placeOrderList(context, { ...list, orders });
        },
      });
    },
  }),
];
