import { VenueRejection } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

const noReplyIsNo = defineMutant({
  id: 'unanswered-order-told-as-refused',
  title: 'An order whose answer was lost is told as refused by the venue',
  evidence: 'MUT-2; nautilus outcome policy',
  killers: ['STATUS-15', 'STATUS-16', 'STATUS-17', 'STATUS-18', 'STATUS-19', 'STATUS-20'],
  apply: (definition, notes) =>
    withMembers(definition, {
      placeOrder: async (context, order) => {
        try {
          return await definition.placeOrder(context, order);
        } catch (error) {
          if (error instanceof VenueRejection) throw error;
          notes.acted();
          throw new VenueRejection({ reason: 'other', status: 400, venueCode: 'none', venueMessage: 'no answer' });
        }
      },
    }),
});

const cancelWithoutId = defineMutant({
  id: 'cancel-without-exchange-id-is-skipped',
  title: 'The cancel of an order whose exchange id is not known is not sent, and told as done',
  evidence: 'hummingbot behaviour: cancels wait 10 s for the exchange id',
  killers: ['STATUS-19'],
  apply: (definition, notes) =>
    withMembers(definition, {
      placeCancel: async (context, order) => {
        if (order.exchangeOrderId !== undefined) return definition.placeCancel(context, order);
        notes.acted();
        return { state: 'canceled', updateTimeMs: context.nowMs() };
      },
    }),
});

const failedCancelIsDone = defineMutant({
  id: 'failed-cancel-of-a-lost-order-told-as-done',
  title: 'A cancel that ends in an error is told as done',
  evidence: 'hummingbot behaviour D-29: a timeout drops a lost order at once',
  killers: ['STATUS-20'],
  needs: ['synchronous-cancel'],
  apply: (definition, notes) =>
    withMembers(definition, {
      placeCancel: async (context, order) => {
        try {
          return await definition.placeCancel(context, order);
        } catch {
          notes.acted();
          return { state: 'canceled', updateTimeMs: context.nowMs() };
        }
      },
    }),
});

/** Defects about orders that the venue does not answer for. */
export const lostOrderMutants: readonly Mutant[] = [noReplyIsNo, cancelWithoutId, failedCancelIsDone];
