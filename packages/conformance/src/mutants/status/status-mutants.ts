import { Decimal, decorate, InvalidPayloadError } from '@venuekit/core/connector';
import type { ConnectorDefinition, OpenOrder, OrderReference, OrderUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withOrderFacts } from '../../mutant/fact-seams.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';
import { lostOrderMutants } from './lost-order-mutants.ts';

const ENDS_WITHOUT_FILL: ReadonlySet<string> = new Set(['canceled', 'expired']);

/** Answers the query of one order in the place of an error that says that there is none. */
function insteadOfNotFound(
  definition: ConnectorDefinition,
  notes: MutantNotes,
  isMeant: (error: unknown) => boolean,
  state: OrderUpdate['state'],
): ConnectorDefinition {
  return withMembers(definition, {
    requestOrderStatus: async (context, order) => {
      try {
        return await definition.requestOrderStatus(context, order);
      } catch (error) {
        if (!isMeant(error)) throw error;
        notes.acted();
        return { ...idsOf(order), state, updateTimeMs: context.nowMs() };
      }
    },
  });
}

function idsOf({ tradingPair, clientOrderId, exchangeOrderId }: OrderReference): Pick<OrderUpdate, 'tradingPair' | 'clientOrderId'> {
  return { tradingPair, clientOrderId, ...(exchangeOrderId === undefined ? {} : { exchangeOrderId }) };
}

/** Tells other rows of the open orders. */
function otherRows(change: (row: OpenOrder) => OpenOrder): Mutant['apply'] {
  return (definition, notes) =>
    withMembers(definition, {
      requestOpenOrders: async (context, pair) =>
        (await definition.requestOpenOrders(context, pair)).map((row) => {
          const changed = change(row);
          if (changed !== row) notes.acted();
          return changed;
        }),
    });
}

const endsReadAsOpen = defineMutant({
  id: 'ended-state-read-as-open',
  title: 'States that the author did not think of, canceled and expired among them, are read as open',
  evidence: 'state maps with a default of "open"',
  killers: ['STATUS-02', 'STATUS-03', 'STATUS-06', 'STATUS-08', 'STATUS-18', 'FOREIGN-05'],
  apply: (definition, notes) =>
    withOrderFacts(definition, (fact) => {
      if (!ENDS_WITHOUT_FILL.has(fact.state)) return fact;
      notes.acted();
      return { ...fact, state: 'open' };
    }),
});

const filledReadAsOpen = defineMutant({
  id: 'filled-state-read-as-open',
  title: 'The query of an order reads "filled" as open, without what was executed',
  evidence: 'hummingbot#5896: orders that stay open for ever',
  killers: ['STATUS-01'],
  needs: ['lacks:book-connection-counter'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOrderStatus: async (context, order) => {
        const { cumulativeBase: _base, cumulativeQuote: _quote, ...update } = await definition.requestOrderStatus(context, order);
        if (update.state !== 'filled') return update;
        notes.acted();
        return { ...update, state: 'open' };
      },
    }),
});

const openReadAsCanceled = defineMutant({
  id: 'open-state-read-as-canceled',
  title: 'Every state but the known ones is read as canceled, and the word for "open" in the list is another than on the stream',
  evidence: 'state maps with a default of "canceled"',
  killers: ['STATUS-04'],
  apply: otherRows((row) => (row.state === 'open' ? { ...row, state: 'canceled' } : row)),
});

const executedNotRead = defineMutant({
  id: 'executed-amount-of-open-orders-not-read',
  title: 'What was executed of an open order is told as 0 in the list',
  evidence: 'hummingbot behaviour: status polls that look at the state only',
  killers: ['STATUS-05', 'STATUS-22'],
  apply: otherRows((row) =>
    row.executedAmount.isZero() ? row : { ...row, state: 'open', executedAmount: new Decimal(0), executedQuote: new Decimal(0) },
  ),
});

const restForAmount = defineMutant({
  id: 'rest-told-as-amount',
  title: 'What is left of an open order is told as its amount',
  evidence: 'venues that list the remaining size and call it size',
  killers: ['STATUS-05', 'STATUS-22', 'ORDERING-03'],
  apply: otherRows((row) => (row.executedAmount.isZero() ? row : { ...row, amount: row.amount.minus(row.executedAmount) })),
});

const sidesSwapped = defineMutant({
  id: 'sides-of-open-orders-swapped',
  title: 'The list of open orders tells buys as sells',
  evidence: 'flags such as isBuyer read the wrong way round',
  killers: ['STATUS-22'],
  apply: otherRows((row) => ({ ...row, side: row.side === 'buy' ? 'sell' : 'buy' })),
});

