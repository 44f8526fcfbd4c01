import { ConnectorError } from '@venuekit/core/connector';
import type { ConnectorDefinition } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

function withCapabilities(
  definition: ConnectorDefinition,
  capabilities: Partial<ConnectorDefinition['capabilities']>,
): ConnectorDefinition {
  return withMembers(definition, { capabilities: { ...definition.capabilities, ...capabilities } });
}

/** What is answered where asking fails. */
async function orNone<Row>(answer: Promise<readonly Row[]>, notes: MutantNotes): Promise<readonly Row[]> {
  try {
    return await answer;
  } catch {
    notes.acted();
    return [];
  }
}

/** Defects in what is made of the absence of an order. */
export const absenceMutants: readonly Mutant[] = [
  defineMutant({
    id: 'every-error-is-order-not-found',
    title: 'Whatever goes wrong with a query of an order counts as the venue not knowing it',
    evidence: 'MUT-1: hummingbot#8457',
    killers: ['AMBIGUOUS-19'],
    apply: (definition, notes) =>
      withMembers(definition, {
        isOrderNotFoundDuringStatusUpdateError: (error) => {
          if (!definition.isOrderNotFoundDuringStatusUpdateError(error)) notes.acted();
          return true;
        },
      }),
  }),
  defineMutant({
    id: 'no-answer-is-no-open-orders',
    title: 'Open orders that cannot be read count as none',
    evidence: 'MUT-1: a caught error becomes an empty list',
    killers: ['AMBIGUOUS-20'],
    apply: (definition, notes) =>
      withMembers(definition, { requestOpenOrders: (context, pair) => orNone(definition.requestOpenOrders(context, pair), notes) }),
  }),
  defineMutant({
    id: 'no-answer-is-no-trades',
    title: 'Trades that cannot be read count as none',
    evidence: 'MUT-1: a caught error becomes an empty list',
    killers: ['AMBIGUOUS-21'],
    apply: (definition, notes) => {
      const tradeUpdatesSince = definition.tradeUpdatesSince?.bind(definition);
      return withMembers(definition, {
        allTradeUpdatesForOrder: (context, order) => orNone(definition.allTradeUpdatesForOrder(context, order), notes),
        ...(tradeUpdatesSince !== undefined && {
          tradeUpdatesSince: (context, pair, sinceMs) => orNone(tradeUpdatesSince(context, pair, sinceMs), notes),
        }),
      });
    },
  }),
  defineMutant({
    id: 'requests-are-said-to-be-done-at-once',
    title: 'The connector declares that a request is valid and worked on for no time at all',
    evidence: 'design: never arrived needs the end of the validity on the venue’s clock',
    killers: ['AMBIGUOUS-22'],
    apply: (definition, notes) => {
      notes.acted();
      return withCapabilities(definition, { requestValidityMs: 0, processingTimeMs: 0 });
    },
  }),
  defineMutant({
    id: 'gives-orders-up-at-once',
    title: 'An order without an answer is given up after a second',
    evidence: 'hummingbot-behaviour.md: the count of not-founds runs out within one short outage',
    killers: ['AMBIGUOUS-23'],
    apply: (definition, notes) => {
      notes.acted();
      return withCapabilities(definition, { lostAfterMs: 1_000 });
    },
  }),
  defineMutant({
    id: 'unreadable-orders-are-over',
    title: 'Open orders that cannot be read count as none, and one that cannot be queried as canceled',
    evidence: 'MUT-1, MUT-3: hummingbot#8457',
    killers: ['AMBIGUOUS-24'],
    apply: (definition, notes) =>
      withMembers(definition, {
        requestOpenOrders: (context, pair) => orNone(definition.requestOpenOrders(context, pair), notes),
        requestOrderStatus: async (context, order) => {
          try {
            return await definition.requestOrderStatus(context, order);
          } catch (error) {
            if (ConnectorError.is(error) && error.code === 'ABORTED') throw error;
            notes.acted();
            const { clientOrderId, tradingPair } = order;
            return { clientOrderId, tradingPair, state: 'canceled', updateTimeMs: context.nowMs() };
          }
        },
      }),
  }),
];
