import { InvalidPayloadError } from '@venuekit/core/connector';
import type { BalanceSnapshotRow, Clock, ConnectorDefinition, OpenOrder, OrderUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withFetch, withMembers } from '../../mutant/seams.ts';

/** The definition that tells another state of orders that are asked for one by one. */
function withStates(
  definition: ConnectorDefinition,
  change: (state: OrderUpdate['state']) => OrderUpdate['state'],
  acted: () => void,
): ConnectorDefinition {
  return withMembers(definition, {
    requestOrderStatus: async (context, order) => {
      const update = await definition.requestOrderStatus(context, order);
      const state = change(update.state);
      if (state !== update.state) acted();
      return { ...update, state };
    },
  });
}

const ENDS: ReadonlySet<OrderUpdate['state']> = new Set(['filled', 'canceled', 'expired', 'failed']);

/** What a reply with an empty row looks like. */
const EMPTY_ROW = /[[,]\s*(?:\{\s*\}|\[\s*\])\s*,/;

/** Defects in the questions about orders and balances by which a gap is repaired. */
export const queryMutants: readonly Mutant[] = [
  defineMutant({
    id: 'unanswered-open-orders-are-none',
    title: 'When the venue does not answer which orders are open, none is taken for open',
    evidence: 'user-stream recovery 1.7-14; further seeded bugs: half a snapshot accepted as whole',
    killers: ['RECOVERY-43'],
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
      }),
  }),
  defineMutant({
    id: 'unanswered-balances-are-the-last-ones',
    title: 'When the venue does not answer for the balances, those of before are taken for theirs',
    evidence: 'further seeded bugs: half a snapshot accepted as whole',
    killers: ['RECOVERY-45'],
    apply: (definition, notes) => {
      let last: readonly BalanceSnapshotRow[] = [];
      return withMembers(definition, {
        updateBalances: async (context) => {
          try {
            last = await definition.updateBalances(context);
          } catch {
            notes.acted();
          }
          return last;
        },
      });
    },
  }),
  defineMutant({
    id: 'unanswered-questions-are-answered-by-memory',
    title: 'When the venue answers nothing, all is taken for as it was: orders open, no trades, the same balances',
    evidence: 'further seeded bugs: half a snapshot accepted as whole; user-stream recovery 1.7-14',
    killers: ['RECOVERY-46'],
    apply: (definition, notes) => {
      let rows: readonly OpenOrder[] = [];
      let balances: readonly BalanceSnapshotRow[] = [];
      const instead = async <Answer>(answer: Promise<Answer>, memory: Answer): Promise<Answer> => {
        try {
          return await answer;
        } catch {
          notes.acted();
          return memory;
        }
      };
      return withMembers(definition, {
        requestOpenOrders: async (context, pair) => (rows = await instead(definition.requestOpenOrders(context, pair), rows)),
        updateBalances: async (context) => (balances = await instead(definition.updateBalances(context), balances)),
        allTradeUpdatesForOrder: (context, order) => instead(definition.allTradeUpdatesForOrder(context, order), []),
        requestOrderStatus: (context, order) =>
          instead(definition.requestOrderStatus(context, order), {
            tradingPair: order.tradingPair,
            clientOrderId: order.clientOrderId,
            state: 'open',
            updateTimeMs: context.nowMs(),
          }),
        ...(definition.tradeUpdatesSince !== undefined && {
          tradeUpdatesSince: (context, pair, sinceMs) =>
            instead(definition.tradeUpdatesSince?.(context, pair, sinceMs) ?? Promise.resolve([]), []),
        }),
      });
    },
  }),
  defineMutant({
    id: 'balances-come-from-a-cache',
    title: 'Balances are asked for once and remembered',
    evidence: 'user-stream recovery 1.7-3: balances are not refreshed',
    killers: ['RECOVERY-01', 'RECOVERY-08'],
    apply: (definition, notes) => {
      let cached: Promise<readonly BalanceSnapshotRow[]> | undefined;
      return withMembers(definition, {
        updateBalances: (context) => {
          if (cached !== undefined) notes.acted();
          cached ??= definition.updateBalances(context);
          return cached;
        },
      });
    },
  }),
  defineMutant({
    id: 'open-orders-never-leave-the-cache',
    title: 'An order that was once among the open ones stays among them',
    evidence: 'MUT-9: snapshot from a dead socket applied; user-stream recovery 1.7-1: snapshot before the new stream is live',
    killers: ['RECOVERY-11'],
    apply: (definition, notes) => {
      const known = new Map<string, OpenOrder>();
      return withMembers(definition, {
        requestOpenOrders: async (context, pair) => {
          const rows = await definition.requestOpenOrders(context, pair);
          const now = new Set(rows.map(({ exchangeOrderId }) => exchangeOrderId));
          for (const row of rows) known.set(row.exchangeOrderId, row);
          const kept = [...known.values()].filter((row) => !now.has(row.exchangeOrderId));
          if (kept.length > 0) notes.acted();
          return [...rows, ...kept];
        },
      });
    },
  }),
  defineMutant({
    id: 'every-ended-order-counts-as-filled',
    title: 'An order that is asked for and not open any more is told as filled',
    evidence: 'MUT-3: nautilus; hummingbot#5896',
    killers: ['RECOVERY-06', 'RECOVERY-13'],
    apply: (definition, notes) =>
      withStates(
        definition,
        (state) => (ENDS.has(state) ? 'filled' : state),
        () => notes.acted(),
      ),
  }),
  defineMutant({
    id: 'an-ended-order-counts-as-open',
    title: 'An order that is asked for is told as open, whatever has become of it',
    evidence: 'user-stream recovery 1.7-2: only open orders are queried, the gap is repaired by a restart',
    killers: ['RECOVERY-02', 'RECOVERY-06', 'RECOVERY-57'],
    apply: (definition, notes) =>
      withStates(
        definition,
        (state) => (ENDS.has(state) ? 'open' : state),
        () => notes.acted(),
      ),
  }),
  defineMutant({
    id: 'an-empty-row-spoils-the-open-orders',
    title: 'One row of the open orders that cannot be read makes the whole answer unreadable',
    evidence: 'further seeded bugs: an unknown enum value throws away the whole batch; an order with a null price poisons all others',
    killers: ['RECOVERY-48'],
    apply: (definition, notes) => {
      let spoilt = 0;
      const watched = withFetch(definition, (fetch) => async (request) => {
        const response = await fetch(request);
        if (EMPTY_ROW.test(await response.clone().text())) spoilt += 1;
        return response;
      });
      return withMembers(watched, {
        requestOpenOrders: async (context, pair) => {
          const before = spoilt;
          const rows = await definition.requestOpenOrders(context, pair);
          if (spoilt === before) return rows;
          notes.acted();
          throw new InvalidPayloadError({ field: 'rows', origin: 'open orders', expected: 'an order in each row', received: {} });
        },
      });
    },
  }),
  defineMutant({
    id: 'question-is-repeated-after-the-stop',
    title: 'A question that fails is asked again after a minute by a timer of its own, whether or not it is still wanted',
    evidence: 'MUT-25; user-stream recovery 1.5-m: the cancel is not observed',
    killers: ['RECOVERY-50', 'RECOVERY-54'],
    apply: (definition, notes) => {
      let clock: Clock | undefined;
      const clocked = withMembers(definition, {
        createWebAssistantsFactory: (environment) => {
          clock = environment.runtime.clock;
          return definition.createWebAssistantsFactory(environment);
        },
      });
      return withMembers(clocked, {
        requestOpenOrders: async (context, pair) => {
          try {
            return await definition.requestOpenOrders(context, pair);
          } catch {
            notes.acted();
            await new Promise<void>((resolve) => clock?.setTimer(60_000, resolve));
            return definition.requestOpenOrders(context, pair);
          }
        },
      });
    },
  }),
];
