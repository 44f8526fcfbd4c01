import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import {
  cutPrivate,
  delayAnswer,
  expectExecuted,
  expectFlow,
  isWhole,
  privateEvents,
  privateSocketId,
  RESTORED,
  SELDOM_POLLED,
  whole,
} from '../../situation/private-stream.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit', 'lacks:no-closing-notice'],
  since: '2026-11-20',
  setup: SELDOM_POLLED,
  doc: 'private stream: how a line is replaced',
  look: 'createUserStreamDataSource().onFrame',
  forbidden: ['order-failed', 'order-lost'],
} as const;

/** Something asks for another socket while a recovery is under way. */
export const triggersDuringAMove: readonly Card[] = [
  defineCard({
    ...common,
    id: 'RECOVERY-27',
    slug: 'trigger-during-connect',
    title: 'A second announcement while the new socket is being opened does not open a third one',
    scenario: 'The venue announces the end; as soon as a second socket is asked for it announces it again, on the first one.',
    expected: ['stream-rotated'],
    covers: ['REC-trigger-during-connect'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('a second socket is asked for', () => stage.wire.sockets.length > sockets, 30_000);
      stage.equal('sockets that were told again', stage.venue.control.announceClosing({ account: stage.account }), 1);
      await stage.advance(60_000);
      await whole(stage);
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated']);
      stage.equal('sockets that were opened', stage.wire.sockets.length - sockets, 1);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-28',
    slug: 'trigger-during-the-snapshot',
    title: 'A second announcement while the venue is asked what happened does not begin anew',
    scenario:
      'The answer about the open orders takes three seconds; meanwhile the old socket announces its end again and an order is filled.',
    expected: ['stream-rotated'],
    covers: ['REC-trigger-during-snapshot'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const [old] = stage.venue.control.sockets({ account: stage.account });
      const from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      const delayed = delayAnswer(stage, 'open-orders', 3_000);
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the venue is asked for the open orders', () => delayed() > 0, 30_000);
      stage.venue.control.announceClosing({ id: stage.present('the old socket', old).id });
      stage.fillAtVenue(id, stage.amount(10));
      await whole(stage);
      await stage.advance(60_000);
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated']);
      stage.equal('sockets that were opened', stage.wire.sockets.length - sockets, 1);
      expectExecuted(stage, id);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-29',
    slug: 'trigger-of-the-new-socket-during-the-drain',
    title: 'A new socket that announces its end at once is replaced as well, and there are never more than two',
    scenario: 'The stream has moved, the old socket is still there for a moment, and the new one announces its end.',
    expected: ['stream-rotated', 'stream-rotated'],
    covers: ['REC-trigger-during-drain'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = stage.events.length;
      const old = stage.venue.control.sockets({ account: stage.account });
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the stream has moved', () => stage.eventsOf('stream-rotated').length === 1, 30_000);
      const young = stage.venue.control.sockets({ account: stage.account }).find(({ id: number }) => number !== old[0]?.id);
      stage.venue.control.announceClosing({ id: stage.present('the new socket', young).id });
      let most = 0;
      await stage.until(
        'the stream has moved again',
        () => {
          most = Math.max(most, stage.venue.control.sockets({ account: stage.account }).length);
          return stage.eventsOf('stream-rotated').length === 2;
        },
        90_000,
      );
      await whole(stage);
      stage.holds('there were never more than two sockets', most <= 2, most);
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated', 'stream-rotated']);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-30',
    slug: 'trigger-during-backoff',
    title: 'An announcement while a repair waits for its next attempt does not open one socket after the other',
    needs: [...common.needs, 'lacks:no-termination-notice'],
    scenario:
      'The private subscription was ended, and the venue does not answer what happened. Meanwhile it announces the end of the new socket too, ten times. When it answers again, the stream becomes whole.',
    covers: ['REC-trigger-during-backoff'],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      const failing = [
        troubleOperation(stage, 'open-orders', 'server-error'),
        troubleOperation(stage, 'fills', 'server-error'),
        troubleOperation(stage, 'balances', 'server-error'),
      ];
      stage.venue.control.terminatePrivate(stage.account);
      stage.fillAtVenue(id, stage.amount(10));
      await stage.until('the repair has failed', () => stage.connector.privateStreamStatus?.state === 'degraded', 60_000);
      const degraded = privateSocketId(stage);
      for (let count = 0; count < 10; count += 1) {
        stage.venue.control.announceClosing({ id: degraded });
        await stage.advance(500);
      }
      for (const operation of failing) operation.lift();
      await whole(stage);
      await stage.advance(10_000);
      stage.holds('the private stream is whole and has one socket', isWhole(stage), stage.connector.privateStreamStatus);
      expectExecuted(stage, id);
      stage.equal('interruptions that were told', privateEvents(stage, from).filter((type) => type === 'stream-interrupted').length, 1);
      const opened = stage.wire.sockets.length - sockets;
      stage.holds('at most two sockets were opened', opened <= 2, opened);
    },
  }),
];

const OLD_ENDS = [
  { id: 'RECOVERY-31', kind: 'without-close-frame', words: 'is cut' },
  { id: 'RECOVERY-32', kind: 'close-frame', words: 'is closed' },
  { id: 'RECOVERY-33', kind: 'half-open', words: 'dies silently, so that closing it is not answered' },
] as const;

/** The socket that is being replaced does not last until the new one is ready. */
export const oldEndsDuringAMove: readonly Card[] = OLD_ENDS.map(({ id, kind, words }) =>
  defineCard({
    ...common,
    id,
    slug: `old-socket-${kind}-during-a-move`,
    title: `An old socket that ${words} while the new one is on its way takes nothing with it`,
    scenario: `The stream moves; while the venue is asked what happened the old socket ${words}, and an order is filled.`,
    covers: [kind === 'half-open' ? 'REC-old-socket-close-hangs' : 'REC-old-socket-already-dead'],
    look: 'createUserStreamDataSource().loginFrames',
    run: async (stage) => {
      await stage.start();
      const order = await stage.openOrder({ amount: stage.amount(40) });
      const [old] = stage.venue.control.sockets({ account: stage.account });
      const delayed = delayAnswer(stage, 'open-orders', 2_000);
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the venue is asked for the open orders', () => delayed() > 0, 30_000);
      stage.venue.control.cutSockets({ id: stage.present('the old socket', old).id }, { kind });
      stage.fillAtVenue(order, stage.amount(10));
      await whole(stage);
      expectExecuted(stage, order);
      await expectFlow(stage, order, stage.amount(10));
      await stage.advance(60_000);
      stage.holds('the private stream is whole and has one socket', isWhole(stage), stage.connector.privateStreamStatus);
    },
  }),
);

/** The announced socket ends at once, before any move could begin. */
export const cutRightAfterAnnouncement: Card = defineCard({
  ...common,
  id: 'RECOVERY-34',
  slug: 'cut-right-after-the-announcement',
  title: 'A socket that is cut right after its end was announced is replaced at once, and the gap is repaired and told',
  scenario: 'The venue announces the end and cuts the socket before a second one is asked for; an order is filled.',
  expected: RESTORED,
  covers: ['REC-old-socket-already-dead'],
  look: 'createUserStreamDataSource().loginFrames',
  run: async (stage) => {
    await stage.start();
    const id = await stage.openOrder({ amount: stage.amount(30) });
    const from = stage.events.length;
    stage.venue.control.announceClosing({ account: stage.account });
    await stage.advance(5);
    cutPrivate(stage);
    stage.fillAtVenue(id, stage.amount(10));
    await whole(stage);
    expectExecuted(stage, id);
    stage.equal('what was told of the private stream', privateEvents(stage, from), RESTORED);
    await expectFlow(stage, id, stage.amount(10));
  },
});
