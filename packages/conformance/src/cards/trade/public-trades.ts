import { Decimal, type OrderSide, type PublicTrade, type TradingPair } from '@venuekit/core/connector';
import type { VenueTrade } from '@venuekit/venue';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { cutMarketSockets, sideOf, touchBook } from '../book/move-book.ts';

const TRADE = { family: 'TRADE', severity: 'must', tier: 1, since: '2026-11-20', doc: 'connector guide: Data sources' } as const;

const told = (stage: CardStage, pair: TradingPair = stage.pair): readonly PublicTrade[] =>
  stage.eventsOf('book-trade').flatMap(({ trade }) => (trade.tradingPair === pair ? [trade] : []));

/** The newest trades of the venue, oldest first. */
const traded = (stage: CardStage, count: number, pair: TradingPair = stage.pair): readonly VenueTrade[] =>
  stage.venue.world.recentTrades(pair, count);

const rowOf = ({ tradingPair, tradeId, price, quantity, takerSide, eventTimeMs }: PublicTrade): readonly unknown[] => [
  tradingPair,
  tradeId,
  new Decimal(price),
  new Decimal(quantity),
  takerSide,
  eventTimeMs,
];

const venueRowOf = (stage: CardStage, trade: VenueTrade): readonly unknown[] => [
  trade.tradingPair,
  stage.exchangeTradeId(trade),
  trade.price,
  trade.amount,
  trade.takerSide,
  trade.timeMs,
];

/** Waits until so many trades were told since `from`, and holds them against the venue's newest. */
async function untilTold(stage: CardStage, from: number, count: number, pair: TradingPair = stage.pair): Promise<void> {
  await stage.until(`${count} trades of ${pair} are told`, () => told(stage, pair).length - from >= count, 20_000);
  stage.equal(
    `the trades of ${pair}: market, id, price, amount, taker, time`,
    told(stage, pair)
      .slice(from)
      .map((trade) => rowOf(trade)),
    traded(stage, count, pair).map((trade) => venueRowOf(stage, trade)),
  );
}

/** Somebody takes the best level of a side. @returns how many trades that made. */
function takeBest(stage: CardStage, side: OrderSide, pair: TradingPair = stage.pair): number {
  const before = traded(stage, 1_000, pair).length;
  const best = stage.present(`there is a best level of ${pair}`, sideOf(stage, pair, side === 'buy' ? 'sell' : 'buy')[0]);
  stage.tradeByStranger(side, best.amount.toFixed(), pair);
  return traded(stage, 1_000, pair).length - before;
}

