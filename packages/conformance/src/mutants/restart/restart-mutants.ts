import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

const dropsWorkingOrders = defineMutant({
  id: 'open-orders-are-told-as-canceled',
  title: 'after a restart every order is told as canceled, because the list of open orders is read from the wrong member',
  evidence: 'NT#3046: working orders dropped at a restart',
  killers: ['RESTART-01'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOrderStatus: async (context, order) => {
        notes.acted();
        return { ...(await definition.requestOrderStatus(context, order)), state: 'canceled' };
      },
      requestOpenOrders: async () => [],
    }),
});

const forgetsTrades = defineMutant({
  id: 'filled-orders-without-trades-after-a-restart',
  title: 'orders are known as filled after a restart, but their trades are not asked for',
  evidence: 'MUT-26: TC-E85',
  killers: ['RESTART-02', 'RESTART-03', 'RESTART-04', 'RESTART-08', 'RESTART-12'],
  needs: ['trade-ids'],
  apply: (definition, notes) =>
    withMembers(definition, {
      allTradeUpdatesForOrder: async () => {
        notes.acted();
        return [];
      },
      ...(definition.tradeUpdatesSince !== undefined && {
        tradeUpdatesSince: async () => {
          notes.acted();
          return [];
        },
      }),
    }),
});

const asksByExchangeIdOnly = defineMutant({
  id: 'cannot-ask-by-client-id',
  title: 'an order of which the venue’s id is not known cannot be asked for',
  evidence: 'order id needed for queries',
  killers: ['RESTART-05'],
  needs: ['client-order-ids'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOrderStatus: async (context, order) => {
        if (order.exchangeOrderId !== undefined) return definition.requestOrderStatus(context, order);
        notes.acted();
        return { tradingPair: order.tradingPair, clientOrderId: order.clientOrderId, state: 'failed', updateTimeMs: order.creationTimeMs };
      },
      requestOpenOrders: async () => [],
    }),
});

const neverNotFound = defineMutant({
  id: 'not-found-is-nothing-definite',
  title: 'the venue’s definite "I do not know this order" is taken for any other error',
  evidence: 'freqtrade#4403: retried for ever',
  killers: ['RESTART-06'],
  apply: (definition, notes) =>
    withMembers(definition, {
      isOrderNotFoundDuringStatusUpdateError: () => {
        notes.acted();
        return false;
      },
    }),
});

const cancelIsOpen = defineMutant({
  id: 'canceled-orders-are-told-as-open',
  title: 'the word for a canceled order is not in the table of states and falls back to open',
  evidence: 'hummingbot#5896: stuck cancelling',
  killers: ['RESTART-03', 'RESTART-07', 'RESTART-09'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOrderStatus: async (context, order) => {
        const update = await definition.requestOrderStatus(context, order);
        if (update.state !== 'canceled') return update;
        notes.acted();
        return { ...update, state: 'open' };
      },
    }),
});

const sameIdsAgain = defineMutant({
  id: 'client-id-is-cut-short',
  title: 'client ids are cut to a few letters on the way, so that later orders get the ids of earlier ones',
  evidence: 'ids longer than the venue takes, silently truncated',
  killers: ['RESTART-11'],
  needs: ['client-order-ids'],
  apply: (definition, notes) =>
    withMembers(definition, {
      placeOrder: (context, order) => {
        notes.acted();
        return definition.placeOrder(context, {
          ...order,
          clientOrderId: order.clientOrderId.slice(0, definition.clientOrderIdPrefix.length + 1),
        });
      },
    }),
});

/** Defects that cards of the family RESTART must find. */
export const restartMutants: readonly Mutant[] = [
  dropsWorkingOrders,
  forgetsTrades,
  asksByExchangeIdOnly,
  neverNotFound,
  cancelIsOpen,
  sameIdsAgain,
];
