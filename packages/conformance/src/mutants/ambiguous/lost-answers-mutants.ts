import { ConnectorError, OrderDeniedError, VenueRejection } from '@venuekit/core/connector';
import type { CardId } from '../../card/card.ts';
import { withCommandErrors, type ErrorJudge } from '../../mutant/command-seams.ts';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

function rejection(): VenueRejection {
  return new VenueRejection({ reason: 'other', status: 400, venueCode: '', venueMessage: 'the request failed' });
}

/** Takes errors of these codes for something else. */
function taking(codes: readonly string[], notes: MutantNotes, instead: () => unknown): ErrorJudge {
  return (error) => {
    if (!ConnectorError.is(error) || !codes.includes(error.code)) return error;
    notes.acted();
    return instead();
  };
}

const ALL_EXECUTED: readonly CardId[] = [
  'AMBIGUOUS-01',
  'AMBIGUOUS-04',
  'AMBIGUOUS-07',
  'AMBIGUOUS-10',
  'AMBIGUOUS-13',
  'AMBIGUOUS-16',
  'AMBIGUOUS-25',
];
const ALL_NOT_EXECUTED: readonly CardId[] = [
  'AMBIGUOUS-02',
  'AMBIGUOUS-05',
  'AMBIGUOUS-08',
  'AMBIGUOUS-11',
  'AMBIGUOUS-14',
  'AMBIGUOUS-17',
  'AMBIGUOUS-26',
];
const ALL_UNREADABLE: readonly CardId[] = [
  'AMBIGUOUS-03',
  'AMBIGUOUS-06',
  'AMBIGUOUS-09',
  'AMBIGUOUS-12',
  'AMBIGUOUS-15',
  'AMBIGUOUS-18',
  'AMBIGUOUS-27',
];

/** Defects in what is made of a command whose answer is lost. */
export const lostAnswerMutants: readonly Mutant[] = [
  defineMutant({
    id: 'timeout-is-a-rejection',
    title: 'A command that gets no answer in time counts as refused by the venue',
    evidence: 'MUT-2: nautilus outcome policy',
    killers: [...ALL_EXECUTED.filter((id) => id !== 'AMBIGUOUS-04' && id !== 'AMBIGUOUS-10'), ...ALL_NOT_EXECUTED],
    apply: (definition, notes) => withCommandErrors(definition, taking(['TIMEOUT'], notes, rejection)),
  }),
  defineMutant({
    id: 'reset-is-a-rejection',
    title: 'A command whose connection breaks counts as refused by the venue',
    evidence: 'MUT-2: nautilus outcome policy',
    killers: [...ALL_EXECUTED, ...ALL_NOT_EXECUTED],
    apply: (definition, notes) => withCommandErrors(definition, taking(['NETWORK'], notes, rejection)),
  }),
  defineMutant({
    id: 'server-error-is-a-rejection',
    title: 'An HTTP status of 500 or more counts as the refusal of a command',
    evidence: 'venue documents: 5xx says nothing of the execution; hummingbot-behaviour.md',
    killers: [...ALL_EXECUTED, ...ALL_NOT_EXECUTED],
    apply: (definition, notes) => withCommandErrors(definition, taking(['VENUE_UNAVAILABLE'], notes, rejection)),
  }),
  defineMutant({
    id: 'unreadable-answer-is-a-rejection',
    title: 'A command whose answer cannot be read counts as refused by the venue',
    evidence: 'nautilus outcome policy',
    killers: ALL_UNREADABLE,
    apply: (definition, notes) => withCommandErrors(definition, taking(['INVALID_PAYLOAD', 'VENUE_UNAVAILABLE'], notes, rejection)),
  }),
  defineMutant({
    id: 'timeout-is-a-denial',
    title: 'A command that gets no answer in time counts as never sent',
    evidence: 'MUT-2',
    killers: ['AMBIGUOUS-01', 'AMBIGUOUS-02', 'AMBIGUOUS-07', 'AMBIGUOUS-08', 'AMBIGUOUS-16'],
    apply: (definition, notes) =>
      withCommandErrors(
        definition,
        taking(['TIMEOUT'], notes, () => new OrderDeniedError('request-not-sent', 'no answer')),
      ),
  }),
  defineMutant({
    id: 'batch-failure-is-many-rejections',
    title: 'A batch that fails as a whole counts as the refusal of each of its orders',
    evidence: 'MUT-27: nautilus',
    killers: ['AMBIGUOUS-07', 'AMBIGUOUS-08', 'AMBIGUOUS-09', 'ORDER-40'],
    needs: ['batch-place'],
    apply: (definition, notes) => {
      const placeOrders = definition.placeOrders?.bind(definition);
      if (placeOrders === undefined) return definition;
      return withMembers(definition, {
        placeOrders: async (context, orders) => {
          try {
            return await placeOrders(context, orders);
          } catch {
            notes.acted();
            return orders.map(() => ({ error: rejection() }));
          }
        },
      });
    },
  }),
  defineMutant({
    id: 'lost-placement-is-sent-again',
    title: 'A placement that gets no answer is sent once more with the same client id, and the refusal of the second is believed',
    evidence: 'design: nothing is ever sent again; ky retries by default',
    killers: ['AMBIGUOUS-02'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: async (context, order) => {
          try {
            return await definition.placeOrder(context, order);
          } catch (error) {
            if (!ConnectorError.is(error) || error.outcome !== 'unknown') throw error;
            notes.acted();
            return definition.placeOrder(context, order);
          }
        },
      }),
  }),
];
