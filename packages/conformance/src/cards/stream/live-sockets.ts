import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { marketSockets } from '../book/move-book.ts';
import { untilBookEquals } from '../book/book-watch.ts';
import {
  cutPrivate,
  expectExecuted,
  expectFlow,
  isWhole,
  privateEvents,
  RESTORED,
  restored,
  SELDOM_POLLED,
  whole,
} from '../../situation/private-stream.ts';

const common = { family: 'STREAM', severity: 'must', since: '2026-11-20' } as const;

/** A dead socket shows within this time: the silence that a stream plan allows by default, a pong that does not come, and a new connection. */
const FOUND_OUT_MS = 90_000;

/** Sockets that live, and how it is found out that one does not. */
export const liveSockets: readonly Card[] = [
  defineCard({
    ...common,
    id: 'STREAM-01',
    slug: 'login-and-events',
    title: 'The private stream logs in once, on one socket, and tells of an order and its fill by itself',
    tier: 2,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario: 'The connector is started, and an order is placed and filled in part at the venue. One socket follows the private events.',
    expected: ['stream-connected', 'stream-restored', 'order-created', 'order-filled'],
    forbidden: ['stream-interrupted', 'stream-degraded', 'order-failed'],
    covers: ['HB-28', 'HB-30', 'HB-OMS-1'],
    doc: 'private stream: states',
    look: 'createUserStreamDataSource().loginFrames',
    overSockets: true,
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(20) });
      stage.equal('sockets that follow the private events', stage.venue.control.sockets({ account: stage.account }).length, 1);
      await expectFlow(stage, id, stage.amount(10));
      expectExecuted(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-02',
    slug: 'idle-sockets-stay',
    title: 'Sockets on which nothing happens stay open: the venue’s pings are answered, and quiet is not taken for death',
    tier: 2,
    needs: ['trading'],
    scenario: 'For fifteen minutes nothing is traded. No socket is closed by either side, and none is opened.',
    forbidden: ['stream-interrupted', 'book-stale'],
    covers: ['MUT-24'],
    doc: 'private stream: states',
    look: 'createUserStreamDataSource().stream',
    run: async (stage) => {
      await stage.start();
      await stage.advance(5_000);
      const sockets = stage.wire.sockets.length;
      await stage.advance(900_000);
      const closed = stage.wire.sockets.filter(({ closedMs }) => closedMs !== undefined).map(({ service }) => service);
      stage.equal('sockets that were closed', closed, []);
      stage.equal('sockets that were opened', stage.wire.sockets.length - sockets, 0);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-03',
    slug: 'dead-private-socket-is-found',
    title: 'A private socket that carries nothing any more and is not closed is found out within 90 s, and told',
    tier: 3,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario: 'A router forgets the private connection: it stays open and nothing comes or goes. An order is filled in part.',
    expected: RESTORED,
    covers: ['REC-old-socket-already-dead'],
    doc: 'private stream: a stream that tells nothing',
    setup: SELDOM_POLLED,
    look: 'createUserStreamDataSource().stream',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(20) });
      await stage.advance(3_000);
      const from = stage.events.length;
      cutPrivate(stage, { kind: 'half-open' });
      stage.fillAtVenue(id, stage.amount(10));
      await stage.until('the interruption is told', () => privateEvents(stage, from).includes('stream-interrupted'), FOUND_OUT_MS);
      await restored(stage, from, 10_000);
      expectExecuted(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-04',
    slug: 'dead-market-socket-is-found',
    title: 'A market socket that carries nothing any more and is not closed is found out within 90 s, and its books say so',
    tier: 3,
    scenario: 'A router forgets the market connection: it stays open and nothing comes or goes. The book changes meanwhile.',
    expected: ['stream-interrupted', 'book-stale', 'book-resynced'],
    doc: 'connector guide: the market stream',
    look: 'createOrderBookDataSource().stream',
    run: async (stage) => {
      await stage.start();
      await stage.advance(3_000);
      const { control } = stage.venue;
      const sockets = marketSockets(stage);
      stage.holds('the connector follows markets over a socket', sockets.length > 0);
      for (const { id } of sockets) control.cutSockets({ id }, { kind: 'half-open' });
      stage.tradeByStranger('buy', stage.amount(2));
      await stage.until('the book says that it is stale', () => stage.connector.bookStatus(stage.pair).state !== 'live', FOUND_OUT_MS);
      await untilBookEquals(stage, stage.pair, 10_000);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-05',
    slug: 'dead-subscription-is-found',
    title: 'A private stream whose socket lives but which tells nothing of an acknowledged order is replaced within 15 s',
    tier: 3,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario:
      'The venue forgets the private subscription without a word and answers pings. An order is placed and acknowledged, and no event comes.',
    expected: RESTORED,
    covers: ['REC-acknowledged-order-without-event'],
    setup: SELDOM_POLLED,
    doc: 'private stream: a stream that tells nothing',
    look: 'userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const { faults } = stage.venue.control;
      const [before] = stage.venue.control.sockets({ account: stage.account });
      const service = stage.present('a socket that follows the private events', before).service;
      const ends = (['execution', 'balances'] as const).map((frame) =>
        faults.add({ on: 'frame', match: { service, frame }, times: Number.POSITIVE_INFINITY, action: { kind: 'drop' } }),
      );
      const from = stage.events.length;
      stage.placeResting({ amount: stage.amount(20) });
      await stage.until('the interruption is told', () => privateEvents(stage, from).includes('stream-interrupted'), 15_000);
      for (const end of ends) end();
      await whole(stage);
      stage.equal('what was told of the private stream', privateEvents(stage, from), RESTORED);
      const [after] = stage.venue.control.sockets({ account: stage.account });
      stage.holds('the stream has another socket', after?.id !== before?.id, after);
      const [id = ''] = stage.connector.inFlightOrders.keys();
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-06',
    slug: 'told-of-nothing-else',
    title: 'Orders that are placed, filled and canceled in time do not make the private stream doubt itself',
    severity: 'should',
    tier: 2,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    scenario: 'Three orders are placed; one is filled at the venue, two are canceled. For two minutes nothing is told of the stream.',
    forbidden: ['stream-interrupted', 'stream-degraded', 'stream-rotated'],
    doc: 'private stream: a stream that tells nothing',
    look: 'userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const ids = [
        await stage.openOrder(),
        await stage.openOrder({ amount: stage.amount(20) }),
        await stage.openOrder({ amount: stage.amount(30) }),
      ];
      stage.fillAtVenue(ids[0] ?? '');
      const canceling = ids.slice(1).map((id) => stage.connector.cancel(stage.pair, id));
      for (const answer of canceling) await stage.answer('cancel() ends', answer);
      await stage.advance(120_000);
      stage.holds('the private stream is whole and has one socket', isWhole(stage), stage.connector.privateStreamStatus);
    },
  }),
];
