import { asError, ConnectorError, decorate } from '@venuekit/core/connector';
import type { ConnectorDefinition, OrderReference, RequestContext, UserStreamUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource, withMembers, withUserStream } from '../../mutant/seams.ts';

/** The codes of errors that tell that an answer came and made no sense. */
const UNREADABLE: ReadonlySet<string> = new Set(['INVALID_PAYLOAD', 'VENUE_UNAVAILABLE']);

/** What is told by an event; that it cannot be read is a problem. */
async function outcomeOf(definition: ConnectorDefinition, event: unknown, context: RequestContext): Promise<readonly UserStreamUpdate[]> {
  try {
    return await definition.userStreamEventListener(event, context);
  } catch (error) {
    return [{ kind: 'problem', error: asError(error, 'private event') }];
  }
}

/** Connectors that make something of what they do not know, or nothing at all. */
export const carelessMutants: readonly Mutant[] = [
  defineMutant({
    id: 'strange-private-events-are-swallowed',
    title: 'A private event that cannot be read is thrown away without a word',
    evidence: 'design: it is reported and skipped; a catch without a body',
    killers: ['EVOLUTION-06', 'EVOLUTION-08', 'EVOLUTION-09'],
    apply: (definition, notes) => {
      const quiet = withUserStream(definition, (source) => ({
        onFrame: (frame, sink) => source.onFrame(frame, decorate(sink, { problem: () => notes.acted() })),
      }));
      return withMembers(quiet, {
        userStreamEventListener: async (event, context) => {
          try {
            const updates = await definition.userStreamEventListener(event, context);
            const known = updates.filter(({ kind }) => kind !== 'problem');
            if (known.length < updates.length) notes.acted();
            return known;
          } catch {
            notes.acted();
            return [];
          }
        },
      });
    },
  }),
  defineMutant({
    id: 'strange-market-frames-are-swallowed',
    title: 'A frame of the market that cannot be read is thrown away without a word',
    evidence: 'design: it is reported and skipped; a catch without a body',
    killers: ['EVOLUTION-10', 'EVOLUTION-11'],
    apply: (definition, notes) =>
      withBookSource(definition, (source) => ({
        onFrame: (frame, sink, symbols) => source.onFrame(frame, decorate(sink, { problem: () => notes.acted() }), symbols),
      })),
  }),
  defineMutant({
    id: 'unknown-status-is-failed',
    title: 'An order whose status is not known counts as failed',
    evidence: 'hummingbot-behaviour.md: a map of states with a default',
    killers: ['EVOLUTION-06'],
    apply: (definition, notes) => {
      const open: OrderReference[] = [];
      return withMembers(definition, {
        placeOrder: async (context, order) => {
          open.push({ ...order, exchangeOrderId: undefined, creationTimeMs: context.nowMs(), price: order.price });
          return definition.placeOrder(context, order);
        },
        userStreamEventListener: async (event, context): Promise<readonly UserStreamUpdate[]> => {
          const updates = await outcomeOf(definition, event, context);
          const [first] = open;
          if (first === undefined || updates.every(({ kind }) => kind !== 'problem')) return updates;
          notes.acted();
          const { tradingPair, clientOrderId } = first;
          return [{ kind: 'order', update: { tradingPair, clientOrderId, state: 'failed', updateTimeMs: context.nowMs() } }];
        },
      });
    },
  }),
  defineMutant({
    id: 'unknown-market-status-is-tradable',
    title: 'A market is traded on unless its status is one of those that are known to be closed',
    evidence: 'EVOLUTION: a list of bad values instead of good ones',
    killers: ['EVOLUTION-07'],
    apply: (definition, notes) =>
      withMembers(definition, {
        formatTradingRules: (context, reply, onProblem) =>
          definition.formatTradingRules(context, reply, onProblem).map((rule) => {
            if (!rule.isTradable) notes.acted();
            return { ...rule, isTradable: true };
          }),
      }),
  }),
  defineMutant({
    id: 'unreadable-balances-are-none',
    title: 'Balances that cannot be read count as none',
    evidence: 'a caught error becomes an empty list; hummingbot removes assets that are absent',
    killers: ['EVOLUTION-12', 'EVOLUTION-13', 'EVOLUTION-14', 'EVOLUTION-15'],
    apply: (definition, notes) =>
      withMembers(definition, {
        updateBalances: async (context) => {
          try {
            return await definition.updateBalances(context);
          } catch (error) {
            if (!ConnectorError.is(error) || !UNREADABLE.has(error.code)) throw error;
            notes.acted();
            return [];
          }
        },
      }),
  }),
  defineMutant({
    id: 'missing-amount-is-zero',
    title: 'A balance whose amount cannot be read counts as zero',
    evidence: 'MUT-21: missing becomes 0 silently',
    killers: ['EVOLUTION-18'],
    apply: (definition, notes) => {
      const known = new Set<string>();
      return withMembers(definition, {
        updateBalances: async (context) => {
          const rows = await definition.updateBalances(context);
          const missing = [...known].filter((asset) => !rows.some((row) => row.asset === asset));
          for (const { asset } of rows) known.add(asset);
          const [{ total } = { total: undefined }] = rows;
          if (missing.length === 0 || total === undefined) return rows;
          notes.acted();
          const zero = total.minus(total);
          return [...rows, ...missing.map((asset) => ({ asset, total: zero, available: zero }))];
        },
      });
    },
  }),
  defineMutant({
    id: 'symbols-are-read-once',
    title: 'The names of the markets are read at the start and never again',
    evidence: 'hummingbot-behaviour.md: the symbol map is filled once',
    killers: ['EVOLUTION-17'],
    apply: (definition, notes) => {
      let first: ReturnType<typeof definition.initializeTradingPairSymbolsFromExchangeInfo> | undefined;
      return withMembers(definition, {
        initializeTradingPairSymbolsFromExchangeInfo: (reply, onProblem) => {
          if (first !== undefined) notes.acted();
          first ??= definition.initializeTradingPairSymbolsFromExchangeInfo(reply, onProblem);
          return first;
        },
      });
    },
  }),
];
