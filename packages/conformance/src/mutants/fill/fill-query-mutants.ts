import { Decimal } from '@venuekit/core/connector';
import type { TradeUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withQueriedTrades } from '../../mutant/fact-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';

const queriedFillsForgotten = defineMutant({
  id: 'fills-of-an-order-not-asked-for',
  title: 'The query for the fills of an order gives none',
  evidence: 'hummingbot: connectors that leave the fills query empty',
  killers: ['FILL-11', 'FILL-13', 'STATUS-01'],
  needs: ['trade-ids'],
  apply: (definition, notes) =>
    withMembers(definition, {
      allTradeUpdatesForOrder: () => {
        notes.acted();
        return Promise.resolve([]);
      },
    }),
});

const inventedFill = defineMutant({
  id: 'failed-fills-query-invents-a-fill',
  title: 'Where the fills cannot be asked for, one is made up from the order itself',
  evidence: 'connectors that build a fill from the executed amount, under an id of their own',
  killers: ['FILL-12', 'FILL-13'],
  needs: ['trade-ids'],
  apply: (definition, notes) =>
    withMembers(definition, {
      allTradeUpdatesForOrder: async (context, order) => {
        try {
          return await definition.allTradeUpdatesForOrder(context, order);
        } catch {
          notes.acted();
          const { tradingPair, clientOrderId, exchangeOrderId = '', amount, price = new Decimal(1) } = order;
          const amounts = { price, baseAmount: amount.div(10), quoteAmount: amount.div(10).times(price) };
          const fee = { kind: 'deducted-from-returns', percent: new Decimal(0), flatFees: [] } as const;
          const ids = { tradingPair, clientOrderId, exchangeOrderId, tradeId: `made-up-${clientOrderId}` };
          return [{ ...ids, ...amounts, fee, fillTimeMs: context.nowMs(), isTaker: false }];
        }
      },
    }),
});

/** Cuts the answers of the queries of fills. */
function cutAnswers(cut: (trades: readonly TradeUpdate[]) => readonly TradeUpdate[]): Mutant['apply'] {
  return (definition, notes) =>
    withMembers(
      definition,
      withQueriedTrades(definition, async (answer) => {
        const trades = await answer;
        const left = cut(trades);
        if (left.length < trades.length) notes.acted();
        return left;
      }),
    );
}

const firstPageOnly = defineMutant({
  id: 'fills-of-the-first-page-only',
  title: 'Of a long history of fills only the first page is read',
  evidence: 'venue documents: at most 500 or 1000 rows',
  killers: ['FILL-14', 'FILL-15'],
  apply: cutAnswers((trades) => trades.slice(0, 500)),
});

const lastPageOnly = defineMutant({
  id: 'fills-of-the-newest-page-only',
  title: 'Of a long history of fills only the newest page is read',
  evidence: 'venues that answer with the newest rows where no lower bound is given',
  killers: ['FILL-14', 'FILL-15'],
  apply: cutAnswers((trades) => trades.slice(-1_000)),
});

const onePerMillisecond = defineMutant({
  id: 'pages-by-time-lose-equal-times',
  title: 'The next page begins after the last time, so that fills of the same millisecond are lost',
  evidence: 'nautilus and hummingbot: pages by startTime = last + 1',
  killers: ['FILL-14'],
  apply: cutAnswers((trades) =>
    trades.filter((trade, index) => index % 500 !== 0 || index === 0 || trade.fillTimeMs !== trades[index - 1]?.fillTimeMs),
  ),
});

const fillsOfOthers = defineMutant({
  id: 'fills-of-the-market-told-as-of-the-order',
  title: "The query for one order's fills gives those of other orders too",
  evidence: 'a parameter that the venue ignores: it then answers for the whole market',
  killers: ['FILL-15'],
  apply: (definition, notes) => {
    const seen = new Map<string, TradeUpdate>();
    return withMembers(definition, {
      allTradeUpdatesForOrder: async (context, order) => {
        const trades = await definition.allTradeUpdatesForOrder(context, order);
        for (const trade of trades) seen.set(`${trade.tradingPair} ${trade.tradeId}`, trade);
        if (seen.size > trades.length) notes.acted();
        return [...seen.values()].filter(({ tradingPair }) => tradingPair === order.tradingPair);
      },
    });
  },
});

/** Defects of the queries of fills. */
export const fillQueryMutants: readonly Mutant[] = [
  queriedFillsForgotten,
  inventedFill,
  firstPageOnly,
  lastPageOnly,
  onePerMillisecond,
  fillsOfOthers,
];
