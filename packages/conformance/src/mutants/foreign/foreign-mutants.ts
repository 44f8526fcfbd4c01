import type { ConnectorDefinition, Decimal, OrderReference, UserStreamUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withOrderFacts, withPrivateUpdates } from '../../mutant/fact-seams.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

interface OwnOrder {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string | undefined;
  readonly tradingPair: string;
}

/** Private facts about orders that are not ours are told of one of ours, where `ownerOf` finds one. */
function misattributed(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  ownerOf: (
    own: readonly OwnOrder[],
    fact: { readonly tradingPair: string; readonly clientOrderId?: string; readonly exchangeOrderId?: string },
  ) => OwnOrder | undefined,
): ConnectorDefinition {
  const own = new Map<string, OwnOrder>();
  const isOurs = (exchangeOrderId: string | undefined): boolean =>
    [...own.values()].some((order) => order.exchangeOrderId === exchangeOrderId);
  const confused = withPrivateUpdates(definition, (updates) =>
    updates.map((update): UserStreamUpdate => {
      if (update.kind !== 'trade' && update.kind !== 'order') return update;
      const owner = isOurs(update.update.exchangeOrderId) ? undefined : ownerOf([...own.values()], update.update);
      if (owner?.exchangeOrderId === undefined) return update;
      notes.acted();
      const ids = { clientOrderId: owner.clientOrderId, exchangeOrderId: owner.exchangeOrderId };
      if (update.kind === 'trade') return { kind: 'trade', update: { ...update.update, ...ids } };
      return { kind: 'order', update: { ...update.update, ...ids } };
    }),
  );
  return withMembers(confused, {
    placeOrder: async (context, order) => {
      const placed = await definition.placeOrder(context, order);
      const { clientOrderId, tradingPair } = order;
      own.set(clientOrderId, { clientOrderId, tradingPair, exchangeOrderId: placed.exchangeOrderId });
      return placed;
    },
  });
}

const byMarket = defineMutant({
  id: 'private-events-matched-by-market',
  title: 'What the stream tells of an order that is not known is taken for our order in the same market',
  evidence: 'MUT-20; Hummingbot QA: foreign order tracked',
  killers: ['FOREIGN-01', 'FOREIGN-03'],
  apply: (definition, notes) =>
    misattributed(definition, notes, (own, { tradingPair }) => own.find((order) => order.tradingPair === tradingPair)),
});

const byBeginningOfId = defineMutant({
  id: 'client-ids-compared-by-their-beginning',
  title: 'A client id that begins as ours is taken for ours',
  evidence: 'MUT-20; ids that are cut to the length which the venue allows',
  killers: ['FOREIGN-07'],
  apply: (definition, notes) =>
    misattributed(definition, notes, (own, { clientOrderId = '' }) =>
      own.find((order) => clientOrderId.startsWith(order.clientOrderId.slice(0, -1))),
    ),
});

const cancelsTheMarket = defineMutant({
  id: 'cancel-takes-the-whole-market',
  title: 'The cancel of an order cancels all open orders of its market',
  evidence: 'MUT-20; hummingbot#2896: cancel-all took the orders of the owner',
  killers: ['FOREIGN-02', 'FOREIGN-07'],
  apply: (definition, notes) =>
    withMembers(definition, {
      placeCancel: async (context, order) => {
        const canceled = await definition.placeCancel(context, order);
        for (const row of await definition.requestOpenOrders(context, order.tradingPair)) {
          const { tradingPair, exchangeOrderId, side, price, amount, creationTimeMs } = row;
          if (exchangeOrderId === order.exchangeOrderId) continue;
          const clientOrderId = row.clientOrderId ?? '';
          const reference: OrderReference = {
            tradingPair,
            exchangeOrderId,
            clientOrderId,
            side,
            price,
            amount,
            creationTimeMs,
            orderType: 'limit',
          };
          notes.acted();
          await definition.placeCancel(context, reference);
        }
        return canceled;
      },
    }),
});

