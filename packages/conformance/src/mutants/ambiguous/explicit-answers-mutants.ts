import { ConnectorError, NetworkError, VenueRejection } from '@venuekit/core/connector';
import type { BatchOutcome, CanceledOrder, OrderUpdate, PlacedOrder } from '@venuekit/core/connector';
import { withCommandErrors } from '../../mutant/command-seams.ts';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

function isRejected<Value>(outcome: BatchOutcome<Value>): outcome is { readonly error: unknown } {
  return 'error' in outcome && ConnectorError.is(outcome.error) && outcome.error.outcome === 'rejected';
}

/** Defects in what is made of an explicit answer. */
export const explicitAnswerMutants: readonly Mutant[] = [
  defineMutant({
    id: 'refused-connection-is-unknown',
    title: 'An error that tells that nothing was sent is wrapped into one that does not tell it',
    evidence: 'design: a command has four outcomes; wrapping errors loses their class',
    killers: ['AMBIGUOUS-28'],
    apply: (definition, notes) =>
      withCommandErrors(definition, (error) => {
        if (!ConnectorError.is(error) || error.outcome !== 'not-sent') return error;
        notes.acted();
        return new NetworkError({ host: 'the venue', problem: 'the connection failed', mayHaveBeenSent: true });
      }),
  }),
  defineMutant({
    id: 'duplicate-is-any-rejection',
    title: 'The venue’s words for a client id that is taken are not known, so that they are a rejection like others',
    evidence: 'venue-differences.md: each venue has its own code for a duplicate id',
    killers: ['AMBIGUOUS-29'],
    apply: (definition, notes) =>
      withCommandErrors(definition, (error) => {
        if (!(error instanceof VenueRejection) || error.reason !== 'duplicate-client-order-id') return error;
        notes.acted();
        const { status, venueCode, venueMessage } = error;
        return new VenueRejection({ reason: 'other', status, venueCode, venueMessage });
      }),
  }),
  defineMutant({
    id: 'one-refusal-is-of-the-whole-batch',
    title: 'One refused order of a batch lets the whole batch count as refused',
    evidence: 'NT-E78: nautilus',
    killers: ['AMBIGUOUS-30'],
    apply: (definition, notes) => {
      const placeOrders = definition.placeOrders?.bind(definition);
      if (placeOrders === undefined) return definition;
      return withMembers(definition, {
        placeOrders: async (context, orders): Promise<readonly BatchOutcome<PlacedOrder>[]> => {
          const outcomes = await placeOrders(context, orders);
          const refused = outcomes.find(isRejected);
          if (refused === undefined) return outcomes;
          notes.acted();
          return orders.map(() => refused);
        },
      });
    },
  }),
  defineMutant({
    id: 'cancel-without-a-yes-is-done',
    title: 'A cancel of an order that the venue does not list as open, or that has no answer, counts as done',
    evidence: 'MUT-3: nautilus; hummingbot#5896',
    killers: ['AMBIGUOUS-31', 'AMBIGUOUS-32'],
    // Elsewhere the answer to a cancel says only that it was taken.
    needs: ['synchronous-cancel'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeCancel: async (context, order): Promise<CanceledOrder> => {
          try {
            return await definition.placeCancel(context, order);
          } catch (error) {
            const isLost = ConnectorError.is(error) && error.outcome === 'unknown';
            if (!isLost && !definition.isOrderNotFoundDuringCancelationError(error)) throw error;
            notes.acted();
            return { state: 'canceled', updateTimeMs: context.nowMs() };
          }
        },
      }),
  }),
  defineMutant({
    id: 'what-is-over-was-canceled',
    title: 'A query takes an order that is not open any more for canceled, although it was filled, and reads neither amount nor trades',
    evidence: 'MUT-3: nautilus; hummingbot#5896',
    killers: ['AMBIGUOUS-31', 'AMBIGUOUS-32'],
    apply: (definition, notes) =>
      withMembers(definition, {
        requestOrderStatus: async (context, order): Promise<OrderUpdate> => {
          const { cumulativeBase: _, cumulativeQuote: __, ...update } = await definition.requestOrderStatus(context, order);
          if (update.state !== 'filled') return update;
          notes.acted();
          return { ...update, state: 'canceled' };
        },
        allTradeUpdatesForOrder: async () => [],
        ...(definition.tradeUpdatesSince !== undefined && { tradeUpdatesSince: async () => [] }),
      }),
  }),
  defineMutant({
    id: 'stream-ignores-new-orders',
    title: 'What the private stream tells of an order that has just come to the venue is ignored, because the answer will tell it',
    evidence: 'hummingbot-behaviour.md: the status of a new order is taken from the reply alone',
    killers: ['AMBIGUOUS-33'],
    apply: (definition, notes) =>
      withMembers(definition, {
        userStreamEventListener: async (event, context) => {
          const updates = await definition.userStreamEventListener(event, context);
          return updates.filter((update) => {
            const isNew = update.kind === 'order' && update.update.state === 'open';
            if (isNew) notes.acted();
            return !isNew;
          });
        },
      }),
  }),
];
