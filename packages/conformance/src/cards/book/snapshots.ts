import { QUESTION_FAILURES, failOperation } from '../../situation/question-failures.ts';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { BookWatch, ownBookText, untilBookEquals, venueBookText } from './book-watch.ts';
import { cutMarketSockets, makeLevel, touchBook } from './move-book.ts';

const SNAPSHOTS = {
  family: 'BOOK',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  needs: ['lacks:book-socket-snapshot', 'lacks:book-full-push'],
  doc: 'connector guide: Data sources',
  look: 'createOrderBookDataSource().requestSnapshot',
} as const;

async function loseBook(stage: CardStage): Promise<void> {
  cutMarketSockets(stage);
  await stage.until('the book is not live', () => stage.connector.bookStatus(stage.pair).state !== 'live', 10_000);
}

/** How snapshots are joined with what the stream tells. */
export const snapshots: readonly Card[] = [
  defineCard({
    ...SNAPSHOTS,
    id: 'BOOK-14',
    slug: 'changes-during-the-snapshot',
    title: 'What changes while a snapshot is on its way is in the book when it goes live',
    scenario:
      'The answer to the request for a snapshot takes three seconds, in which the book changes six times. The first published book is the venue’s.',
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      await stage.start();
      const { faults } = stage.venue.control;
      faults.add({ on: 'http', match: { operation: 'book' }, action: { kind: 'delay', delayMs: 3_000 } });
      await loseBook(stage);
      await stage.until('a snapshot is asked for', () => faults.applied.length > 0);
      const watch = new BookWatch(stage);
      for (let round = 0; round < 6; round += 1) {
        makeLevel(stage, stage.pair, round % 2 === 0 ? 'buy' : 'sell');
        await stage.advance(300);
      }
      await untilBookEquals(stage);
      watch.finish();
    },
  }),
  defineCard({
    ...SNAPSHOTS,
    id: 'BOOK-15',
    slug: 'old-snapshot-is-not-taken',
    title: 'A snapshot that is older than the changes that came is not taken: another one is fetched',
    scenario:
      'After a lost frame the request for a snapshot is answered with the very first one, as a cache would. No published book goes back in time.',
    look: 'createOrderBookDataSource().continuity',
    run: async (stage) => {
      let first: string | undefined;
      let replayed = 0;
      let isStale = false;
      stage.alterReplies('book', (text) => {
        first ??= text;
        if (!isStale) return text;
        isStale = false;
        replayed += 1;
        return first;
      });
      await stage.start();
      for (let round = 0; round < 5; round += 1) {
        makeLevel(stage);
        await stage.advance(200);
      }
      await untilBookEquals(stage);
      const watch = new BookWatch(stage);
      isStale = true;
      stage.venue.control.faults.add({ on: 'frame', match: { frame: 'book', tradingPair: stage.pair }, action: { kind: 'drop' } });
      for (let round = 0; round < 4; round += 1) {
        makeLevel(stage, stage.pair, 'sell');
        await stage.advance(200);
      }
      await untilBookEquals(stage);
      stage.equal('old snapshots that were given', replayed, 1);
      watch.finish();
    },
  }),
  defineCard({
    ...SNAPSHOTS,
    id: 'BOOK-16',
    slug: 'crossed-book-is-never-published',
    title: 'A book whose best bid is above its best ask is never published; the book is fetched anew',
    scenario: 'One snapshot comes with its two sides exchanged. It is not taken, the next one is.',
    run: async (stage) => {
      await stage.start();
      let crossed = 0;
      const stop = stage.alterReplies('book', (text, { subject, encode }) => {
        if (subject.kind !== 'book') return text;
        stop();
        crossed += 1;
        const { book } = subject;
        return encode({ ...subject, book: { ...book, bids: book.asks.toReversed(), asks: book.bids.toReversed() } });
      });
      await loseBook(stage);
      const watch = new BookWatch(stage);
      await untilBookEquals(stage);
      touchBook(stage);
      await untilBookEquals(stage);
      stage.equal('crossed snapshots that were given', crossed, 1);
      watch.finish();
    },
  }),
  ...QUESTION_FAILURES.map((failure, index) =>
    defineCard({
      ...SNAPSHOTS,
      id: `BOOK-${17 + index}`,
      slug: `snapshot-fails-${failure.slug}`,
      title: `When the request for a snapshot ${failure.text}, the book is not live, and it recovers by itself`,
      scenario: `The stream is cut, and twice the request for a snapshot ${failure.text}. It is asked for again, with pauses, until it is had.`,
      expected: ['book-stale', 'book-resynced'],
      run: async (stage) => {
        await stage.start();
        const checkProvoked = failOperation(stage, 'book', failure, 2);
        await loseBook(stage);
        const watch = new BookWatch(stage);
        makeLevel(stage);
        await untilBookEquals(stage, stage.pair, 300_000);
        checkProvoked();
        touchBook(stage);
        await untilBookEquals(stage);
        watch.finish();
      },
    }),
  ),
];

/** Snapshots of one connection are not those of the next. */
export const freshSnapshots: readonly Card[] = [
  defineCard({
    ...SNAPSHOTS,
    id: 'BOOK-36',
    slug: 'each-recovery-has-its-own-snapshot',
    title: 'When the stream is cut twice within seconds, the book that goes live after the second cut has what changed in between',
    scenario:
      'The sockets are cut; as soon as the book is live again they are cut once more, and a level is made while they are away. Whenever the book goes live it is the venue’s at that moment.',
    expected: ['book-stale', 'book-resynced', 'book-stale', 'book-resynced'],
    run: async (stage) => {
      await stage.start();
      const { connector, pair } = stage;
      const wrong: string[] = [];
      const stop = connector.on('book-resynced', () => {
        const [own, venues] = [ownBookText(stage, pair), venueBookText(stage, pair)];
        if (own !== venues) wrong.push(own ?? 'not live');
      });
      const watch = new BookWatch(stage);
      for (const side of ['buy', 'sell'] as const) {
        await loseBook(stage);
        makeLevel(stage, pair, side);
        await untilBookEquals(stage, pair, 60_000);
      }
      stop();
      stage.equal('books that went live and were not the venue’s', wrong, []);
      watch.finish();
    },
  }),
];
