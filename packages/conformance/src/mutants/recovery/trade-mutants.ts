import type { ConnectorDefinition, TradeUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers, withUserStream } from '../../mutant/seams.ts';

type Trades = readonly TradeUpdate[];

/** The definition whose two questions for trades are answered otherwise. */
function withTrades(definition: ConnectorDefinition, change: (trades: Trades) => Trades): ConnectorDefinition {
  return withMembers(definition, {
    allTradeUpdatesForOrder: async (context, order) => change(await definition.allTradeUpdatesForOrder(context, order)),
    ...(definition.tradeUpdatesSince !== undefined && {
      tradeUpdatesSince: async (context, pair, sinceMs) => change((await definition.tradeUpdatesSince?.(context, pair, sinceMs)) ?? []),
    }),
  });
}

/** Defects in the questions for trades by which a gap is repaired, and in how trades are recognised. */
export const tradeMutants: readonly Mutant[] = [
  defineMutant({
    id: 'unanswered-trades-are-none',
    title: 'When the venue does not answer which trades there were since a time, there were none',
    evidence: 'further seeded bugs: half a snapshot accepted as whole',
    killers: ['RECOVERY-44'],
    needs: ['trades-since'],
    apply: (definition, notes) =>
      withMembers(definition, {
        tradeUpdatesSince: async (context, pair, sinceMs) => {
          try {
            return (await definition.tradeUpdatesSince?.(context, pair, sinceMs)) ?? [];
          } catch {
            notes.acted();
            return [];
          }
        },
      }),
  }),
  defineMutant({
    id: 'trades-before-the-login-are-not-ours',
    title: 'Trades that happened before the private socket was logged in are left out of what is asked for',
    evidence: 'MUT-26: Hummingbot QA; user-stream recovery 1.7-1',
    killers: [
      'RECOVERY-01',
      'RECOVERY-05',
      'RECOVERY-07',
      'RECOVERY-13',
      'RECOVERY-39',
      'RECOVERY-40',
      'RECOVERY-41',
      'RECOVERY-42',
      'RECOVERY-47',
      'RECOVERY-56',
      'RECOVERY-58',
      'STREAM-03',
    ],
    needs: ['trade-ids'],
    apply: (definition, notes) => {
      let loginMs = 0;
      const noted = withUserStream(definition, (source) => ({
        loginFrames: (login) => {
          loginMs = login.nowMs;
          return source.loginFrames(login);
        },
      }));
      return withTrades(noted, (trades) => {
        const left = trades.filter(({ fillTimeMs }) => fillTimeMs >= loginMs);
        if (left.length < trades.length) notes.acted();
        return left;
      });
    },
  }),
  defineMutant({
    id: 'trades-of-one-page-only',
    title: 'Only the first five hundred trades of a time, or of an order, are asked for',
    evidence: 'pages are not followed: hummingbot D-22',
    killers: ['RECOVERY-18'],
    needs: ['trade-ids'],
    apply: (definition, notes) =>
      withTrades(definition, (trades) => {
        if (trades.length > 500) notes.acted();
        return trades.slice(0, 500);
      }),
  }),
  defineMutant({
    id: 'stream-and-query-name-a-trade-differently',
    title: 'The private stream tells another number of a trade than the query does',
    evidence: 'MUT-4: Hummingbot checklist; nautilus dedup',
    killers: ['RECOVERY-16'],
    needs: ['trade-ids', 'streams-fills'],
    apply: (definition, notes) =>
      withMembers(definition, {
        userStreamEventListener: async (event, context) =>
          (await definition.userStreamEventListener(event, context)).map((update) => {
            if (update.kind !== 'trade') return update;
            notes.acted();
            return { ...update, update: { ...update.update, tradeId: `1${update.update.tradeId}` } };
          }),
      }),
  }),
  defineMutant({
    id: 'one-leg-for-each-trade-id',
    title: 'A trade id that was seen is not told again, though the other order of the same trade is ours too',
    evidence: 'further seeded bugs: fill dedupe without the order id (a self-trade loses a leg); user-stream recovery 1.7-7',
    killers: ['RECOVERY-17'],
    needs: ['trade-ids'],
    apply: (definition, notes) => {
      const orders = new Map<string, string>();
      const isFirstLeg = ({ tradingPair, tradeId, exchangeOrderId }: TradeUpdate): boolean => {
        const key = `${tradingPair} ${tradeId}`;
        const order = orders.get(key) ?? exchangeOrderId;
        orders.set(key, order);
        if (order !== exchangeOrderId) notes.acted();
        return order === exchangeOrderId;
      };
      return withMembers(
        withTrades(definition, (trades) => trades.filter(isFirstLeg)),
        {
          placeOrder: async (context, order) => {
            const placed = await definition.placeOrder(context, order);
            return placed.trades === undefined ? placed : { ...placed, trades: placed.trades.filter(isFirstLeg) };
          },
          userStreamEventListener: async (event, context) =>
            (await definition.userStreamEventListener(event, context)).filter(
              (update) => update.kind !== 'trade' || isFirstLeg(update.update),
            ),
        },
      );
    },
  }),
  defineMutant({
    id: 'trades-of-the-market-count-for-the-order',
    title: 'All of the account’s trades in a market are told as those of the order that is asked for',
    evidence: 'MUT-20: Hummingbot QA; filter by order id forgotten',
    killers: ['RECOVERY-09', 'RECOVERY-69'],
    needs: ['trades-since', 'trade-ids'],
    apply: (definition, notes) =>
      withMembers(definition, {
        allTradeUpdatesForOrder: async (context, order) => {
          const trades = (await definition.tradeUpdatesSince?.(context, order.tradingPair, order.creationTimeMs - 60_000)) ?? [];
          return trades.map((trade) => {
            if (trade.exchangeOrderId === order.exchangeOrderId) return trade;
            notes.acted();
            return { ...trade, clientOrderId: order.clientOrderId, exchangeOrderId: order.exchangeOrderId ?? trade.exchangeOrderId };
          });
        },
      }),
  }),
];