const everyErrorIsNotFound = defineMutant({
  id: 'every-error-is-not-found',
  title: 'Any failure of the query of an order counts as "there is no such order"',
  evidence: 'MUT-1; hummingbot#8457',
  killers: ['STATUS-09', 'STATUS-10', 'STATUS-11', 'STATUS-12'],
  needs: ['lacks:book-connection-counter'],
  apply: (definition, notes) =>
    withMembers(definition, {
      isOrderNotFoundDuringStatusUpdateError: (error) => {
        if (!definition.isOrderNotFoundDuringStatusUpdateError(error)) notes.acted();
        return true;
      },
    }),
});

const outageIsEmptiness = defineMutant({
  id: 'outage-reads-as-no-orders',
  title: 'A failed list of open orders is an empty one, and a failed query of an order is "not found"',
  evidence: 'MUT-1; hummingbot#8457: six live orders dropped in an outage of DNS',
  killers: ['STATUS-13'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOpenOrders: async (context, pair) => {
        try {
          return await definition.requestOpenOrders(context, pair);
        } catch {
          notes.acted();
          return [];
        }
      },
      isOrderNotFoundDuringStatusUpdateError: () => true,
    }),
});

const notFoundIsFailed = defineMutant({
  id: 'not-found-is-failed',
  title: 'An order that a query does not find is told as failed',
  evidence: 'seeded bugs: missing order rejected without a targeted query',
  killers: ['STATUS-14'],
  apply: (definition, notes) =>
    insteadOfNotFound(definition, notes, (error) => definition.isOrderNotFoundDuringStatusUpdateError(error), 'failed'),
});

const notFoundIsCanceled = defineMutant({
  id: 'not-found-is-canceled',
  title: 'An order that a query does not find is told as canceled',
  evidence: 'venues forget canceled orders; connectors conclude the reverse',
  killers: ['STATUS-14', 'STATUS-21'],
  apply: (definition, notes) =>
    insteadOfNotFound(definition, notes, (error) => definition.isOrderNotFoundDuringStatusUpdateError(error), 'canceled'),
});

const neverNotFound = defineMutant({
  id: 'not-found-is-never-seen',
  title: "The venue's word for an unknown order is not known, so that nothing is ever settled",
  evidence: 'hummingbot behaviour: 12 of 46 connectors answer false to the classifier',
  killers: ['STATUS-21'],
  apply: (definition, notes) =>
    withMembers(definition, {
      isOrderNotFoundDuringStatusUpdateError: (error) => {
        if (definition.isOrderNotFoundDuringStatusUpdateError(error)) notes.acted();
        return false;
      },
    }),
});

const oneBadRowSpoilsAll = defineMutant({
  id: 'one-bad-row-spoils-the-open-orders',
  title: 'When one row of the open orders is of a market that is not known, the whole list is thrown away',
  evidence: 'seeded bugs: an unknown value throws away the whole batch; hummingbot#8397',
  killers: ['STATUS-23'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOpenOrders: async (context, pair) => {
        const unknownSymbols: string[] = [];
        const symbols = decorate(context.symbols, {
          tradingPair: (symbol) => {
            if (context.symbols.findTradingPair(symbol) === undefined) unknownSymbols.push(symbol);
            return context.symbols.tradingPair(symbol);
          },
          findTradingPair: (symbol) => {
            if (context.symbols.findTradingPair(symbol) === undefined) unknownSymbols.push(symbol);
            return context.symbols.findTradingPair(symbol);
          },
        });
        const rows = await definition.requestOpenOrders(decorate(context, { symbols }), pair);
        if (unknownSymbols.length === 0) return rows;
        notes.acted();
        throw new InvalidPayloadError({ field: 'symbol', origin: 'open orders', expected: 'a known market', received: unknownSymbols[0] });
      },
    }),
});

/** Defects that cards of the family STATUS must find. */
export const statusMutants: readonly Mutant[] = [
  ...lostOrderMutants,
  endsReadAsOpen,
  filledReadAsOpen,
  openReadAsCanceled,
  executedNotRead,
  restForAmount,
  sidesSwapped,
  everyErrorIsNotFound,
  outageIsEmptiness,
  notFoundIsFailed,
  notFoundIsCanceled,
  neverNotFound,
  oneBadRowSpoilsAll,
];
