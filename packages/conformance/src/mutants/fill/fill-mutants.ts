import { Decimal } from '@venuekit/core/connector';
import type { ConnectorDefinition, TradeUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withPrivateUpdates, withTrades } from '../../mutant/fact-seams.ts';
import type { Mutant, MutantNotes } from '../../mutant/mutant.ts';
import { withMembers } from '../../mutant/seams.ts';
import { fillQueryMutants } from './fill-query-mutants.ts';
import { sumMutants } from './sum-mutants.ts';

/** Tells other facts of each fill. */
function otherFacts(change: (trade: TradeUpdate) => TradeUpdate): Mutant['apply'] {
  return (definition, notes) =>
    withTrades(definition, (trade) => {
      notes.acted();
      return [change(trade)];
    });
}

/** Tells each fill whose key is new. */
function onceByKey(definition: ConnectorDefinition, notes: MutantNotes, keyOf: (trade: TradeUpdate) => string): ConnectorDefinition {
  const owners = new Map<string, string>();
  return withTrades(definition, (trade) => {
    const owner = `${trade.tradingPair} ${trade.exchangeOrderId}`;
    const first = owners.get(keyOf(trade)) ?? owner;
    owners.set(keyOf(trade), first);
    if (first === owner) return [trade];
    notes.acted();
    return [];
  });
}

const cumulativeAsLast = defineMutant({
  id: 'cumulative-amount-told-as-last',
  title: "The order's executed sum is told as the amount of each fill",
  evidence: 'MUT-22; nautilus cards',
  killers: ['FILL-02', 'FILL-03', 'FILL-04'],
  needs: ['streams-fills', 'trade-ids'],
  apply: (definition, notes) => {
    const sums = new Map<string, Decimal>();
    return withPrivateUpdates(definition, (updates) =>
      updates.map((update) => {
        if (update.kind !== 'trade') return update;
        const trade = update.update;
        const sum = (sums.get(trade.exchangeOrderId) ?? new Decimal(0)).plus(trade.baseAmount);
        sums.set(trade.exchangeOrderId, sum);
        if (!sum.eq(trade.baseAmount)) notes.acted();
        return { kind: 'trade', update: { ...trade, baseAmount: sum, quoteAmount: sum.times(trade.price) } };
      }),
    );
  },
});

const lastAsCumulative = defineMutant({
  id: 'last-amount-told-as-cumulative',
  title: "The amount of the last execution is told as the order's executed sum",
  evidence: 'MUT-22; nautilus cards',
  killers: ['FILL-02', 'FILL-04'],
  needs: ['trait:cumulative-fills'],
  apply: (definition, notes) => {
    const sums = new Map<string, Decimal>();
    return withPrivateUpdates(definition, (updates) =>
      updates.map((update) => {
        if (update.kind !== 'order' || update.update.cumulativeBase === undefined) return update;
        const { exchangeOrderId = '', cumulativeBase } = update.update;
        const last = cumulativeBase.minus(sums.get(exchangeOrderId) ?? 0);
        sums.set(exchangeOrderId, cumulativeBase);
        if (!last.eq(cumulativeBase)) notes.acted();
        return { kind: 'order', update: { ...update.update, cumulativeBase: last } };
      }),
    );
  },
});

const fillsNeverTold = defineMutant({
  id: 'filled-state-without-its-fills',
  title: 'The state "filled" is read, and the fills are not',
  evidence: 'hummingbot behaviour: completed with 0/0 after the wait for fills',
  killers: ['FILL-01', 'RECOVERY-49', 'RECOVERY-51', 'RECOVERY-52', 'RECOVERY-53', 'RECOVERY-54', 'RECOVERY-55'],
  needs: ['trade-ids'],
  apply: (definition, notes) =>
    withTrades(definition, () => {
      notes.acted();
      return [];
    }),
});

const takerForMaker = defineMutant({
  id: 'maker-and-taker-confused',
  title: 'A maker is told as taker and a taker as maker',
  evidence: 'tardis: flags read the wrong way round',
  killers: ['FILL-05', 'FILL-06', 'FILL-08'],
  apply: otherFacts((trade) => ({ ...trade, isTaker: !trade.isTaker })),
});

