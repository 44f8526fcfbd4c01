import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import { cutMarketSockets, followedTopics, marketSockets } from '../book/move-book.ts';
import { cutPrivate, expectFlow, privateEvents, privateService, RESTORED, whole } from '../../situation/private-stream.ts';

const common = { family: 'STREAM', severity: 'must', tier: 3, since: '2026-11-20' } as const;

/** What is told of a lost socket, and that the streams do not take one another along. */
export const toldAndIndependent: readonly Card[] = [
  defineCard({
    ...common,
    id: 'STREAM-23',
    slug: 'market-reconnect-is-told',
    title: 'A lost market socket is told, with its reason, as is the new one; all feeds are followed again, trades too',
    setup: { followedMarkets: 2 },
    scenario: 'The market socket is cut. Afterwards somebody trades in both markets, and both trades are told.',
    expected: ['stream-interrupted', 'book-stale', 'stream-connected', 'book-resynced'],
    covers: ['MUT-6', 'MUT-24'],
    doc: 'connector guide: the market stream',
    look: 'createOrderBookDataSource().subscribeFrame',
    run: async (stage) => {
      await stage.start();
      const topics = followedTopics(stage);
      const from = stage.events.length;
      cutMarketSockets(stage);
      await stage.until(
        'the interruption is told',
        () => stage.eventsOf('stream-interrupted').some(({ stream }) => stream === 'market'),
        5_000,
      );
      const told = stage.eventsOf('stream-interrupted').find(({ stream }) => stream === 'market');
      stage.holds('the interruption has a reason', (told?.reason ?? '') !== '', told);
      await stage.until('the same feeds are followed', () => followedTopics(stage).join() === topics.join(), 30_000);
      for (const pair of [stage.pair, stage.otherPair]) await untilBookEquals(stage, pair, 10_000);
      for (const pair of [stage.pair, stage.otherPair]) {
        stage.tradeByStranger('buy', stage.amount(2, pair), pair);
        const isTold = (): boolean =>
          stage.events.slice(from).some((event) => event.type === 'book-trade' && event.trade.tradingPair === pair);
        await stage.until(`the trade in ${pair} is told`, isTold, 5_000);
      }
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-24',
    slug: 'private-reconnect-is-told',
    title: 'A lost private socket is told, with its reason, as is the new one and the end of the gap; nothing of it is told twice',
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario: 'The private socket is closed by the venue with a reason. No order is open.',
    expected: RESTORED,
    forbidden: ['book-stale'],
    covers: ['MUT-24'],
    doc: 'private stream: states',
    look: 'createUserStreamDataSource().loginFrames',
    run: async (stage) => {
      await stage.start();
      const from = stage.events.length;
      cutPrivate(stage, { kind: 'close-frame', code: 1012, reason: 'maintenance' });
      await stage.until('the interruption is told', () => privateEvents(stage, from).includes('stream-interrupted'), 5_000);
      const state = stage.connector.privateStreamStatus?.state;
      stage.holds('the state of the private stream says so', state === 'recovering', state);
      const told = stage.eventsOf('stream-interrupted').find(({ stream }) => stream === 'private');
      stage.holds('the interruption has a reason', (told?.reason ?? '') !== '', told);
      await whole(stage);
      stage.equal('what was told of the private stream', privateEvents(stage, from), RESTORED);
      const id = await stage.openOrder({ amount: stage.amount(20) });
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-25',
    slug: 'private-stream-without-the-market',
    title: 'While the market socket cannot be had, the private stream goes on telling',
    severity: 'should',
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario:
      'The market socket is cut and cannot be had for two minutes. Fills are told by the private stream meanwhile, which is not interrupted.',
    doc: 'connector guide: the market stream',
    look: 'createOrderBookDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const from = stage.events.length;
      const service = stage.present('a socket of the market', marketSockets(stage)[0]).service;
      const { faults } = stage.venue.control;
      const end = faults.add({ on: 'handshake', match: { service }, times: Number.POSITIVE_INFINITY, action: { kind: 'reset' } });
      cutMarketSockets(stage);
      for (let step = 0; step < 3; step += 1) {
        await stage.advance(40_000);
        await expectFlow(stage, id, stage.amount(10));
      }
      stage.equal('what was told of the private stream', privateEvents(stage, from), []);
      end();
      await untilBookEquals(stage, stage.pair, 60_000);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-26',
    slug: 'market-without-the-private-stream',
    title: 'While the private socket cannot be had, the books go on being live',
    severity: 'should',
    needs: ['trading', 'private-stream'],
    scenario: 'The private socket is cut and cannot be had for two minutes. The book changes and stays live.',
    forbidden: ['book-stale'],
    doc: 'private stream: states',
    look: 'createUserStreamDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const service = privateService(stage);
      const { faults } = stage.venue.control;
      const end = faults.add({ on: 'handshake', match: { service }, times: Number.POSITIVE_INFINITY, action: { kind: 'reset' } });
      cutPrivate(stage);
      for (let step = 0; step < 3; step += 1) {
        await stage.advance(40_000);
        stage.tradeByStranger('buy', stage.amount(2));
        await untilBookEquals(stage, stage.pair, 5_000);
      }
      end();
      await whole(stage);
    },
  }),
];