const otherIdInList = defineMutant({
  id: 'open-orders-listed-with-another-id',
  title: 'The list of open orders tells another number as the exchange id than messages do',
  evidence: 'replies that have a list id, an order id and an update id side by side',
  killers: ['FOREIGN-04', 'FOREIGN-09', 'LIFECYCLE-13', 'LIFECYCLE-16', 'LIFECYCLE-18'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOpenOrders: async (context, pair) =>
        (await definition.requestOpenOrders(context, pair)).map((row) => {
          notes.acted();
          return { ...row, exchangeOrderId: `${row.exchangeOrderId}0` };
        }),
    }),
});

const onlyOwnListed = defineMutant({
  id: 'only-own-orders-listed',
  title: 'The list of open orders leaves out what does not begin with our prefix',
  evidence: 'connector guide: also those that are not ours',
  killers: ['FOREIGN-04', 'FOREIGN-09'],
  needs: ['client-order-ids'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOpenOrders: async (context, pair) => {
        const rows = await definition.requestOpenOrders(context, pair);
        const own = rows.filter(({ clientOrderId }) => clientOrderId?.startsWith(definition.clientOrderIdPrefix) === true);
        if (own.length < rows.length) notes.acted();
        return own;
      },
    }),
});

const amendmentNotRead = defineMutant({
  id: 'reduced-amount-not-read',
  title: 'The amount of an order is told as it was when it was first seen',
  evidence: 'connector guide: where an order can be amended, let queries and events tell its amount',
  killers: ['FOREIGN-06'],
  needs: ['amend'],
  apply: (definition, notes) => {
    const amounts = new Map<string, Decimal>();
    const unread = withOrderFacts(definition, (fact) => {
      const first = amounts.get(fact.exchangeOrderId ?? '');
      if (first === undefined || fact.amount === undefined || first.eq(fact.amount)) return fact;
      notes.acted();
      return { ...fact, amount: first };
    });
    return withMembers(unread, {
      placeOrder: async (context, order) => {
        const placed = await definition.placeOrder(context, order);
        amounts.set(placed.exchangeOrderId, order.amount);
        return placed;
      },
    });
  },
});

const everyKindIsLimit = defineMutant({
  id: 'other-kinds-listed-as-limit-orders',
  title: 'Open orders of every kind are listed as limit orders',
  evidence: 'connectors that know limit orders only',
  killers: ['FOREIGN-11'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOpenOrders: async (context, pair) =>
        (await definition.requestOpenOrders(context, pair)).map((row) => {
          if (row.orderType !== 'limit') notes.acted();
          return { ...row, orderType: 'limit' };
        }),
    }),
});

const anyOrderIsFound = defineMutant({
  id: 'unknown-order-found-by-its-shape',
  title: 'Where the venue does not know our id, an open order that looks the same is taken for ours',
  evidence: 'connectors that find an order again by amount and price',
  killers: ['FOREIGN-10'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOrderStatus: async (context, order) => {
        try {
          return await definition.requestOrderStatus(context, order);
        } catch (error) {
          const rows = await definition.requestOpenOrders(context, order.tradingPair);
          const found = rows.find(({ side, amount }) => side === order.side && amount.eq(order.amount));
          if (found === undefined) throw error;
          notes.acted();
          const { tradingPair, exchangeOrderId, state, updateTimeMs, executedAmount } = found;
          return { tradingPair, exchangeOrderId, state, updateTimeMs, cumulativeBase: executedAmount, clientOrderId: order.clientOrderId };
        }
      },
    }),
});

/** Defects that cards of the family FOREIGN must find. */
export const foreignMutants: readonly Mutant[] = [
  byMarket,
  byBeginningOfId,
  cancelsTheMarket,
  otherIdInList,
  onlyOwnListed,
  amendmentNotRead,
  everyKindIsLimit,
  anyOrderIsFound,
];
