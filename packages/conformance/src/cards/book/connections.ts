import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { BookWatch, untilBookEquals } from './book-watch.ts';
import { cutMarketSockets, followedTopics, makeLevel, marketSockets, takeBack, touchBook } from './move-book.ts';

const CONNECTIONS = { family: 'BOOK', since: '2026-11-20', doc: 'connector guide: Data sources' } as const;

/** What becomes of books when their socket does not live. */
export const connections: readonly Card[] = [
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-22',
    slug: 'all-markets-are-followed-again',
    title: 'After a cut all markets are followed again, and what changed meanwhile is in their books',
    severity: 'must',
    tier: 3,
    setup: { followedMarkets: 2 },
    scenario: 'The sockets of the market are cut, and both markets change before the connector is back. Then both change again.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().subscribeFrame',
    run: async (stage) => {
      await stage.start();
      const topics = followedTopics(stage);
      const watches = [new BookWatch(stage), new BookWatch(stage, stage.otherPair)];
      cutMarketSockets(stage);
      for (const pair of [stage.pair, stage.otherPair]) makeLevel(stage, pair);
      for (const pair of [stage.pair, stage.otherPair]) await untilBookEquals(stage, pair);
      await stage.until('the same feeds are followed', () => followedTopics(stage).join() === topics.join());
      for (const pair of [stage.pair, stage.otherPair]) {
        touchBook(stage, pair);
        makeLevel(stage, pair, 'sell');
      }
      for (const pair of [stage.pair, stage.otherPair]) await untilBookEquals(stage, pair, 10_000);
      for (const watch of watches) watch.finish();
    },
  }),
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-23',
    slug: 'silent-socket-is-found-out',
    title: 'A socket that is open and silent is found out: within three minutes the book is the venue’s again',
    severity: 'must',
    tier: 3,
    scenario:
      'Nothing comes or goes on the socket of the market any more, and nobody closes it. The book changes; the connector notices and connects anew.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const watch = new BookWatch(stage);
      cutMarketSockets(stage, 'half-open');
      makeLevel(stage);
      await untilBookEquals(stage, stage.pair, 180_000);
      touchBook(stage);
      await untilBookEquals(stage, stage.pair, 10_000);
      watch.finish();
    },
  }),
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-24',
    slug: 'state-tells-the-truth',
    title: 'While the venue cannot be reached the book says that it is not live and why, gives no price, and is back by itself',
    severity: 'must',
    tier: 3,
    scenario: 'The sockets of the market are cut and five handshakes fail. Until the book is the venue’s again it never claims to be live.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().subscribeFrame',
    run: async (stage) => {
      await stage.start();
      const { connector, pair } = stage;
      const service = stage.present('a socket of the market', marketSockets(stage)[0]).service;
      const { faults } = stage.venue.control;
      faults.add({ on: 'handshake', match: { service }, times: 5, action: { kind: 'reset' } });
      cutMarketSockets(stage, 'close-frame');
      await stage.until('the book is stale', () => connector.bookStatus(pair).state === 'stale', 10_000);
      makeLevel(stage);
      const { reason, sinceMs } = connector.bookStatus(pair);
      stage.holds('it is told why and since when', (reason ?? '') !== '' && sinceMs > 0, { reason, sinceMs });
      const prices = [
        connector.getPrice(pair, 'buy'),
        connector.getPriceByType(pair, 'mid'),
        connector.getQuotePrice(pair, 'buy', stage.amount()),
      ];
      stage.equal('the prices of a book that is not live', prices, [undefined, undefined, undefined]);
      let claims = 0;
      const stop = connector.on('book-resynced', () => {
        if (faults.applied.length < 5) claims += 1;
      });
      await untilBookEquals(stage, pair, 300_000);
      stop();
      stage.equal('how often it was live while there was no socket', claims, 0);
      stage.equal('handshakes that failed', faults.applied.length, 5);
      stage.equal('the reason of a live book', connector.bookStatus(pair).reason, undefined);
      touchBook(stage);
      await untilBookEquals(stage, pair, 10_000);
    },
  }),
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-25',
    slug: 'removed-market-stays-removed',
    title: 'A market that was removed is asked for no more, not after a reconnect either',
    severity: 'must',
    tier: 3,
    scenario:
      'A second market is added and removed again; the feeds that are followed are those of before. The sockets are cut; they still are.',
    covers: ['NT-D70'],
    look: 'createOrderBookDataSource().subscribeFrame',
    run: async (stage) => {
      await stage.start();
      const topics = followedTopics(stage);
      stage.connector.addTradingPair(stage.otherPair);
      await stage.until('the book of the second market is live', () => stage.connector.bookStatus(stage.otherPair).state === 'live');
      stage.holds('the feeds of the second market are followed', followedTopics(stage).length > topics.length, followedTopics(stage));
      await untilBookEquals(stage, stage.otherPair);
      stage.connector.removeTradingPair(stage.otherPair);
      await stage.advance(15_000);
      cutMarketSockets(stage);
      await untilBookEquals(stage);
      await stage.advance(15_000);
      stage.equal('the feeds that are followed after the reconnect', followedTopics(stage), topics);
    },
  }),
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-26',
    slug: 'removing-a-market-ends-its-feeds',
    title: 'When a market is removed, the venue is told to send nothing more of it',
    severity: 'must',
    tier: 1,
    setup: { followedMarkets: 2 },
    scenario:
      'Two markets are followed, the second one is removed. Its feeds end at the venue, no event of it comes any more, and the other book goes on.',
    covers: ['NT-D70', 'NT-E83'],
    forbidden: ['book-stale'],
    look: 'createOrderBookDataSource().unsubscribeFrame',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      const before = followedTopics(stage);
      const { connector, otherPair } = stage;
      connector.removeTradingPair(otherPair);
      await stage.until('feeds end at the venue', () => followedTopics(stage).length * 2 === before.length, 20_000);
      const from = stage.events.length;
      touchBook(stage, otherPair);
      touchBook(stage);
      await untilBookEquals(stage);
      const late = stage.events.slice(from).filter((event) => 'tradingPair' in event && event.tradingPair === otherPair);
      stage.equal('events of the market that was removed', late, []);
      stage.equal('the markets that are followed', connector.tradingPairs, [stage.pair]);
    },
  }),
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-27',
    slug: 'quiet-market-is-no-fault',
    title: 'A market in which nothing happens for ten minutes keeps its live book and its socket',
    severity: 'must',
    tier: 1,
    scenario: 'Nothing changes for ten minutes. The book stays live, the socket is the same one, and the next change comes.',
    forbidden: ['book-stale', 'stream-interrupted'],
    invariants: ['books-equal', 'nothing-left'],
    look: 'createOrderBookDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const sockets = marketSockets(stage).map(({ id }) => id);
      await stage.advance(600_000);
      stage.equal(
        'the sockets of the market',
        marketSockets(stage).map(({ id }) => id),
        sockets,
      );
      makeLevel(stage);
      await untilBookEquals(stage, stage.pair, 5_000);
    },
  }),
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-28',
    slug: 'resyncs-are-paced',
    title: 'A stream that loses every second frame does not make the connector flood the venue with requests',
    severity: 'should',
    tier: 3,
    needs: ['lacks:book-full-push', 'lacks:book-socket-snapshot'],
    setup: { market: (market) => ({ ...market, maximumOpenOrders: 1_000 }) },
    scenario:
      'For a minute every second frame of the book is lost, two changes a second. The connector asks for at most thirty snapshots, and is right in the end.',
    look: 'createOrderBookDataSource().requestSnapshot',
    run: async (stage) => {
      await stage.start();
      let asked = 0;
      stage.alterReplies('book', (text) => {
        asked += 1;
        return text;
      });
      const { faults } = stage.venue.control;
      const match = { frame: 'book', tradingPair: stage.pair } as const;
      for (let round = 0; round < 120; round += 1) {
        if (round % 2 === 0) faults.add({ on: 'frame', match, action: { kind: 'drop' } });
        touchBook(stage, stage.pair, round % 3 === 0 ? 'sell' : 'buy');
        await stage.advance(500);
      }
      faults.clear();
      stage.holds('snapshots were asked for, and not more than thirty', asked > 0 && asked <= 30, asked);
      touchBook(stage);
      await untilBookEquals(stage);
    },
  }),
  defineCard({
    ...CONNECTIONS,
    id: 'BOOK-29',
    slug: 'stopped-book-says-so',
    title: 'After stop the books are stopped and nothing of the market is followed; after a new start they are the venue’s',
    severity: 'must',
    tier: 1,
    scenario: 'The connector is stopped, the market changes, and the connector is started again.',
    covers: ['NT-D70', 'NT-E83'],
    look: 'createOrderBookDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const topics = followedTopics(stage);
      const made = makeLevel(stage);
      await untilBookEquals(stage);
      await stage.stop();
      stage.equal('the state of the book', stage.connector.bookStatus(stage.pair).state, 'stopped');
      stage.equal('the price of a stopped book', stage.connector.getPrice(stage.pair, 'buy'), undefined);
      const from = stage.events.length;
      takeBack(stage, made);
      touchBook(stage, stage.pair, 'sell');
      await stage.advance(60_000);
      stage.equal('what is followed, and what is told', [followedTopics(stage), stage.events.slice(from)], [[], []]);
      await stage.start();
      await untilBookEquals(stage);
      await stage.until('the same feeds are followed', () => followedTopics(stage).join() === topics.join(), 10_000);
    },
  }),
];
