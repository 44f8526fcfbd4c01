import type { FactoryEnvironment } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withFetch, withMembers } from '../../mutant/seams.ts';
import { stopWhileStarting } from '../../cards/lifecycle/stop-at-any-moment.ts';

/** Calls `tick` every `intervalMs` for ever: what a connector must not do. */
function forEver({ runtime }: FactoryEnvironment, intervalMs: number, tick: () => void): void {
  const next = (): void => {
    runtime.clock.setTimer(intervalMs, () => {
      tick();
      next();
    });
  };
  next();
}

const ownTimer = defineMutant({
  id: 'timer-outlives-stop',
  title: 'the data source owns a timer that nobody takes back',
  evidence: 'MUT-25: goleak practice',
  killers: ['LIFECYCLE-02', 'LIFECYCLE-03', 'LIFECYCLE-31', ...stopWhileStarting.map(({ id }) => id)],
  apply: (definition, notes) =>
    withMembers(definition, {
      createOrderBookDataSource: (environment) => {
        notes.acted();
        forEver(environment, 60_000, () => undefined);
        return definition.createOrderBookDataSource(environment);
      },
    }),
});

const ownLoop = defineMutant({
  id: 'polls-by-itself-for-ever',
  title: 'the connector polls in a loop of its own that goes on after stop',
  evidence: 'members own no loop; Hummingbot connectors do',
  killers: ['LIFECYCLE-05', 'LIFECYCLE-22', 'LIFECYCLE-31'],
  apply: (definition, notes) => {
    let poll: (() => Promise<unknown>) | undefined;
    return withFetch(definition, (fetch, environment) => {
      forEver(environment, 2_000, () => {
        if (poll === undefined) return;
        notes.acted();
        void poll().catch(() => undefined);
      });
      return (request) => {
        poll ??= () => fetch(new Request(request.url, { method: 'GET' }));
        return fetch(request);
      };
    });
  },
});

const pretendedCancel = defineMutant({
  id: 'cancels-only-in-its-own-books',
  title: 'a cancel is answered by the connector itself and never sent',
  evidence: 'cancel requests dropped while disconnecting',
  killers: ['LIFECYCLE-06'],
  apply: (definition, notes) =>
    withMembers(definition, {
      placeCancel: async (_context, order) => {
        notes.acted();
        return { state: 'canceled', updateTimeMs: order.creationTimeMs };
      },
    }),
});

const forgetsPast = defineMutant({
  id: 'never-asks-for-past-fills',
  title: 'what was filled while nobody listened is not asked for: every history of trades is empty',
  evidence: 'MUT-26: missed fills after a restart',
  killers: ['LIFECYCLE-04'],
  needs: ['trade-ids'],
  apply: (definition, notes) =>
    withMembers(definition, {
      allTradeUpdatesForOrder: async () => {
        notes.acted();
        return [];
      },
      ...(definition.tradeUpdatesSince !== undefined && { tradeUpdatesSince: async () => [] }),
    }),
});

const ignoresAbort = defineMutant({
  id: 'query-ignores-its-abort',
  title: 'a query goes on when it has been given up',
  evidence: 'design: abort works at every await',
  killers: ['LIFECYCLE-07', 'LIFECYCLE-33'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOpenOrders: (context, pair) =>
        definition.requestOpenOrders(context, pair).catch(() => {
          notes.acted();
          return new Promise<never>(() => undefined);
        }),
    }),
});

/** What the mutant below keeps of the first life; it lives as long as the module, as the defect does. */
const keptBalances = new WeakMap<object, Awaited<ReturnType<Parameters<Mutant['apply']>[0]['updateBalances']>>>();

const sharedCache = defineMutant({
  id: 'cache-outlives-the-connector',
  title: 'balances are kept in a cache that all connectors of the program share',
  evidence: 'static state of connector modules',
  killers: ['LIFECYCLE-08'],
  apply: (definition, notes) =>
    withMembers(definition, {
      updateBalances: async (context) => {
        const kept = keptBalances.get(notes);
        if (kept !== undefined) {
          notes.acted();
          return kept;
        }
        const rows = await definition.updateBalances(context);
        keptBalances.set(notes, rows);
        return rows;
      },
    }),
});

const doubtsItsOrders = defineMutant({
  id: 'unanswered-order-is-not-asked-for',
  title: 'the status query of an order whose placing was not answered says that there is no such order',
  evidence: 'MUT-2: nautilus outcome policy',
  killers: ['LIFECYCLE-21'],
  apply: (definition, notes) =>
    withMembers(definition, {
      requestOrderStatus: async (_context, order) => {
        notes.acted();
        return { tradingPair: order.tradingPair, clientOrderId: order.clientOrderId, state: 'failed', updateTimeMs: order.creationTimeMs };
      },
      requestOpenOrders: async () => [],
    }),
});

const alwaysReachable = defineMutant({
  id: 'errors-are-swallowed-as-empty-answers',
  title: 'an answer with an error status is taken as an empty success',
  evidence: 'HTTP 5xx handed on as data',
  killers: ['LIFECYCLE-32'],
  needs: ['lacks:success-in-body'],
  apply: (definition, notes) =>
    withFetch(definition, (fetch) => async (request) => {
      const response = await fetch(request);
      if (response.status < 500) return response;
      notes.acted();
      return new Response('{}', { status: 200, headers: { 'content-type': 'application/json' } });
    }),
});

const eagerRequest = defineMutant({
  id: 'asks-while-it-is-made',
  title: 'the definition asks the venue while it is being made, before anybody has started the connector',
  evidence: 'no member is called before the constructor has returned',
  killers: ['LIFECYCLE-01'],
  apply: (definition, notes) =>
    withMembers(definition, {
      createWebAssistantsFactory: (environment) => {
        notes.acted();
        forEver(environment, 1_000, () => void environment.runtime.fetch(new Request('https://rest.venue.test/')).catch(() => undefined));
        return definition.createWebAssistantsFactory(environment);
      },
    }),
});

const readyWithoutAccount = defineMutant({
  id: 'ready-without-the-account',
  title: 'the connector says that trading is not its business, and is ready before balances and the private stream are there',
  evidence: 'Hummingbot: is_trading_required left at its default',
  killers: ['LIFECYCLE-02'],
  apply: (definition, notes) => {
    notes.acted();
    return withMembers(definition, { isTradingRequired: false });
  },
});

/** Defects that cards of the family LIFECYCLE must find. */
export const lifecycleMutants: readonly Mutant[] = [
  ownTimer,
  readyWithoutAccount,
  ownLoop,
  pretendedCancel,
  forgetsPast,
  ignoresAbort,
  sharedCache,
  doubtsItsOrders,
  alwaysReachable,
  eagerRequest,
];
