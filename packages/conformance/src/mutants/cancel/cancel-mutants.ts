import { ConnectorError } from '@venuekit/core/connector';
import type { OrderReference } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withCancel, withCanceledReferences, withStreamUpdates } from '../../mutant/order-seams.ts';
import { withMembers } from '../../mutant/seams.ts';

/** Defects that cards of the family CANCEL must find. */
export const cancelMutants: readonly Mutant[] = [
  defineMutant({
    id: 'cancel-succeeds-without-being-sent',
    title: 'A cancel is called done and is not sent',
    evidence: '`hummingbot#2955`: cancels that leave orders',
    killers: ['CANCEL-01', 'CANCEL-03', 'CANCEL-06', 'CANCEL-07', 'CANCEL-15', 'CANCEL-16', 'CANCEL-20', 'CANCEL-24'],
    apply: (definition, notes) =>
      withCancel(definition, (_send, context) => {
        notes.acted();
        return Promise.resolve({ state: 'canceled', updateTimeMs: context.nowMs() });
      }),
  }),
  defineMutant({
    id: 'cancel-names-the-order-before',
    title: 'A cancel is sent with the ids of the order that was placed last',
    evidence: 'an id that is kept where the order was placed',
    killers: ['CANCEL-02'],
    apply: (definition, notes) => {
      let last: { readonly clientOrderId: string; readonly exchangeOrderId: string } | undefined;
      const placing = withMembers(definition, {
        placeOrder: async (context, order) => {
          const placed = await definition.placeOrder(context, order);
          if (order.tradingPair === definition.tradingPairs[0])
            last = { clientOrderId: order.clientOrderId, exchangeOrderId: placed.exchangeOrderId };
          return placed;
        },
      });
      return withCanceledReferences(placing, notes, (order) =>
        last === undefined || last.clientOrderId === order.clientOrderId ? order : { ...order, ...last },
      );
    },
  }),
  defineMutant({
    id: 'cancel-goes-to-the-first-market',
    title: 'All cancels are sent to the first market that is followed',
    evidence: 'a symbol that is kept when the connector is made',
    killers: ['CANCEL-03'],
    apply: (definition, notes) =>
      withCanceledReferences(definition, notes, (order) => {
        const [pair = order.tradingPair] = definition.tradingPairs;
        return pair === order.tradingPair ? order : { ...order, tradingPair: pair };
      }),
  }),
  defineMutant({
    id: 'unknown-order-on-cancel-is-canceled',
    title: 'When the venue does not find the order that a cancel names, it is called canceled',
    evidence: 'MUT-3; `hummingbot#5896`',
    killers: ['CANCEL-09', 'CANCEL-14', 'CANCEL-17'],
    // Where cancels are confirmed later, core takes no answer for an end.
    needs: ['synchronous-cancel'],
    apply: (definition, notes) =>
      withCancel(definition, async (send, context) => {
        try {
          return await send();
        } catch (error) {
          if (!definition.isOrderNotFoundDuringCancelationError(error)) throw error;
          notes.acted();
          return { state: 'canceled', updateTimeMs: context.nowMs() };
        }
      }),
  }),
  defineMutant({
    id: 'refusal-of-a-cancel-is-taken-for-a-yes',
    title: 'The error in the answer to a cancel is not looked at',
    evidence: 'HB-18; venues that answer errors with status 200',
    killers: ['CANCEL-13', 'CANCEL-16'],
    // Where cancels are confirmed later, core takes no answer for an end.
    needs: ['synchronous-cancel'],
    apply: (definition, notes) =>
      withCancel(definition, async (send, context) => {
        try {
          return await send();
        } catch (error) {
          if (!ConnectorError.is(error) || error.code !== 'VENUE_REJECTION') throw error;
          notes.acted();
          return { state: 'canceled', updateTimeMs: context.nowMs() };
        }
      }),
  }),
  defineMutant({
    id: 'canceled-amount-is-taken-for-executed',
    title: 'The amount of a canceled order is read as what was executed of it',
    evidence: 'MUT-22',
    killers: ['CANCEL-01', 'CANCEL-08'],
    apply: (definition, notes) => {
      const amounts = new Map<string, OrderReference['amount']>();
      const canceling = withCancel(definition, async (send, _context, order) => {
        amounts.set(order.clientOrderId, order.amount);
        if (order.exchangeOrderId !== undefined) amounts.set(order.exchangeOrderId, order.amount);
        const canceled = await send();
        notes.acted();
        return { ...canceled, cumulativeBase: order.amount };
      });
      return withStreamUpdates(canceling, notes, (updates) =>
        updates.map((update) => {
          if (update.kind !== 'order' || update.update.state !== 'canceled') return update;
          const cumulativeBase = amounts.get(update.update.clientOrderId ?? '') ?? amounts.get(update.update.exchangeOrderId ?? '');
          return cumulativeBase === undefined ? update : { ...update, update: { ...update.update, cumulativeBase } };
        }),
      );
    },
  }),
  defineMutant({
    id: 'fills-after-a-cancel-are-thrown-away',
    title: 'Fills that come when an order has been canceled are dropped as those of an unknown order',
    evidence: '`hummingbot`: a canceled order is not fillable any more',
    killers: ['CANCEL-10'],
    needs: ['trade-ids'],
    apply: (definition, notes) => {
      const canceled = new Set<string>();
      const isOfCanceled = ({
        clientOrderId,
        exchangeOrderId,
      }: {
        readonly clientOrderId?: string;
        readonly exchangeOrderId?: string;
      }): boolean => [clientOrderId, exchangeOrderId].some((id) => id !== undefined && canceled.has(id));
      const forgetful = withCancel(definition, (send, _context, { clientOrderId, exchangeOrderId }: OrderReference) => {
        canceled.add(clientOrderId);
        if (exchangeOrderId !== undefined) canceled.add(exchangeOrderId);
        return send();
      });
      const withoutQueries = withMembers(forgetful, {
        allTradeUpdatesForOrder: async (context, order) => {
          const trades = await definition.allTradeUpdatesForOrder(context, order);
          if (!canceled.has(order.clientOrderId)) return trades;
          notes.acted();
          return [];
        },
      });
      return withStreamUpdates(withoutQueries, notes, (updates) =>
        updates.some((update) => update.kind === 'trade' && isOfCanceled(update.update))
          ? updates.filter((update) => update.kind !== 'trade' || !isOfCanceled(update.update))
          : updates,
      );
    },
  }),
  defineMutant({
    id: 'cancel-ends-all-orders-of-the-market',
    title: 'A cancel ends whatever the account has open in the market',
    evidence: 'MUT-20; `hummingbot#2896`: orders of others were canceled',
    killers: ['CANCEL-02', 'CANCEL-15'],
    apply: (definition, notes) =>
      withCancel(definition, async (send, context, order) => {
        const canceled = await send();
        for (const open of await definition.requestOpenOrders(context, order.tradingPair)) {
          notes.acted();
          const { clientOrderId = '', exchangeOrderId, side, price, amount, creationTimeMs } = open;
          const other = { tradingPair: open.tradingPair, clientOrderId, exchangeOrderId, side, price, amount, creationTimeMs };
          await definition.placeCancel(context, { ...other, orderType: order.orderType }).catch(() => undefined);
        }
        return canceled;
      }),
  }),
  defineMutant({
    id: 'cancels-of-a-batch-are-answered-in-the-wrong-order',
    title: 'The answers to the cancels of a batch are read from the last to the first',
    evidence: 'venues that answer in their own order',
    killers: ['CANCEL-17'],
    needs: ['batch-cancel'],
    apply: (definition, notes) => {
      const placeCancels = definition.placeCancels?.bind(definition);
      if (placeCancels === undefined) return definition;
      return withMembers(definition, {
        placeCancels: async (context, orders) => {
          notes.acted();
          return (await placeCancels(context, orders)).toReversed();
        },
      });
    },
  }),
  defineMutant({
    id: 'answer-to-a-cancel-ends-nothing',
    title: 'The answer to a cancel is read as taken, although it says that the order is canceled',
    evidence: 'venues whose reply has the order in it',
    killers: ['CANCEL-21'],
    apply: (definition, notes) =>
      withCancel(definition, async (send) => {
        const canceled = await send();
        notes.acted();
        return { ...canceled, state: 'pending-cancel' };
      }),
  }),
  defineMutant({
    id: 'taken-cancel-is-called-done',
    title: 'The yes of a venue that carries cancels out later is read as the end of the order',
    evidence: 'MUT-3; the flag that says how a venue cancels, left as it was in the template',
    killers: ['CANCEL-22', 'CANCEL-23'],
    needs: ['trait:asynchronous-cancel'],
    apply: (definition, notes) =>
      withMembers(
        withCancel(definition, async (send) => {
          const taken = await send();
          notes.acted();
          return { ...taken, state: 'canceled' };
        }),
        { isCancelRequestInExchangeSynchronous: true },
      ),
  }),
];
