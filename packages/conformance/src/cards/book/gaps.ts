import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { BookWatch, untilBookEquals } from './book-watch.ts';
import { bookFrame, GAPS, moveOn, resyncs } from './lost-books.ts';
import { makeLevel, touchBook } from './move-book.ts';

/** Frames of the book that are lost, doubled, late or broken. */
export const gaps: readonly Card[] = [
  defineCard({
    ...GAPS,
    id: 'BOOK-08',
    slug: 'lost-frame-resyncs-that-book-alone',
    title: 'A change that never arrives is noticed by the next one: that book is fetched anew, the others go on',
    severity: 'must',
    needs: ['lacks:book-full-push', 'lacks:book-connection-counter'],
    setup: { followedMarkets: 2 },
    scenario:
      'One frame of one book is lost on the way. The book is stale, then live again and the venue’s; the other book is live all the time.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      await stage.start();
      const watches = [new BookWatch(stage), new BookWatch(stage, stage.otherPair)];
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'book', tradingPair: stage.pair }, action: { kind: 'drop' } });
      makeLevel(stage);
      await stage.until('a frame of the book is lost', () => faults.applied.length > 0, 10_000);
      touchBook(stage, stage.otherPair);
      await moveOn(stage);
      await untilBookEquals(stage, stage.otherPair);
      stage.equal(
        'how often each book was lost and won back',
        [resyncs(stage, stage.pair), resyncs(stage, stage.otherPair)],
        [
          [1, 1],
          [0, 0],
        ],
      );
      for (const watch of watches) watch.finish();
    },
  }),
  defineCard({
    ...GAPS,
    id: 'BOOK-09',
    slug: 'missing-number-is-a-gap',
    title: 'A number that the venue leaves out is a gap, although nothing else tells of it',
    severity: 'must',
    needs: ['lacks:book-full-push', 'lacks:book-connection-counter', 'lacks:book-checksum'],
    scenario: 'The venue uses up an update number of the book and tells nobody. The next change does not follow: the book is fetched anew.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      await stage.start();
      touchBook(stage);
      await untilBookEquals(stage);
      stage.venue.control.skipUpdateId(stage.pair);
      touchBook(stage, stage.pair, 'sell');
      await stage.until('the book is stale', () => resyncs(stage, stage.pair)[0] === 1);
      const [stale] = stage.eventsOf('book-stale');
      stage.holds('it is told why', (stale?.reason ?? '') !== '', stale);
      await untilBookEquals(stage);
      stage.equal('how often the book was lost and won back', resyncs(stage, stage.pair), [1, 1]);
    },
  }),
  defineCard({
    ...GAPS,
    id: 'BOOK-10',
    slug: 'continuity-is-checked-for-ever',
    title: 'A lost change is noticed long after the book went live, as it is after the first change',
    severity: 'must',
    needs: ['lacks:book-full-push'],
    scenario: 'The book has been live for twelve minutes and has changed 120 times when a frame is lost.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      await stage.start();
      for (let round = 0; round < 120; round += 1) {
        touchBook(stage, stage.pair, round % 2 === 0 ? 'buy' : 'sell');
        await stage.advance(round % 10 === 0 ? 60_000 : 150);
      }
      await untilBookEquals(stage);
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'book', tradingPair: stage.pair }, action: { kind: 'drop' } });
      const before = resyncs(stage, stage.pair)[0];
      makeLevel(stage);
      await stage.until('a frame of the book is lost', () => faults.applied.length > 0, 10_000);
      await moveOn(stage);
      stage.equal('how often the book was lost by it', resyncs(stage, stage.pair)[0] - before, 1);
    },
  }),
  defineCard({
    ...GAPS,
    id: 'BOOK-11',
    slug: 'doubled-frame-changes-nothing',
    title: 'A frame that comes twice makes no wrong book',
    severity: 'must',
    scenario: 'Three frames of a book come twice. Every published book is one that the venue had.',
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      await stage.start();
      const watch = new BookWatch(stage);
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: bookFrame(stage), tradingPair: stage.pair }, times: 3, action: { kind: 'duplicate' } });
      for (let round = 0; round < 4; round += 1) {
        touchBook(stage, stage.pair, round % 2 === 0 ? 'buy' : 'sell');
        await stage.advance(200);
      }
      await moveOn(stage);
      stage.equal('frames that came twice', faults.applied.length, 3);
      watch.finish();
    },
  }),
  defineCard({
    ...GAPS,
    id: 'BOOK-12',
    slug: 'frames-in-wrong-order',
    title: 'Frames that overtake one another make no wrong book',
    severity: 'must',
    needs: ['lacks:book-full-push', 'lacks:book-checksum'],
    scenario:
      'A frame is overtaken by the next one, which changes the same level. Every published book is one that the venue had, and in the end it is the venue’s.',
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      await stage.start();
      const watch = new BookWatch(stage);
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'book', tradingPair: stage.pair }, action: { kind: 'reorder' } });
      for (let round = 0; round < 3; round += 1) {
        touchBook(stage);
        await stage.advance(200);
      }
      await moveOn(stage);
      stage.equal('frames that were overtaken', faults.applied.length, 1);
      watch.finish();
    },
  }),
  defineCard({
    ...GAPS,
    id: 'BOOK-13',
    slug: 'broken-frame-is-reported-and-repaired',
    title: 'A frame that cannot be read is reported, and what it would have told is not missing for long',
    severity: 'must',
    scenario:
      'A frame of the book is cut to half on the way. A problem is told; in the end the book is the venue’s, and no published book was wrong.',
    expected: ['stream-problem'],
    look: 'createOrderBookDataSource().onFrame',
    run: async (stage) => {
      await stage.start();
      const watch = new BookWatch(stage);
      const { faults } = stage.venue.control;
      faults.add({
        on: 'frame',
        match: { frame: bookFrame(stage), tradingPair: stage.pair },
        action: { kind: 'corrupt', how: 'malformed' },
      });
      makeLevel(stage);
      await stage.until('a frame of the book is broken', () => faults.applied.length > 0, 10_000);
      await stage.until('the problem is told', () => stage.eventsOf('stream-problem').some(({ stream }) => stream === 'market'), 10_000);
      await moveOn(stage);
      watch.finish();
    },
  }),
];
