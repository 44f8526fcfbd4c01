import { Decimal } from '@venuekit/core/connector';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { delayAnswer, expectExecuted, expectFlow, isWhole, privateEvents, privateSocketId, whole } from '../../situation/private-stream.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit', 'lacks:no-closing-notice'],
  since: '2026-11-20',
  expected: ['stream-rotated'],
  doc: 'private stream: how a line is replaced',
  look: 'createUserStreamDataSource().onFrame',
  forbidden: ['order-failed', 'order-lost'],
} as const;

const BURSTS: readonly { readonly id: Card['id']; readonly count: number }[] = [
  { id: 'RECOVERY-19', count: 1 },
  { id: 'RECOVERY-20', count: 2 },
  { id: 'RECOVERY-21', count: 50 },
];

/** The venue says, once or often, that it will close the private socket. */
export const announcedEnds: readonly Card[] = BURSTS.map(({ id, count }) =>
  defineCard({
    ...common,
    id,
    slug: count === 1 ? 'announced-end-moves-the-stream' : `announced-end-told-${count}-times-is-one-move`,
    title: `An end of the private socket that the venue announces ${count === 1 ? 'once' : `${count} times`} moves the stream once, and nothing is missed`,
    scenario:
      'The venue says that it will close the private socket, and an order is filled in many parts meanwhile. A second socket takes over while the first one delivers: there is no gap, and no fill has to be asked for.',
    covers: [`REC-burst-of-${count}-triggers`, 'REC-fill-delivered-on-both-sockets'],
    run: async (stage) => {
      await stage.start();
      const order = await stage.openOrder({ amount: stage.amount(150) });
      const from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      for (let told = 0; told < count; told += 1) stage.venue.control.announceClosing({ account: stage.account });
      for (let fill = 0; fill < 12; fill += 1) {
        stage.fillAtVenue(order, stage.amount(10));
        await stage.advance(150);
      }
      await whole(stage);
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated']);
      // Where the first event is the acknowledgement, a socket that none comes on is given up.
      if (stage.has('lacks:ack-by-data')) stage.equal('sockets that were opened', stage.wire.sockets.length - sockets, 1);
      expectExecuted(stage, order);
      if (stage.has('trade-ids')) stage.equal('fills that were told', stage.eventsOf('order-filled').length, 12);
      const recovered = stage.eventsOf('order-filled').filter(({ isRecovered }) => isRecovered);
      if (stage.has('streams-fills')) stage.equal('fills that had to be asked for', recovered.length, 0);
      await expectFlow(stage, order, stage.amount(10));
    },
  }),
);

/** What both sockets tell while there are two. */
export const movesWithTwoSockets: readonly Card[] = [
  defineCard({
    ...common,
    id: 'RECOVERY-22',
    slug: 'told-by-both-sockets-once',
    title: 'A fill that both sockets of a move deliver is told once',
    needs: [...common.needs, 'trade-ids'],
    scenario:
      'The stream moves, and the answer about what happened meanwhile takes three seconds. Fills in that time come over the old socket and the new one.',
    covers: ['REC-fill-delivered-on-both-sockets'],
    look: 'createUserStreamDataSource().eventIdentity',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const delayed = delayAnswer(stage, 'open-orders', 3_000);
      const from = stage.events.length;
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the venue is asked for the open orders', () => delayed() > 0, 30_000);
      for (let fill = 0; fill < 4; fill += 1) {
        stage.fillAtVenue(id, stage.amount(10));
        await stage.advance(300);
      }
      stage.equal('sockets that follow the private events', stage.venue.control.sockets({ account: stage.account }).length, 2);
      await whole(stage);
      stage.equal('fills that were told', stage.eventsOf('order-filled').length, 4);
      expectExecuted(stage, id);
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated']);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-23',
    slug: 'deposits-during-a-move-once',
    title: 'Money that comes in while two sockets tell of it is counted once',
    needs: ['trading', 'streams-balances', 'lacks:no-closing-notice'],
    scenario: 'The stream moves while money comes in twenty times.',
    covers: ['REC-fill-delivered-on-both-sockets', 'REC-balance-only-change-in-gap'],
    look: 'createUserStreamDataSource().eventIdentity',
    run: async (stage) => {
      await stage.start();
      const [base = ''] = stage.pair.split('-');
      stage.venue.control.announceClosing({ account: stage.account });
      for (let count = 0; count < 20; count += 1) {
        stage.venue.world.deposit(stage.account, base, '1');
        await stage.advance(100);
      }
      await whole(stage);
      stage.equal(`the total of ${base}`, stage.connector.getBalance(base), stage.truth().balances.get(base)?.free);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-24',
    slug: 'old-socket-delivers-during-the-drain',
    title: 'What happens right after a new socket has taken over is told once, although the old one still tells it too',
    needs: [...common.needs, 'trade-ids'],
    scenario: 'The stream has moved, and the old socket is still listened to for a moment. Fills in that moment come over both.',
    covers: ['REC-old-socket-still-delivering-during-drain', 'REC-fill-in-snapshot-and-late-on-old'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the stream has moved', () => stage.eventsOf('stream-rotated').length === 1, 30_000);
      for (let fill = 0; fill < 4; fill += 1) {
        stage.fillAtVenue(id, stage.amount(10));
        await stage.advance(400);
      }
      await whole(stage);
      stage.equal('fills that were told', stage.eventsOf('order-filled').length, 4);
      expectExecuted(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-25',
    slug: 'late-trigger-of-a-left-socket',
    title: 'A socket that has been left cannot move the stream once more',
    scenario:
      'The stream has moved. The old socket, which is still there for a moment, announces its end again, three times. Nothing moves.',
    covers: ['REC-stale-generation-trigger', 'REC-trigger-during-drain'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const old = privateSocketId(stage);
      const sockets = stage.wire.sockets.length;
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the stream has moved', () => stage.eventsOf('stream-rotated').length === 1, 30_000);
      let told = 0;
      for (let count = 0; count < 3; count += 1) told += stage.venue.control.announceClosing({ id: old });
      stage.equal('how often the old socket announced its end again', told, 3);
      await stage.advance(60_000);
      stage.holds('the private stream is whole and has one socket', isWhole(stage), stage.connector.privateStreamStatus);
      stage.equal('sockets that were opened', stage.wire.sockets.length - sockets, 1);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-26',
    slug: 'hundreds-of-events-during-a-move',
    title: 'Hundreds of fills while the stream moves are told once each and in their order',
    needs: [...common.needs, 'trade-ids', 'streams-fills'],
    scenario: 'The stream moves, and an order is filled in 600 parts before and while the new socket takes over.',
    covers: ['REC-10k-events-queued-on-old'],
    look: 'userStreamEventListener',
    run: async (stage) => {
      await stage.start();
      const parts = Array.from({ length: 600 }, (_, index) => stage.amount(1 + (index % 3)));
      const id = await stage.openOrder({ amount: Decimal.sum(...parts, stage.amount(10)).toFixed() });
      stage.venue.control.announceClosing({ account: stage.account });
      for (const [index, part] of parts.entries()) {
        stage.fillAtVenue(id, part);
        if (index % 50 === 49) await stage.advance(50);
      }
      await whole(stage);
      stage.equal(
        'the amounts in the order in which they were told',
        stage.eventsOf('order-filled').map(({ amount }) => amount.toFixed()),
        parts,
      );
      expectExecuted(stage, id);
    },
  }),
];
