import type { ConnectorDefinition, TradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withFetch, withMembers } from '../../mutant/seams.ts';

/** Defects in how answers about markets are taken. */
export const venueAnswerMutants: readonly Mutant[] = [
  defineMutant({
    id: 'first-answer-about-markets-is-cached',
    title: 'The first answer to the request for the markets is cached, also when it is a failure',
    evidence: 'hummingbot D-12: one failed request and the connector is never ready (#2318)',
    killers: ['RULES-09', 'RULES-10', 'RULES-11', 'RULES-12', 'RULES-13'],
    apply: (definition, notes) => {
      const kept = new Map<string, () => Promise<Response>>();
      const paths = [definition.tradingPairsRequestPath, definition.tradingRulesRequestPath];
      return withFetch(definition, (fetch) => async (request) => {
        const { pathname } = new URL(request.url);
        if (!paths.some((path) => pathname.endsWith(path))) return fetch(request);
        const again = kept.get(pathname);
        if (again !== undefined) {
          notes.acted();
          return again();
        }
        try {
          const response = await fetch(request);
          const body = await response.text();
          const { status, headers } = response;
          kept.set(pathname, () => Promise.resolve(new Response(body, { status, headers })));
          return new Response(body, { status, headers });
        } catch (error) {
          kept.set(pathname, () => Promise.reject(error instanceof Error ? error : new TypeError('fetch failed')));
          throw error;
        }
      });
    },
  }),
  defineMutant({
    id: 'errors-pass-for-answers',
    title: 'The status of an answer is not looked at',
    evidence: 'hummingbot §3.3: return_err hands error bodies out as if they were answers',
    killers: ['RULES-15'],
    needs: ['lacks:success-in-body'],
    apply: (definition, notes) =>
      withFetch(definition, (fetch) => async (request) => {
        const response = await fetch(request);
        if (response.status < 500) return response;
        notes.acted();
        return new Response('{}', { status: 200, headers: response.headers });
      }),
  }),
  defineMutant({
    id: 'network-check-is-answered-by-a-cache',
    title: 'The check of the network is answered by what was answered first',
    evidence: 'a cache between the connector and the venue',
    killers: ['RULES-15'],
    apply: (definition, notes) => {
      let kept: (() => Response) | undefined;
      return withFetch(definition, (fetch) => async (request) => {
        if (!new URL(request.url).pathname.endsWith(definition.checkNetworkRequestPath)) return fetch(request);
        if (kept !== undefined) {
          notes.acted();
          return kept();
        }
        const response = await fetch(request);
        const body = await response.text();
        const { status, headers } = response;
        kept = () => new Response(body, { status, headers });
        return kept();
      });
    },
  }),
  defineMutant({
    id: 'last-price-is-of-the-first-market',
    title: 'The first row of the list of last prices is taken, whatever market was asked for',
    evidence: 'one market in all examples, several in life',
    killers: ['RULES-16', 'TRADE-07'],
    apply: (definition, notes) => {
      const first = definition.tradingPairs[0];
      const wrong: ConnectorDefinition['getLastTradedPrice'] = (context, pair) => {
        if (first !== undefined && first !== pair) notes.acted();
        return definition.getLastTradedPrice(context, first ?? pair);
      };
      return withMembers(definition, {
        getLastTradedPrice: wrong,
        getLastTradedPrices: async (context, pairs) => {
          const prices = new Map<TradingPair, Awaited<ReturnType<typeof wrong>>>();
          for (const pair of pairs) prices.set(pair, await wrong(context, pair));
          return prices;
        },
      });
    },
  }),
  defineMutant({
    id: 'events-of-markets-that-were-added-are-dropped',
    title: 'Private events are taken of the markets that were followed from the start only',
    evidence: 'hummingbot D-24: pairs that are added at run time',
    killers: ['RULES-18'],
    apply: (definition, notes) =>
      withMembers(definition, {
        userStreamEventListener: async (event, context) =>
          (await definition.userStreamEventListener(event, context)).filter((update) => {
            const isKept = update.kind !== 'order' || update.update.tradingPair === definition.tradingPairs[0];
            if (!isKept) notes.acted();
            return isKept;
          }),
      }),
  }),
];