/** The trades of the whole market. */
export const publicTrades: readonly Card[] = [
  defineCard({
    ...TRADE,
    id: 'TRADE-01',
    slug: 'trade-is-the-venues',
    title: 'A public trade has the venue’s id, price, amount and time, and names who was aggressive',
    scenario: 'Somebody buys at once, then sells at once. Both trades are told as the venue knows them.',
    covers: ['NT-D30'],
    expected: ['book-trade', 'book-trade'],
    look: 'createOrderBookDataSource().onFrame',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      const from = told(stage).length;
      touchBook(stage, stage.pair, 'sell');
      stage.tradeByStranger('buy', stage.amount(1));
      touchBook(stage, stage.pair, 'buy');
      stage.tradeByStranger('sell', stage.amount(1));
      await untilTold(stage, from, 2);
      stage.equal(
        'who was aggressive',
        told(stage)
          .slice(from)
          .map(({ takerSide }) => takerSide),
        ['buy', 'sell'],
      );
    },
  }),
  defineCard({
    ...TRADE,
    id: 'TRADE-02',
    slug: 'sweep-is-told-trade-by-trade',
    title: 'An order that eats three levels is told as the trades that it made, each once, in their order',
    scenario: 'Somebody buys all of the three best levels at once.',
    covers: ['NT-D30'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      await stage.advance(1_000);
      const from = told(stage).length;
      const tape = traded(stage, 1_000).length;
      const amount = sideOf(stage, stage.pair, 'sell')
        .slice(0, 3)
        .reduce((sum, level) => sum.plus(level.amount), new Decimal(0));
      stage.tradeByStranger('buy', amount.toFixed());
      await untilTold(stage, from, traded(stage, 1_000).length - tape);
      stage.holds('there were three trades at least', told(stage).length - from >= 3);
    },
  }),
  defineCard({
    ...TRADE,
    id: 'TRADE-03',
    slug: 'reconnect-repeats-no-trade',
    title: 'After a reconnect trades are told again, and none that was told before',
    tier: 3,
    scenario: 'There is a trade, the sockets are cut, and there are two more when the connector is back.',
    look: 'createOrderBookDataSource().subscribeFrame',
    run: async (stage) => {
      await stage.start();
      const from = told(stage).length;
      stage.tradeByStranger('buy', stage.amount(1));
      await untilTold(stage, from, 1);
      cutMarketSockets(stage);
      await stage.until('the book is not live', () => stage.connector.bookStatus(stage.pair).state !== 'live', 10_000);
      await untilBookEquals(stage);
      const before = told(stage).length;
      for (const side of ['sell', 'buy'] as const) stage.tradeByStranger(side, stage.amount(1));
      await untilTold(stage, before, 2);
      const ids = told(stage).map(({ tradeId }) => tradeId);
      stage.equal(
        'trades that were told twice',
        ids.filter((id, index) => ids.indexOf(id) !== index),
        [],
      );
    },
  }),
  defineCard({
    ...TRADE,
    id: 'TRADE-04',
    slug: 'trades-stay-with-their-market',
    title: 'The trades of each market are told under its own name, and those of others not at all',
    scenario: 'Two markets are followed and a third one trades too; then the second is removed and trades again.',
    setup: { followedMarkets: 2 },
    covers: ['NT-D70'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      await stage.advance(1_000);
      const pairs = [...stage.venue.world.instruments.keys()];
      const from = pairs.map((pair) => told(stage, pair).length);
      const counts = pairs.map((pair) => takeBest(stage, 'buy', pair));
      for (const [index, pair] of [stage.pair, stage.otherPair].entries())
        await untilTold(stage, from[index] ?? 0, counts[index] ?? 0, pair);
      await stage.advance(1_000);
      stage.equal(
        'trades of markets that are not followed',
        pairs.slice(2).flatMap((pair) => told(stage, pair)),
        [],
      );
      stage.connector.removeTradingPair(stage.otherPair);
      const [before, count] = [stage.events.length, told(stage).length];
      for (const pair of [stage.otherPair, stage.pair]) stage.tradeByStranger('sell', stage.amount(1, pair), pair);
      await stage.until('a trade of the market that is still followed is told', () => told(stage).length > count, 20_000);
      const late = stage.events.slice(before).filter((event) => event.type === 'book-trade' && event.trade.tradingPair === stage.otherPair);
      stage.equal('trades of the market that was removed', late, []);
    },
  }),
  defineCard({
    ...TRADE,
    id: 'TRADE-05',
    slug: 'broken-trade-is-reported',
    title: 'A trade that cannot be read is reported, and the next one is told',
    tier: 3,
    scenario: 'The frame of a trade is cut to half. A problem is told, the next trade is told, and the book is the venue’s.',
    expected: ['stream-problem', 'book-trade'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      await stage.advance(1_000);
      const from = told(stage).length;
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'trade', tradingPair: stage.pair }, action: { kind: 'corrupt', how: 'malformed' } });
      stage.tradeByStranger('buy', stage.amount(1));
      await stage.until('a trade is broken', () => faults.applied.length > 0, 10_000);
      await stage.until('the problem is told', () => stage.eventsOf('stream-problem').some(({ stream }) => stream === 'market'), 10_000);
      stage.tradeByStranger('sell', stage.amount(1));
      await untilTold(stage, from, 1);
      await untilBookEquals(stage);
    },
  }),
  defineCard({
    ...TRADE,
    id: 'TRADE-06',
    slug: 'last-trade-is-known',
    title: 'The price of the last trade is known from the stream, exactly',
    scenario: 'There are three trades at three prices; after each the last price of the market is the venue’s.',
    look: 'createOrderBookDataSource().onFrame',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      for (const side of ['buy', 'sell', 'buy'] as const) {
        const from = told(stage).length;
        await untilTold(stage, from, takeBest(stage, side));
        const { pair, connector } = stage;
        const last = stage.venue.world.lastPrice(pair);
        stage.equal(
          'the last price',
          [connector.getPriceByType(pair, 'last-trade'), connector.getOrderBook(pair).lastTradePrice],
          [last, JSON.parse(last.toFixed())],
        );
      }
    },
  }),
  defineCard({
    ...TRADE,
    id: 'TRADE-07',
    slug: 'price-of-quiet-market-is-asked-for',
    title: 'A market of which the stream tells no trade is asked for its last price, each market for its own',
    setup: {
      followedMarkets: 2,
      connector: { refreshesLastPrices: true, intervals: { tradeSilenceMs: 10_000, lastPriceMs: 5_000 } },
    },
    scenario: 'Trades happen in two markets, and no frame tells of them. Within a minute the last prices are the venue’s.',
    look: 'getLastTradedPrice',
    run: async (stage) => {
      await stage.start();
      const pairs = [stage.pair, stage.otherPair];
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'trade' }, times: Number.POSITIVE_INFINITY, action: { kind: 'drop' } });
      for (const pair of pairs) {
        const best = stage.present('a best ask', sideOf(stage, pair, 'sell')[0]);
        stage.tradeByStranger('buy', best.amount.plus(stage.amount(1, pair)).toFixed(), pair);
      }
      await stage.until('frames of trades are lost', () => faults.applied.length >= 2, 10_000);
      await stage.advance(60_000);
      const prices = pairs.map((pair) => stage.connector.getPriceByType(pair, 'last-trade'));
      stage.equal(
        'the last prices',
        prices,
        pairs.map((pair) => stage.venue.world.lastPrice(pair)),
      );
    },
  }),
];
