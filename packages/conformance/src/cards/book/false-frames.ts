import { Decimal } from '@venuekit/core/connector';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { BookWatch, untilBookEquals } from './book-watch.ts';
import { bookFrame, GAPS, moveOn, resyncs } from './lost-books.ts';
import { cutMarketSockets, makeLevel, touchBook } from './move-book.ts';

/** Frames that tell what is not so, and gaps where the book is not live yet. */
export const falseFrames: readonly Card[] = [
  defineCard({
    ...GAPS,
    id: 'BOOK-30',
    slug: 'crossing-change-is-not-believed',
    title: 'A change by which the best bid would stand above the best ask is not published; the book is fetched anew',
    severity: 'must',
    scenario:
      'One frame tells of a bid that the venue has not, far above the asks. No published book has it, and in the end the book is the venue’s.',
    expected: ['book-stale', 'book-resynced'],
    needs: ['lacks:book-full-push', 'lacks:book-socket-snapshot'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      touchBook(stage);
      await untilBookEquals(stage);
      const watch = new BookWatch(stage);
      let crossing = 0;
      const stop = stage.alterFrames('book', (_text, { subject, encode }) => {
        stop();
        crossing += 1;
        const phantom = { price: new Decimal(stage.crossingPrice('buy')), amount: new Decimal(stage.amount(1)) };
        return encode({ ...subject, bids: [phantom, ...subject.bids] });
      });
      touchBook(stage);
      await stage.until('the book is stale', () => resyncs(stage, stage.pair)[0] > 0, 10_000);
      await moveOn(stage);
      stage.equal('frames that crossed the book', crossing, 1);
      watch.finish();
    },
  }),
  defineCard({
    ...GAPS,
    id: 'BOOK-31',
    slug: 'gap-while-a-snapshot-is-awaited',
    title: 'A change that is lost while a snapshot is on its way is noticed too: a snapshot from before it is not enough',
    severity: 'must',
    needs: ['lacks:book-full-push', 'lacks:book-socket-snapshot'],
    scenario:
      'The answer to the request for a snapshot takes three seconds. In this time the book changes, one frame is lost, and it changes again. No published book was wrong.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      await stage.start();
      const { faults } = stage.venue.control;
      faults.add({ on: 'http', match: { operation: 'book' }, action: { kind: 'delay', delayMs: 3_000 } });
      cutMarketSockets(stage);
      await stage.until('the book is not live', () => stage.connector.bookStatus(stage.pair).state !== 'live', 10_000);
      await stage.until('a snapshot is asked for', () => faults.applied.length === 1);
      const watch = new BookWatch(stage);
      for (const isLost of [false, true, false, false]) {
        if (isLost) faults.add({ on: 'frame', match: { frame: 'book', tradingPair: stage.pair }, action: { kind: 'drop' } });
        makeLevel(stage, stage.pair, isLost ? 'sell' : 'buy');
        await stage.advance(300);
      }
      stage.equal(
        'faults: a late answer and a lost frame',
        faults.applied.map(({ on }) => on),
        ['http', 'frame'],
      );
      await untilBookEquals(stage);
      await moveOn(stage);
      watch.finish();
    },
  }),
  defineCard({
    ...GAPS,
    id: 'BOOK-32',
    slug: 'broken-frame-leaves-other-books-alone',
    title: 'A frame of one market that cannot be read makes no other book stale',
    severity: 'must',
    needs: ['lacks:book-connection-counter'],
    setup: { followedMarkets: 2 },
    scenario:
      'Two markets are followed, and a frame of the first one is cut to half. The book of the second one is live all the time and follows its changes.',
    expected: ['stream-problem'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const watch = new BookWatch(stage, stage.otherPair);
      const { faults } = stage.venue.control;
      const match = { frame: bookFrame(stage), tradingPair: stage.pair } as const;
      faults.add({ on: 'frame', match, action: { kind: 'corrupt', how: 'malformed' } });
      makeLevel(stage);
      await stage.until('a frame of the book is broken', () => faults.applied.length > 0, 10_000);
      await stage.until('the problem is told', () => stage.eventsOf('stream-problem').some(({ stream }) => stream === 'market'), 10_000);
      makeLevel(stage, stage.otherPair);
      await untilBookEquals(stage, stage.otherPair, 5_000);
      await moveOn(stage);
      stage.equal('how often the other book was lost', resyncs(stage, stage.otherPair)[0], 0);
      watch.finish();
    },
  }),
];
