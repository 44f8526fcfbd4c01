import type { HandshakeFaultAction } from '@venuekit/venue';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import {
  cutPrivate,
  expectExecuted,
  expectFlow,
  privateEvents,
  privateService,
  RESTORED,
  restored,
  SELDOM_POLLED,
  whole,
} from '../../situation/private-stream.ts';

const common = {
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  since: '2026-11-20',
  doc: 'private stream: how a line is replaced',
  look: 'createUserStreamDataSource().stream',
  forbidden: ['order-failed', 'order-lost'],
} as const;

const FAULTS: readonly {
  readonly slug: string;
  readonly words: string;
  readonly action: HandshakeFaultAction;
  readonly covers: string;
}[] = [
  { slug: 'refused', words: 'is refused', action: { kind: 'answer', status: 503 }, covers: 'REC-new-socket-refuses' },
  { slug: 'never-opened', words: 'is never answered', action: { kind: 'hang' }, covers: 'REC-new-socket-refuses' },
  { slug: 'opened-then-cut', words: 'opens and is cut', action: { kind: 'accept-then-cut' }, covers: 'REC-new-socket-opens-then-closes' },
  {
    slug: 'opened-and-silent',
    words: 'opens and stays silent',
    action: { kind: 'accept-then-fall-silent' },
    covers: 'REC-new-socket-opens-and-stays-silent',
  },
];

/** Plans the fault for the next two sockets. @returns a check that both came about */
function planFault(stage: CardStage, action: HandshakeFaultAction): () => void {
  const { faults } = stage.venue.control;
  const before = faults.applied.length;
  faults.add({ on: 'handshake', match: { service: privateService(stage) }, times: 2, action });
  return () => stage.equal('sockets that met the fault', faults.applied.slice(before).filter(({ on }) => on === 'handshake').length, 2);
}

/** The socket of a move cannot be had at first. */
export const newSocketsOfAMove: readonly Card[] = FAULTS.map(({ slug, words, action, covers }, index) =>
  defineCard({
    ...common,
    id: `RECOVERY-${35 + index}`,
    slug: `new-socket-${slug}-the-old-one-goes-on`,
    title: `While the new socket of a move ${words}, the old one goes on telling`,
    needs: ['trading', 'private-stream', 'order-type:limit', 'lacks:no-closing-notice'],
    scenario: `The venue announces the end of the private socket. The next two sockets that are asked for: each ${words}. An order is filled meanwhile and told; then the move succeeds without a gap.`,
    expected: ['stream-rotated'],
    covers: [covers],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const from = stage.events.length;
      const expectProvoked = planFault(stage, action);
      stage.venue.control.announceClosing({ account: stage.account });
      for (let step = 0; step < 3; step += 1) {
        await stage.advance(1_500);
        await expectFlow(stage, id, stage.amount(10));
      }
      await stage.until('the stream has moved', () => stage.eventsOf('stream-rotated').length === 1);
      await whole(stage);
      expectProvoked();
      stage.equal('what was told of the private stream', privateEvents(stage, from), ['stream-rotated']);
      await expectFlow(stage, id, stage.amount(10));
    },
  }),
);

/** The socket after a gap cannot be had at first. */
export const newSocketsAfterAGap: readonly Card[] = FAULTS.map(({ slug, words, action, covers }, index) =>
  defineCard({
    ...common,
    id: `RECOVERY-${39 + index}`,
    slug: `new-socket-${slug}-after-a-gap`,
    title: `A private stream whose new socket ${words} at first comes back, and nothing of the longer gap is lost`,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    setup: SELDOM_POLLED,
    scenario: `The private socket is cut. The next two that are asked for: each ${words}. Fills before, between and after are told.`,
    expected: RESTORED,
    covers: [covers],
    run: async (stage) => {
      await stage.start();
      const id = await stage.openOrder({ amount: stage.amount(60) });
      const from = stage.events.length;
      const sockets = stage.wire.sockets.length;
      const expectProvoked = planFault(stage, action);
      cutPrivate(stage);
      stage.fillAtVenue(id, stage.amount(10));
      await stage.until('a second socket is asked for', () => stage.wire.sockets.length > sockets + 1);
      stage.fillAtVenue(id, stage.amount(10));
      await restored(stage, from);
      expectProvoked();
      expectExecuted(stage, id);
      await whole(stage);
      await expectFlow(stage, id, stage.amount(10));
      const told = privateEvents(stage, from);
      stage.equal('the first and the last that was told of the private stream', [told[0], told.at(-1)], [RESTORED[0], RESTORED.at(-1)]);
      stage.equal('how often the stream was told as restored', told.filter((type) => type === 'stream-restored').length, 1);
    },
  }),
);
