import { Decimal } from '@venuekit/core/connector';
import type { BookLevel } from '@venuekit/venue';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { instrumentOf } from '../../stage/grid-prices.ts';
import { BookWatch, untilBookEquals } from './book-watch.ts';
import { bookFrame, GAPS, moveOn, resyncs } from './lost-books.ts';
import { cutMarketSockets, makeLevel, sideOf, takeBack, touchBook } from './move-book.ts';

const FEEDS = { ...GAPS, severity: 'must', doc: 'venues that differ: how books are told' } as const;

function doubled({ price, amount }: BookLevel): BookLevel {
  return { price, amount: amount.times(2) };
}

/** Changes on both sides, twice a second. */
async function moveBothSides(stage: CardStage, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    touchBook(stage, stage.pair, round % 2 === 0 ? 'buy' : 'sell');
    if (round % 3 === 0) makeLevel(stage, stage.pair, round % 2 === 0 ? 'sell' : 'buy');
    await stage.advance(500);
  }
}

/** Feeds that are kept current in ways of their own. */
export const kindsOfFeeds: readonly Card[] = [
  defineCard({
    ...FEEDS,
    id: 'BOOK-37',
    slug: 'wrong-level-is-found-by-the-checksum',
    title: 'A change by which the book is not what its checksum says is not published: the book is got anew',
    needs: ['trait:book-checksum'],
    scenario: 'One frame tells of another amount than the venue has, with the checksum of the true book. No published book has it.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().checksumOf, and the checksum of diffs',
    run: async (stage) => {
      await stage.start();
      touchBook(stage);
      await untilBookEquals(stage);
      const watch = new BookWatch(stage);
      let wrong = 0;
      const stop = stage.alterFrames('book', (text, { subject, encode }) => {
        const levels = [...subject.bids, ...subject.asks].filter(({ amount }) => amount.gt(0));
        if (levels.length === 0) return text;
        stop();
        wrong += 1;
        return encode({ ...subject, bids: subject.bids.map(doubled), asks: subject.asks.map(doubled) });
      });
      touchBook(stage);
      await stage.until('the book is stale', () => resyncs(stage, stage.pair)[0] > 0, 10_000);
      stage.equal('frames that were wrong', wrong, 1);
      await moveOn(stage);
      stage.equal('how often the book was lost and won back', resyncs(stage, stage.pair), [1, 1]);
      watch.finish();
    },
  }),
  defineCard({
    ...FEEDS,
    id: 'BOOK-38',
    slug: 'true-checksum-is-believed',
    title: 'The checksum of a book is computed as the venue does, also of one that has fewer levels than the checksum covers',
    tier: 1,
    needs: ['trait:book-checksum'],
    setup: { hasMakers: false },
    scenario: 'A book begins with one level and grows, changes and shrinks again. It is never lost.',
    forbidden: ['book-stale', 'stream-problem'],
    look: 'createOrderBookDataSource().checksumOf',
    run: async (stage) => {
      const first = stage.restByStranger('buy', stage.restingPrice('buy'), stage.amount(3));
      await stage.start();
      const orders = Array.from({ length: 14 }, (_, index) => makeLevel(stage, stage.pair, index % 2 === 0 ? 'sell' : 'buy'));
      await untilBookEquals(stage);
      await moveBothSides(stage, 10);
      for (const order of [first, ...orders]) {
        takeBack(stage, order);
        await stage.advance(100);
      }
      await untilBookEquals(stage);
    },
  }),
  defineCard({
    ...FEEDS,
    id: 'BOOK-39',
    slug: 'lost-message-of-a-connection-concerns-all-books',
    title: 'Where all messages of a connection are numbered together, one that is lost makes every book of it begin anew',
    needs: ['trait:book-connection-counter'],
    setup: { followedMarkets: 2 },
    scenario:
      'A message about the second market is lost, and the next one is about the first. Both books begin anew, and both are the venue’s.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().onFrame: sink.desynchronised',
    run: async (stage) => {
      await stage.start();
      const watches = [new BookWatch(stage), new BookWatch(stage, stage.otherPair)];
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'book', tradingPair: stage.otherPair }, action: { kind: 'drop' } });
      makeLevel(stage, stage.otherPair);
      await stage.until('a message is lost', () => faults.applied.length === 1, 10_000);
      touchBook(stage);
      await stage.until('both books are stale', () => resyncs(stage, stage.pair)[0] > 0 && resyncs(stage, stage.otherPair)[0] > 0, 10_000);
      for (const pair of [stage.pair, stage.otherPair]) await untilBookEquals(stage, pair);
      await moveOn(stage);
      await untilBookEquals(stage, stage.otherPair);
      for (const watch of watches) watch.finish();
    },
  }),
  defineCard({
    ...FEEDS,
    id: 'BOOK-40',
    slug: 'lost-first-book-is-asked-for-again',
    title: 'Where a topic begins with the book, and this is lost, no change is taken for it: within a minute the book is there',
    needs: ['trait:book-socket-snapshot'],
    scenario: 'The sockets of the market are cut, and the book that begins the topic is lost; changes follow. No published book is wrong.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().snapshots, onFrame: sink.snapshot',
    run: async (stage) => {
      await stage.start();
      const watch = new BookWatch(stage);
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'book', tradingPair: stage.pair }, action: { kind: 'drop' } });
      cutMarketSockets(stage);
      await stage.until('the first book is lost', () => faults.applied.length === 1, 60_000);
      for (let round = 0; round < 3; round += 1) {
        makeLevel(stage, stage.pair, round % 2 === 0 ? 'buy' : 'sell');
        await stage.advance(300);
      }
      await untilBookEquals(stage, stage.pair, 60_000);
      await moveOn(stage);
      watch.finish();
    },
  }),
  defineCard({
    ...FEEDS,
    id: 'BOOK-41',
    slug: 'each-whole-book-stands-for-itself',
    title: 'Where each message is the whole book, one that is lost is made good by the next, and no book is thrown away for it',
    needs: ['trait:book-full-push'],
    scenario: 'A level goes, and the message of it is lost. With the next message, about the other side, the book is the venue’s.',
    forbidden: ['book-stale', 'stream-problem'],
    look: 'createOrderBookDataSource().onFrame: sink.snapshot',
    run: async (stage) => {
      await stage.start();
      const order = makeLevel(stage);
      await untilBookEquals(stage);
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: bookFrame(stage), tradingPair: stage.pair }, action: { kind: 'drop' } });
      takeBack(stage, order);
      await stage.until('a message is lost', () => faults.applied.length === 1, 10_000);
      await stage.advance(500);
      touchBook(stage, stage.pair, 'sell');
      await untilBookEquals(stage, stage.pair, 5_000);
    },
  }),
  defineCard({
    ...FEEDS,
    id: 'BOOK-42',
    slug: 'level-out-of-depth-leaves-no-ghost',
    title: 'Where only the best levels are told, one that better ones have pushed out is forgotten: its end is never told',
    tier: 1,
    needs: ['trait:book-depth-truncated'],
    scenario:
      'Twenty better bids come and push the others out; those are taken back unseen; then the better ones go. The book has no level that the venue has not.',
    forbidden: ['book-stale', 'stream-problem'],
    look: 'createOrderBookDataSource().maximumDepth',
    setup: { hasMakers: false },
    run: async (stage) => {
      const { priceIncrement } = instrumentOf(stage);
      const bid = (steps: number): ReturnType<CardStage['restByStranger']> => {
        const price = new Decimal(stage.restingPrice('buy')).plus(priceIncrement.times(steps));
        return stage.restByStranger('buy', price.toFixed(), stage.amount(2));
      };
      const first = Array.from({ length: 20 }, (_, step) => bid(step));
      await stage.start();
      await untilBookEquals(stage);
      const better = Array.from({ length: 20 }, (_, step) => bid(20 + step));
      await untilBookEquals(stage);
      for (const order of first.slice(5)) takeBack(stage, order);
      await stage.advance(500);
      for (const order of better) takeBack(stage, order);
      await untilBookEquals(stage, stage.pair, 5_000);
      const depth = sideOf(stage, stage.pair, 'buy').length;
      stage.equal('the levels of bids', stage.connector.getOrderBook(stage.pair).depth('bid'), depth);
    },
  }),
  defineCard({
    ...FEEDS,
    id: 'BOOK-43',
    slug: 'first-data-is-missed',
    title:
      'Where the first data of a topic is the answer to its subscription, a topic of which none comes is noticed: within a minute it is there',
    needs: ['trait:ack-by-data'],
    setup: { hasMakers: false },
    scenario: 'The sockets of the market are cut, and the first frame about the book is lost on a market in which nothing happens.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().stream: acknowledges, acknowledgeTimeoutMs',
    run: async (stage) => {
      for (const side of ['buy', 'sell'] as const) stage.restByStranger(side, stage.restingPrice(side), stage.amount(3));
      await stage.start();
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: bookFrame(stage), tradingPair: stage.pair }, action: { kind: 'drop' } });
      cutMarketSockets(stage);
      await stage.until('the first data is lost', () => faults.applied.length > 0, 30_000);
      await stage.until('the book is live', () => stage.connector.bookStatus(stage.pair).state === 'live', 60_000);
      makeLevel(stage);
      await untilBookEquals(stage, stage.pair, 10_000);
    },
  }),
];
