import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { BookWatch, untilBookEquals } from './book-watch.ts';
import { cutMarketSockets, followedTopics, makeLevel, marketSockets, touchBook } from './move-book.ts';

const MARKETS = { family: 'BOOK', tier: 3, since: '2026-11-20', doc: 'connector guide: Data sources' } as const;

/** Markets that are added and removed, and subscriptions that go wrong. */
export const marketsComeAndGo: readonly Card[] = [
  defineCard({
    ...MARKETS,
    id: 'BOOK-33',
    slug: 'market-added-while-away',
    title: 'A market that is added while the venue cannot be reached is followed as soon as it can',
    severity: 'must',
    scenario:
      'The sockets of the market are cut and three handshakes fail. Meanwhile a second market is added; in the end both books are the venue’s and follow it.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().subscribeFrame',
    run: async (stage) => {
      await stage.start();
      const { connector, pair, otherPair } = stage;
      const service = stage.present('a socket of the market', marketSockets(stage)[0]).service;
      const { faults } = stage.venue.control;
      faults.add({ on: 'handshake', match: { service }, times: 3, action: { kind: 'reset' } });
      cutMarketSockets(stage);
      await stage.until('the book is stale', () => connector.bookStatus(pair).state === 'stale', 10_000);
      connector.addTradingPair(otherPair);
      await stage.advance(1_000);
      stage.holds(
        'the new book is not live while there is no socket',
        connector.bookStatus(otherPair).state !== 'live' || faults.applied.length === 3,
      );
      for (const one of [pair, otherPair]) await untilBookEquals(stage, one, 180_000);
      const watches = [new BookWatch(stage, pair), new BookWatch(stage, otherPair)];
      for (const one of [pair, otherPair]) makeLevel(stage, one);
      for (const one of [pair, otherPair]) await untilBookEquals(stage, one, 10_000);
      stage.equal('handshakes that failed', faults.applied.length, 3);
      for (const watch of watches) watch.finish();
    },
  }),
  defineCard({
    ...MARKETS,
    id: 'BOOK-34',
    slug: 'market-removed-while-its-book-is-fetched',
    title: 'A market that is removed while its book is on its way leaves nothing behind, and can be added again',
    severity: 'should',
    needs: ['lacks:book-socket-snapshot', 'lacks:book-full-push'],
    scenario:
      'A second market is added, its snapshot takes five seconds, and it is removed after one. No event of it comes afterwards. Then it is added for good.',
    look: 'createOrderBookDataSource().requestSnapshot',
    run: async (stage) => {
      await stage.start();
      const { connector, pair, otherPair } = stage;
      const topics = followedTopics(stage);
      const { faults } = stage.venue.control;
      faults.add({ on: 'http', match: { operation: 'book' }, action: { kind: 'delay', delayMs: 5_000 } });
      connector.addTradingPair(otherPair);
      await stage.until('its snapshot is asked for', () => faults.applied.length > 0);
      await stage.advance(1_000);
      connector.removeTradingPair(otherPair);
      const from = stage.events.length;
      touchBook(stage, otherPair);
      await stage.advance(20_000);
      const late = stage.events.slice(from).filter((event) => 'tradingPair' in event && event.tradingPair === otherPair);
      stage.equal('events of the market that was removed', late, []);
      stage.equal('the markets and the feeds that are followed', [connector.tradingPairs, followedTopics(stage)], [[pair], topics]);
      connector.addTradingPair(otherPair);
      await stage.until('its book is live', () => connector.bookStatus(otherPair).state === 'live');
      await untilBookEquals(stage, otherPair);
    },
  }),
  defineCard({
    ...MARKETS,
    id: 'BOOK-35',
    slug: 'lost-acknowledgement-is-noticed',
    title: 'When the answer to a subscription is lost, the market is not waited for in vain: within a minute its book is live',
    severity: 'must',
    needs: ['lacks:ack-by-data', 'lacks:book-socket-snapshot', 'lacks:book-full-push'],
    scenario: 'The sockets of the market are cut, and the answer to the new subscription is lost on a market in which nothing happens.',
    expected: ['book-stale', 'book-resynced'],
    look: 'createOrderBookDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const service = stage.present('a socket of the market', marketSockets(stage)[0]).service;
      const { faults } = stage.venue.control;
      faults.add({ on: 'frame', match: { frame: 'reply', service }, action: { kind: 'drop' } });
      cutMarketSockets(stage);
      await stage.until('an answer is lost', () => faults.applied.length > 0, 30_000);
      await stage.until('the book is live', () => stage.connector.bookStatus(stage.pair).state === 'live', 60_000);
      makeLevel(stage);
      await untilBookEquals(stage, stage.pair, 10_000);
    },
  }),
];
