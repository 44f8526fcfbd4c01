import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import {
  cutPrivate,
  expectExecuted,
  expectFlow,
  privateEvents,
  RESTORED,
  restored,
  SELDOM_POLLED,
  typesAbout,
  whole,
} from '../../situation/private-stream.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit'],
  since: '2026-11-20',
  setup: SELDOM_POLLED,
  doc: 'private stream: how a line is replaced',
  forbidden: ['order-failed', 'order-lost'],
} as const;

/** What comes after a recovery, and one recovery after the other. */
export const afterARecovery: readonly Card[] = [
  defineCard({
    ...common,
    id: 'RECOVERY-10',
    slug: 'flows-again',
    title: 'After a recovery the private stream tells of fills by itself again: the new socket is logged in and subscribed',
    scenario:
      'The private socket is cut. When the stream is whole, an order is filled in part, and the stream tells of it within three seconds.',
    expected: RESTORED,
    covers: ['NT-E84'],
    look: 'createUserStreamDataSource().loginFrames',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = stage.events.length;
      cutPrivate(stage);
      await restored(stage, from);
      await whole(stage);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-11',
    slug: 'recovers-twice-in-a-row',
    title: 'A second gap right after the first is found, repaired and told as well',
    scenario:
      'The private socket is cut; an order is filled in part. As soon as the stream is whole, it is cut again, and the order is canceled.',
    expected: [...RESTORED, ...RESTORED],
    covers: ['REC-recover-twice-in-a-row'],
    look: 'createUserStreamDataSource().loginFrames',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(30) });
      const from = stage.events.length;
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      await restored(stage, from);
      expectExecuted(stage, id);
      const again = stage.events.length;
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      stage.cancelAtVenue(id);
      const told = await restored(stage, again);
      stage.equal('what was told of the second gap', typesAbout(told, id), ['order-filled', 'order-canceled']);
      expectExecuted(stage, id);
      stage.equal('what was told of the private stream', privateEvents(stage, from), [...RESTORED, ...RESTORED]);
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-12',
    slug: 'comes-back-ten-times',
    title: 'A private stream that is lost every minute, ten times, tells each fill once and flows in between',
    scenario: 'Each minute the private socket is cut, a part of an order is filled in the gap, and another one after it.',
    covers: ['REC-recover-twice-in-a-row'],
    look: 'createUserStreamDataSource().loginFrames',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(250) });
      for (let round = 0; round < 10; round += 1) {
        const from = stage.events.length;
        cutPrivate(stage);
        stage.fillAtVenue(id, stage.amount(10));
        await restored(stage, from);
        expectExecuted(stage, id);
        await whole(stage);
        await expectFlow(stage, id, stage.amount(10));
        await stage.advance(60_000);
      }
    },
  }),
  defineCard({
    ...common,
    id: 'RECOVERY-13',
    slug: 'stopped-and-started-again',
    title: 'What happens between stop and start of the same connector is repaired when it is started again',
    scenario:
      'The connector is stopped. An order is filled, another one canceled, a third filled in part. It is started again: all is told, and the stream flows.',
    covers: ['REC-disconnect-then-connect-again'],
    look: 'tradeUpdatesSince',
    run: async (stage) => {
      await stage.start();
      const filled = await stage.openOrder({ amount: stage.amount(10) });
      const canceled = await stage.openOrder({ amount: stage.amount(20) });
      const partly = await stage.openOrder({ amount: stage.amount(30) });
      await stage.stop();
      stage.fillAtVenue(filled);
      stage.cancelAtVenue(canceled);
      stage.fillAtVenue(partly, stage.amount(10));
      await stage.advance(600_000);
      const from = stage.events.length;
      await stage.start();
      const told = await restored(stage, from);
      stage.equal('what was told of the order that was filled', typesAbout(told, filled), ['order-filled', 'order-completed']);
      stage.equal('what was told of the order that was canceled', typesAbout(told, canceled), ['order-canceled']);
      stage.equal('what was told of the order that was filled in part', typesAbout(told, partly), ['order-filled']);
      await whole(stage);
      await expectFlow(stage, partly, stage.amount(10));
    },
  }),
];
