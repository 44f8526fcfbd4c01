import type { PublicTrade, TradingPair } from '@venuekit/core/connector';
import { defineMutant } from '../../mutant/define-mutant.ts';
import type { Mutant } from '../../mutant/mutant.ts';
import { withBookSource, withMarketSink } from '../../mutant/seams.ts';

/** Defects in what is read of public trades. */
export const tradeMutants: readonly Mutant[] = [
  defineMutant({
    id: 'taker-side-is-turned-round',
    title: 'The side of the maker is told as that of the taker',
    evidence: 'MUT-12: tardis trade semantics',
    killers: ['TRADE-01'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        trade: (trade) => {
          notes.acted();
          sink.trade({ ...trade, takerSide: trade.takerSide === 'buy' ? 'sell' : 'buy' });
        },
      })),
  }),
  defineMutant({
    id: 'trade-time-is-in-seconds',
    title: 'The time of a trade is told in seconds',
    evidence: 'hummingbot D-38: units of time',
    killers: ['TRADE-01'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        trade: (trade) => {
          notes.acted();
          sink.trade({ ...trade, eventTimeMs: Math.trunc(trade.eventTimeMs / 1_000) });
        },
      })),
  }),
  defineMutant({
    id: 'trades-of-one-moment-count-once',
    title: 'Trades are told apart by their time, so that of those of one moment only the first is told',
    evidence: 'hummingbot D-18: ids that collide',
    killers: ['TRADE-02'],
    apply: (definition, notes) => {
      const lastMs = new Map<TradingPair, number>();
      return withMarketSink(definition, (sink) => ({
        trade: (trade) => {
          const isKnown = lastMs.get(trade.tradingPair) === trade.eventTimeMs;
          if (isKnown) notes.acted();
          else sink.trade(trade);
          lastMs.set(trade.tradingPair, trade.eventTimeMs);
        },
      }));
    },
  }),
  defineMutant({
    id: 'trades-are-repeated-after-a-reconnect',
    title: 'After subscribing anew, the trades that were told last are told once more',
    evidence: 'tardis lifecycle tests; channels that begin with a list of recent trades',
    killers: ['TRADE-03'],
    apply: (definition, notes) => {
      let last: PublicTrade | undefined;
      let isRepeating = false;
      const other = withMarketSink(definition, (sink) => ({
        trade: (trade) => {
          if (isRepeating && last !== undefined) {
            notes.acted();
            sink.trade(last);
          }
          isRepeating = false;
          last = trade;
          sink.trade(trade);
        },
      }));
      return withBookSource(other, (source) => ({
        subscribeFrame: (topics, requestId) => {
          isRepeating = last !== undefined;
          return source.subscribeFrame(topics, requestId);
        },
      }));
    },
  }),
  defineMutant({
    id: 'trades-belong-to-the-first-market',
    title: 'Every trade is told as one of the first market',
    evidence: 'hummingbot D-36: the market of a trade',
    killers: ['TRADE-04'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        trade: (trade) => {
          const [first = trade.tradingPair] = definition.tradingPairs;
          if (first !== trade.tradingPair) notes.acted();
          sink.trade({ ...trade, tradingPair: first });
        },
      })),
  }),
  defineMutant({
    id: 'trade-price-is-a-whole-number',
    title: 'The price of a trade is read up to its decimal point, or to its third digit where it is below 1',
    evidence: 'MUT-13: numbers that lose digits',
    killers: ['TRADE-06'],
    apply: (definition, notes) =>
      withMarketSink(definition, (sink) => ({
        trade: (trade) => {
          const price = Math.floor(trade.price / 100) * 100;
          if (price !== trade.price) notes.acted();
          sink.trade({ ...trade, price });
        },
      })),
  }),
];
