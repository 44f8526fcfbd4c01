import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { BookWatch, untilBookEquals } from './book-watch.ts';
import { makeLevel, sideOf, takeBack, touchBook } from './move-book.ts';

const BOOK = { family: 'BOOK', severity: 'must', tier: 1, since: '2026-11-20', doc: 'connector guide: Data sources' } as const;

/** Books of a calm market. */
export const liveBooks: readonly Card[] = [
  defineCard({
    ...BOOK,
    id: 'BOOK-01',
    slug: 'book-is-the-venues',
    title: 'Once the connector is ready, each level of the book is the venue’s, to the last digit',
    scenario: 'Makers quote; the connector starts. Its book is live, bids fall, asks rise, and every level equals the venue’s.',
    expected: ['book-live'],
    forbidden: ['book-stale'],
    covers: ['NT-D10', 'NT-D12', 'NT-D13', 'NT-D14'],
    look: 'createOrderBookDataSource().requestSnapshot',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      await untilBookEquals(stage);
      const book = stage.connector.getOrderBook(stage.pair);
      const [bids, asks] = [book.levels('bid'), book.levels('ask')].map((levels) => levels.map(({ price }) => price));
      stage.equal(
        'bids fall',
        bids,
        bids?.toSorted((one, other) => other - one),
      );
      stage.equal(
        'asks rise',
        asks,
        asks?.toSorted((one, other) => one - other),
      );
      stage.holds('the best bid is below the best ask', !book.isCrossed && (book.spread ?? 0) > 0, book.spread);
    },
  }),
  defineCard({
    ...BOOK,
    id: 'BOOK-02',
    slug: 'changes-are-followed',
    title: 'Every book that is published is one that the venue’s book was, in the order in which it was',
    scenario:
      'Somebody adds to levels, makes new ones and takes them back on both sides, thirty times. No published book is anything else than a moment of the venue’s.',
    covers: ['NT-D10', 'NT-D14'],
    forbidden: ['book-stale'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const watch = new BookWatch(stage);
      for (let round = 0; round < 10; round += 1) {
        const side = round % 2 === 0 ? 'buy' : 'sell';
        const touched = touchBook(stage, stage.pair, side);
        await stage.advance(120);
        const made = makeLevel(stage, stage.pair, side);
        await stage.advance(120);
        takeBack(stage, round % 3 === 0 ? touched : made);
        await stage.advance(120);
      }
      await untilBookEquals(stage);
      watch.finish();
    },
  }),
  defineCard({
    ...BOOK,
    id: 'BOOK-03',
    slug: 'level-that-is-gone-is-removed',
    title: 'A level of which nothing is left at the venue is no level of the book',
    scenario: 'Somebody makes a level and takes it back; then the best level of each side is bought up.',
    forbidden: ['book-stale'],
    covers: ['NT-D14'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const made = makeLevel(stage);
      await untilBookEquals(stage);
      takeBack(stage, made);
      await untilBookEquals(stage);
      for (const side of ['buy', 'sell'] as const) {
        const [best] = sideOf(stage, stage.pair, side === 'buy' ? 'sell' : 'buy');
        const { price, amount } = stage.present('the book has a best level', best);
        stage.tradeByStranger(side, amount.toFixed());
        await untilBookEquals(stage);
        const levels = stage.connector.getOrderBook(stage.pair).levels(side === 'buy' ? 'ask' : 'bid');
        stage.holds(
          'the best level that was bought up is gone',
          levels.every((level) => !price.eq(level.price)),
          levels,
        );
      }
    },
  }),
  defineCard({
    ...BOOK,
    id: 'BOOK-04',
    slug: 'markets-are-apart',
    title: 'What happens in one market changes no other book',
    scenario: 'Two markets are followed and both move, in turn and at once. Each book stays the venue’s of its own market.',
    setup: { followedMarkets: 2 },
    covers: ['NT-D10'],
    forbidden: ['book-stale'],
    look: 'createOrderBookDataSource().topicsOf',
    run: async (stage) => {
      await stage.start();
      const watches = [new BookWatch(stage), new BookWatch(stage, stage.otherPair)];
      for (let round = 0; round < 6; round += 1) {
        if (round % 3 !== 1) touchBook(stage, stage.pair);
        if (round % 3 !== 0) makeLevel(stage, stage.otherPair, 'sell');
        await stage.advance(150);
      }
      await untilBookEquals(stage);
      await untilBookEquals(stage, stage.otherPair);
      for (const watch of watches) watch.finish();
    },
  }),
  defineCard({
    ...BOOK,
    id: 'BOOK-05',
    slug: 'deep-book-is-whole',
    title: 'A book of more than a hundred levels is followed down to the last one',
    scenario: 'Each side has 120 levels when the connector starts. All of them are the venue’s; then the worst ones change.',
    needs: ['lacks:book-depth-truncated'],
    setup: { hasMakers: false, market: (market) => ({ ...market, maximumOpenOrders: 1_000 }) },
    look: 'createOrderBookDataSource().requestSnapshot',
    run: async (stage) => {
      for (const side of ['buy', 'sell'] as const) for (let level = 0; level < 120; level += 1) makeLevel(stage, stage.pair, side);
      await stage.start();
      const book = stage.connector.getOrderBook(stage.pair);
      const depths = (): readonly number[] => [book.depth('bid'), book.depth('ask')];
      stage.equal('the number of levels', depths(), [120, 120]);
      const deepest = makeLevel(stage, stage.pair, 'buy');
      makeLevel(stage, stage.pair, 'sell');
      await stage.until('the new levels at the far ends come', () => depths().every((depth) => depth === 121));
      takeBack(stage, deepest);
      await stage.until('the level at the far end goes', () => book.depth('bid') === 120);
    },
  }),
  defineCard({
    ...BOOK,
    id: 'BOOK-06',
    slug: 'empty-book-is-a-book',
    title: 'A book without levels is live, has no best price, and takes its first level',
    scenario: 'Nobody quotes when the connector starts. Then a bid comes, an ask comes, and both go again.',
    setup: { hasMakers: false },
    forbidden: ['book-stale'],
    look: 'createOrderBookDataSource().requestSnapshot',
    run: async (stage) => {
      await stage.start();
      const { connector, pair } = stage;
      const prices = (): readonly unknown[] => [connector.getPriceByType(pair, 'best-bid'), connector.getPriceByType(pair, 'best-ask')];
      stage.equal(
        'the state and the prices of an empty book',
        [connector.bookStatus(pair).state, ...prices()],
        ['live', undefined, undefined],
      );
      const bid = touchBook(stage, pair, 'buy');
      await untilBookEquals(stage);
      stage.equal('the prices of a book of one bid', prices(), [bid.price, undefined]);
      const ask = touchBook(stage, pair, 'sell');
      await untilBookEquals(stage);
      stage.equal('the prices of a book of two levels', prices(), [bid.price, ask.price]);
      for (const order of [bid, ask]) takeBack(stage, order);
      await untilBookEquals(stage);
      stage.equal('the prices of the book that is empty again', prices(), [undefined, undefined]);
    },
  }),
];
