import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import { cutPrivate, expectFlow, privateEvents, privateService, restored, whole } from '../../situation/private-stream.ts';

const common = { family: 'STREAM', severity: 'must', tier: 3, since: '2026-11-20', look: 'createUserStreamDataSource().onFrame' } as const;

const isPrivate = ({ stream }: { readonly stream: string }): boolean => stream === 'private';

/** How the private stream gets in, or does not. */
export const logins: readonly Card[] = [
  defineCard({
    ...common,
    id: 'STREAM-07',
    slug: 'refused-login-is-understood',
    title: 'A refused login or subscription is understood at once, told with the venue’s reason, and tried again with patience',
    needs: ['trading', 'private-stream', 'lacks:login-by-listen-key', 'lacks:login-by-token'],
    scenario:
      'The venue does not know the keys. The refusal of the login is told within five seconds of opening the socket instead of being waited out, and sockets are opened rarely.',
    expected: ['stream-problem'],
    forbidden: ['stream-restored'],
    invariants: ['no-secret-shown', 'nothing-left'],
    setup: { knowsKeys: false },
    covers: ['HB-OMS-2'],
    doc: 'private stream: states',
    run: async (stage) => {
      stage.begin();
      await stage.until('a problem of the private stream is told', () => stage.eventsOf('stream-problem').some(isPrivate), 5_000);
      const problem = stage.eventsOf('stream-problem').find(isPrivate);
      stage.holds('the problem has a message', (problem?.message ?? '') !== '', problem);
      await stage.advance(600_000);
      stage.equal('how often the private stream was told as connected', privateEvents(stage, 0).includes('stream-connected'), false);
      stage.equal('the readiness', stage.connector.ready, false);
      const opened = stage.wire.sockets.length;
      stage.holds('a login is tried again', opened > 5, opened);
      stage.holds('at most ten sockets a minute are opened', opened <= 100, opened);
    },
  }),
  defineCard({
    ...common,
    id: 'STREAM-08',
    slug: 'lost-acknowledgement',
    title: 'A private stream whose login or subscription is not acknowledged does not count as live, and is opened anew',
    // Where messages are numbered a lost one is noticed at once.
    needs: [
      'trading',
      'private-stream',
      'order-type:limit',
      'lacks:login-by-url',
      'lacks:login-by-listen-key',
      'lacks:ack-by-data',
      'lacks:book-connection-counter',
    ],
    scenario:
      'The private socket is cut. On the next one the last acknowledgement is lost, though events come. The stream waits for it no longer than 20 s, takes another socket, and is whole then.',
    doc: 'private stream: how a line is replaced',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const { faults } = stage.venue.control;
      const service = privateService(stage);
      let from = stage.events.length;
      cutPrivate(stage);
      await restored(stage, from);
      const requests = stage.present('the new socket', stage.wire.sockets.at(-1)).frames.length;
      await whole(stage);
      const before = faults.applied.length;
      faults.add({ on: 'frame', match: { service, frame: 'reply', nth: Math.max(1, requests) }, action: { kind: 'drop' } });
      from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      cutPrivate(stage);
      await stage.until('an acknowledgement is lost', () => faults.applied.length > before, 60_000);
      await stage.advance(500);
      stage.fillAtVenue(id, stage.amount(10));
      await stage.advance(3_000);
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-interrupted']);
      await restored(stage, from, 40_000);
      const opened = stage.wire.sockets.length - sockets;
      stage.holds('another socket was opened', opened >= 2, opened);
      await whole(stage);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
];
