import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import type { Need } from '../../subject/need.ts';
import { troubleOperation } from '../../situation/operation-fault.ts';
import {
  cutPrivate,
  delayAnswer,
  expectExecuted,
  expectFlow,
  privateEvents,
  privateService,
  restored,
  whole,
} from '../../situation/private-stream.ts';

const MOMENTS: readonly {
  readonly slug: string;
  readonly words: string;
  readonly needs: readonly Need[];
  /** Brings the stream to the moment. */
  readonly reach: (stage: CardStage, from: number) => Promise<void>;
}[] = [
  { slug: 'idle', words: 'while nothing happens', needs: [], reach: (stage) => stage.advance(60_000) },
  {
    slug: 'mid-http',
    words: 'while the venue is asked what a gap has hidden',
    needs: [],
    reach: async (stage) => {
      const { faults } = stage.venue.control;
      const before = faults.applied.length;
      for (const operation of ['open-orders', 'order', 'fills'] as const) {
        faults.add({ on: 'http', match: { operation }, action: { kind: 'hang' } });
        faults.add({ on: 'socket-request', match: { operation }, action: { kind: 'ignore' } });
      }
      cutPrivate(stage);
      await stage.until('a question is not answered', () => faults.applied.length > before, 60_000);
    },
  },
  {
    slug: 'mid-connect',
    words: 'while a new private socket is being opened',
    needs: [],
    reach: async (stage) => {
      const { faults } = stage.venue.control;
      const before = faults.applied.length;
      faults.add({ on: 'handshake', match: { service: privateService(stage) }, action: { kind: 'hang' } });
      cutPrivate(stage);
      await stage.until('a socket is asked for', () => faults.applied.length > before, 60_000);
      await stage.advance(100);
    },
  },
  {
    slug: 'mid-login',
    words: 'while a new private socket waits for the answer to its login',
    needs: [],
    reach: async (stage) => {
      const { faults } = stage.venue.control;
      const before = faults.applied.length;
      faults.add({ on: 'handshake', match: { service: privateService(stage) }, action: { kind: 'accept-then-fall-silent' } });
      cutPrivate(stage);
      await stage.until('a socket is opened', () => faults.applied.length > before, 60_000);
      await stage.advance(1_000);
    },
  },
  {
    slug: 'mid-drain',
    words: 'while the old socket of a move is still listened to',
    needs: ['lacks:no-closing-notice'],
    reach: async (stage, from) => {
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the stream has moved', () => privateEvents(stage, from).includes('stream-rotated'), 30_000);
    },
  },
  {
    slug: 'mid-move',
    words: 'while both sockets of a move are there',
    needs: ['lacks:no-closing-notice'],
    reach: async (stage) => {
      const delayed = delayAnswer(stage, 'open-orders', 5_000);
      stage.venue.control.announceClosing({ account: stage.account });
      await stage.until('the venue is asked for the open orders', () => delayed() > 0, 30_000);
    },
  },
  {
    slug: 'mid-backoff',
    words: 'while it waits to ask or to connect again',
    needs: [],
    reach: async (stage, from) => {
      const failing = (['open-orders', 'fills', 'order', 'balances'] as const).map((operation) =>
        troubleOperation(stage, operation, 'server-error'),
      );
      cutPrivate(stage);
      await stage.until('the stream is told as degraded', () => privateEvents(stage, from).includes('stream-degraded'), 90_000);
      await stage.advance(5_000);
      for (const operation of failing) operation.lift();
    },
  },
];

/** `stop` comes at the worst moment of a recovery. */
export const stopAtAnyMoment: readonly Card[] = MOMENTS.map(({ slug, words, needs, reach }, index) =>
  defineCard({
    id: `RECOVERY-${49 + index}`,
    slug: `stopped-${slug}`,
    title: `A connector that is stopped ${words} ends within ten seconds, leaves nothing, and repairs what it missed when it is started again`,
    family: 'RECOVERY',
    severity: 'must',
    tier: 3,
    needs: ['trading', 'private-stream', 'order-type:limit', ...needs],
    since: '2026-11-20',
    scenario: `The connector is stopped ${words}. No socket is left, and nothing is asked any more. An order is filled in part; after the next start that is told, and the stream flows.`,
    forbidden: ['order-failed', 'order-lost'],
    covers: [`REC-cancel-${slug}`, 'REC-leak-check-after-each'],
    doc: 'design: stop() leaves no timer, socket, listener or pending promise; abort works at every await',
    look: 'createUserStreamDataSource().loginFrames',
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      await reach(stage, stage.events.length);
      await stage.answer('stop() ends', stage.connector.stop(), 10_000);
      stage.venue.control.faults.clear();
      await stage.advance(100);
      stage.equal(
        'sockets that are open after stop',
        stage.wire.sockets.filter(({ closedMs }) => closedMs === undefined).map(({ service }) => service),
        [],
      );
      const asked = stage.wire.requests.length;
      stage.fillAtVenue(id, stage.amount(10));
      await stage.advance(120_000);
      stage.equal('requests after stop', stage.wire.requests.length - asked, 0);
      const from = stage.events.length;
      await stage.start();
      await restored(stage, from);
      expectExecuted(stage, id);
      await whole(stage);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
);
