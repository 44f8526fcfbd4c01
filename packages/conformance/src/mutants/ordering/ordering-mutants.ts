import { Decimal } from '@venuekit/core/connector';
import type { TradeUpdate, UserStreamUpdate } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import { withPrivateUpdates, withTrades } from '../../mutant/fact-seams.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource, withMembers } from '../../mutant/seams.ts';

const countedIds = defineMutant({
  id: 'trade-ids-counted-by-arrival',
  title: 'Each message of a fill gets a number of our own as its trade id, so that a repetition is another fill',
  evidence: 'hummingbot behaviour D-18: connectors must make up ids',
  killers: ['ORDERING-01', 'ORDERING-03'],
  needs: ['trade-ids'],
  apply: (definition, notes) => {
    let count = 0;
    return withTrades(definition, (trade) => {
      notes.acted();
      count += 1;
      return [{ ...trade, tradeId: `${trade.tradeId}-${count}` }];
    });
  },
});

const differenceOfSums = defineMutant({
  id: 'amount-is-the-difference-of-sums',
  title: "A fill's amount is reckoned from the order's sum now and at the last message, whatever order they come in",
  evidence: 'MUT-22; venues that tell sums beside last amounts',
  killers: ['ORDERING-02'],
  needs: ['streams-fills'],
  apply: (definition, notes) => {
    const sums = new Map<string, Decimal>();
    const amountOf = (trade: TradeUpdate, updates: readonly UserStreamUpdate[]): Decimal => {
      const order = updates.find(({ kind }) => kind === 'order');
      const sum = order?.kind === 'order' ? order.update.cumulativeBase : undefined;
      if (sum === undefined) return trade.baseAmount;
      const before = sums.get(trade.exchangeOrderId) ?? new Decimal(0);
      sums.set(trade.exchangeOrderId, sum);
      return sum.minus(before).abs();
    };
    return withPrivateUpdates(definition, (updates) =>
      updates.map((update) => {
        if (update.kind !== 'trade') return update;
        const baseAmount = amountOf(update.update, updates);
        if (baseAmount.eq(update.update.baseAmount)) return update;
        notes.acted();
        return { kind: 'trade', update: { ...update.update, baseAmount, quoteAmount: baseAmount.times(update.update.price) } };
      }),
    );
  },
});

const endedOrdersForgotten = defineMutant({
  id: 'ended-orders-forgotten-at-once',
  title: 'What comes of an order after its end is dropped, and what was executed of a canceled order is not read',
  evidence: 'hummingbot behaviour: orders leave the tracker with their end',
  killers: ['ORDERING-05'],
  needs: ['streams-fills', 'lacks:book-connection-counter'],
  apply: (definition, notes) => {
    const ended = new Set<string>();
    return withPrivateUpdates(definition, (updates) =>
      updates.flatMap((update): readonly UserStreamUpdate[] => {
        if (update.kind !== 'trade' && update.kind !== 'order') return [update];
        const { exchangeOrderId = '' } = update.update;
        if (ended.has(exchangeOrderId)) {
          notes.acted();
          return [];
        }
        if (update.kind === 'trade' || update.update.state !== 'canceled') return [update];
        ended.add(exchangeOrderId);
        const { cumulativeBase: _base, cumulativeQuote: _quote, ...left } = update.update;
        return [{ kind: 'order', update: left }];
      }),
    );
  },
});

const latestOrder = defineMutant({
  id: 'fills-attributed-to-the-latest-order',
  title: 'A fill is told of the order of its market that was placed last',
  evidence: 'connectors that match fills by market where the message names the order by another id',
  killers: ['ORDERING-08'],
  apply: (definition, notes) => {
    const latest = new Map<string, { readonly clientOrderId: string; readonly exchangeOrderId: string }>();
    const confused = withPrivateUpdates(definition, (updates) =>
      updates.map((update) => {
        if (update.kind !== 'trade') return update;
        const order = latest.get(update.update.tradingPair);
        if (order === undefined || order.exchangeOrderId === update.update.exchangeOrderId) return update;
        notes.acted();
        return { kind: 'trade', update: { ...update.update, ...order } };
      }),
    );
    return withMembers(confused, {
      placeOrder: async (context, order) => {
        const placed = await definition.placeOrder(context, order);
        latest.set(order.tradingPair, { clientOrderId: order.clientOrderId, exchangeOrderId: placed.exchangeOrderId });
        return placed;
      },
    });
  },
});

const fillWaitsForMarket = defineMutant({
  id: 'private-events-wait-for-market-data',
  title: 'A private event is told when the next market message comes, which it is compared with',
  evidence: 'one queue for public and private messages',
  killers: ['ORDERING-10'],
  apply: (definition, notes) => {
    const waiting: (() => void)[] = [];
    const bound = withBookSource(definition, (source) => ({
      onFrame: (...given) => {
        source.onFrame(...given);
        for (const resume of waiting.splice(0)) resume();
      },
    }));
    return withMembers(bound, {
      userStreamEventListener: async (event, context) => {
        notes.acted();
        await new Promise<void>((resume) => {
          waiting.push(resume);
          context.signal.addEventListener('abort', () => resume());
        });
        return definition.userStreamEventListener(event, context);
      },
    });
  },
});

/** Defects that cards of the family ORDERING must find. */
export const orderingMutants: readonly Mutant[] = [countedIds, differenceOfSums, endedOrdersForgotten, latestOrder, fillWaitsForMarket];