const quoteForBase = defineMutant({
  id: 'quote-amount-is-base-amount',
  title: "A fill's amount in quote is that in base",
  evidence: 'hummingbot QA: amounts of completed orders',
  killers: ['FILL-05', 'FILL-06'],
  apply: otherFacts((trade) => ({ ...trade, quoteAmount: trade.baseAmount })),
});

const limitForTradePrice = defineMutant({
  id: 'limit-price-told-as-trade-price',
  title: 'The limit of the order is told as the price of its fills',
  evidence: 'messages in which the limit and the price of the last trade stand side by side',
  killers: ['FILL-06'],
  needs: ['client-order-ids'],
  apply: (definition, notes) => {
    const limits = new Map<string, Decimal>();
    const withLimits = withTrades(definition, (trade) => {
      const limit = trade.clientOrderId === undefined ? undefined : limits.get(trade.clientOrderId);
      if (limit === undefined || limit.eq(trade.price)) return [trade];
      notes.acted();
      return [{ ...trade, price: limit, quoteAmount: limit.times(trade.baseAmount) }];
    });
    return withMembers(withLimits, {
      placeOrder: (context, order) => {
        if (order.price !== undefined) limits.set(order.clientOrderId, order.price);
        return withLimits.placeOrder(context, order);
      },
    });
  },
});

const receiveTimeForFillTime = defineMutant({
  id: 'seconds-told-as-milliseconds',
  title: 'The time of a fill is told in seconds',
  evidence: 'venues differ in the unit of their times',
  killers: ['FILL-05'],
  apply: otherFacts((trade) => ({ ...trade, fillTimeMs: Math.trunc(trade.fillTimeMs / 1_000) })),
});

const dedupeWithoutPair = defineMutant({
  id: 'fill-identity-without-market',
  title: 'A fill whose trade number was seen in another market is dropped as a repetition',
  evidence: 'venue documents: trade ids count for each market',
  killers: ['FILL-07'],
  apply: (definition, notes) => onceByKey(definition, notes, ({ tradeId }) => tradeId),
});

const dedupeWithoutOrder = defineMutant({
  id: 'fill-identity-without-order',
  title: 'The second leg of a trade with ourselves is dropped as a repetition',
  evidence: 'seeded bugs: fill dedupe without the order id (a self-trade loses a leg)',
  killers: ['FILL-08'],
  apply: (definition, notes) => onceByKey(definition, notes, ({ tradingPair, tradeId }) => `${tradingPair} ${tradeId}`),
});

const otherIdsByQuery = defineMutant({
  id: 'queried-fill-has-another-id',
  title: 'A fill has another trade id in the query than on the stream',
  evidence: 'MUT-4; Hummingbot checklist: same fill from stream and REST counted twice',
  killers: ['FILL-09', 'ORDERING-03'],
  apply: (definition, notes) =>
    withTrades(definition, (trade, source) => {
      if (source !== 'query') return [trade];
      notes.acted();
      return [{ ...trade, tradeId: `rest-${trade.tradeId}` }];
    }),
});

const earlyFillsDropped = defineMutant({
  id: 'fill-before-acknowledgement-dropped',
  title: 'What the stream tells of an order before the venue has answered its placing is dropped as of somebody else',
  evidence: 'MUT-5; LEAN step 35',
  killers: ['FILL-10', 'STATUS-17', 'ORDERING-04', 'ORDERING-07'],
  apply: (definition, notes) => {
    const answered = new Set<string>();
    const deaf = withPrivateUpdates(definition, (updates) =>
      updates.filter((update) => {
        if (update.kind !== 'trade' && update.kind !== 'order') return true;
        const { exchangeOrderId } = update.update;
        if (exchangeOrderId === undefined || answered.has(exchangeOrderId)) return true;
        notes.acted();
        return false;
      }),
    );
    return withMembers(deaf, {
      placeOrder: async (context, order) => {
        const placed = await definition.placeOrder(context, order);
        answered.add(placed.exchangeOrderId);
        return placed;
      },
    });
  },
});

/** Defects that cards of the family FILL must find. */
export const fillMutants: readonly Mutant[] = [
  ...fillQueryMutants,
  cumulativeAsLast,
  lastAsCumulative,
  fillsNeverTold,
  takerForMaker,
  quoteForBase,
  limitForTradePrice,
  receiveTimeForFillTime,
  dedupeWithoutPair,
  dedupeWithoutOrder,
  otherIdsByQuery,
  earlyFillsDropped,
  ...sumMutants,
];
