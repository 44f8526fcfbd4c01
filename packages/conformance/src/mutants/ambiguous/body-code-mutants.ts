import { VenueRejection, VenueUnavailableError } from '@venuekit/core/connector';
import { withCommandErrors } from '../../mutant/command-seams.ts';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

/** Defects in how codes are read that stand in the bodies of successful answers. */
export const bodyCodeMutants: readonly Mutant[] = [
  defineMutant({
    id: 'unknown-code-is-a-rejection',
    title: 'Whatever code the body of an answer has, if it is not the one of success the order is rejected',
    evidence: 'venue differences: success by a code in the body',
    killers: ['AMBIGUOUS-35'],
    needs: ['trait:success-in-body'],
    apply: (definition, notes) =>
      withCommandErrors(definition, (error) => {
        if (!(error instanceof VenueUnavailableError)) return error;
        notes.acted();
        return new VenueRejection({ reason: 'other', status: 200, venueCode: '', venueMessage: error.message });
      }),
  }),
  defineMutant({
    id: 'status-200-is-a-yes',
    title: 'An order whose answer has status 200 counts as placed, whatever its body says',
    evidence: 'venue differences: success by a code in the body',
    killers: ['ORDER-17', 'ORDER-19'],
    needs: ['trait:success-in-body'],
    apply: (definition, notes) =>
      withMembers(definition, {
        placeOrder: async (context, order) => {
          try {
            return await definition.placeOrder(context, order);
          } catch (error) {
            if (!(error instanceof VenueRejection)) throw error;
            notes.acted();
            return { exchangeOrderId: `none of ${order.clientOrderId}`, state: 'open', updateTimeMs: context.nowMs() };
          }
        },
      }),
  }),
];
