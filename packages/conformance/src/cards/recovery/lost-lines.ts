import type { CutManner } from '@venuekit/venue';
import { defineCard } from '../../card/define-card.ts';
import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { cutPrivate, expectExecuted, privateEvents, RESTORED, restored, typesAbout } from '../../situation/private-stream.ts';

const LOSSES: readonly {
  readonly id: Card['id'];
  readonly slug: string;
  readonly words: string;
  readonly covers: readonly string[];
  readonly manner: CutManner;
}[] = [
  {
    id: 'RECOVERY-01',
    slug: 'cut-loses-nothing',
    words: 'is cut without a word',
    covers: ['REC-old-socket-already-dead'],
    manner: { kind: 'without-close-frame' },
  },
  {
    id: 'RECOVERY-02',
    slug: 'close-frame-loses-nothing',
    words: 'is closed by the venue with a frame',
    covers: ['REC-old-socket-already-dead'],
    manner: { kind: 'close-frame', code: 1001 },
  },
  {
    id: 'RECOVERY-03',
    slug: 'half-open-loses-nothing',
    words: 'stays open and carries nothing any more',
    covers: ['REC-old-socket-already-dead'],
    manner: { kind: 'half-open' },
  },
];

/** The private stream is lost, and much happens before it is back. */
export const lostLines: readonly Card[] = LOSSES.map(({ id, slug, words, covers, manner }) =>
  defineCard({
    id,
    slug,
    title: `A private socket that ${words} loses no fill, no cancel and no balance`,
    family: 'RECOVERY',
    severity: 'must',
    tier: 3,
    needs: ['trading', 'private-stream', 'order-type:limit'],
    since: '2026-11-20',
    scenario: `The private socket ${words}; meanwhile an order is filled, another filled in part, a third canceled, and money comes in. When stream-restored is told, all of it has been told.`,
    expected: RESTORED,
    forbidden: ['order-failed', 'order-lost', 'order-expired'],
    covers: [...covers, 'REC-leak-check-after-each'],
    doc: 'private stream: how a line is replaced',
    look: 'requestOpenOrders',
    overSockets: manner.kind === 'without-close-frame',
    run: async (stage) => {
      await stage.start();
      await losesNothing(stage, () => cutPrivate(stage, manner));
    },
  }),
);

/** The venue ends the subscription and leaves the socket open. */
export const terminatedLine: Card = defineCard({
  id: 'RECOVERY-04',
  slug: 'termination-loses-nothing',
  title: 'A private subscription that the venue ends while the socket stays open loses no fill, no cancel and no balance',
  family: 'RECOVERY',
  severity: 'must',
  tier: 3,
  needs: ['trading', 'private-stream', 'order-type:limit', 'lacks:no-termination-notice'],
  since: '2026-11-20',
  scenario:
    'The venue says that it has ended the private subscription. Within ten seconds the stream is opened anew, and what happened meanwhile has been told.',
  expected: RESTORED,
  forbidden: ['order-failed', 'order-lost', 'order-expired'],
  covers: ['REC-stream-terminated-while-open'],
  doc: 'private stream: how a line is replaced',
  look: 'createUserStreamDataSource().onFrame',
  run: async (stage) => {
    await stage.start();
    await losesNothing(
      stage,
      () => stage.equal('subscriptions that the venue ended', stage.venue.control.terminatePrivate(stage.account), 1),
      10_000,
    );
  },
});

async function losesNothing(stage: CardStage, lose: () => void, maximumMs?: number): Promise<void> {
  const filled = await stage.openOrder({ amount: stage.amount(30) });
  const partly = await stage.openOrder({ amount: stage.amount(20) });
  const canceled = await stage.openOrder({ amount: stage.amount(10) });
  const from = stage.events.length;
  lose();
  stage.fillAtVenue(filled, stage.amount(10));
  stage.fillAtVenue(filled);
  stage.fillAtVenue(partly, stage.amount(10));
  stage.cancelAtVenue(canceled);
  const [, quote = ''] = stage.pair.split('-');
  stage.venue.world.deposit(stage.account, quote, '5');
  const told = await restored(stage, from, maximumMs);
  stage.equal('the last event about the order that was filled', typesAbout(told, filled).at(-1), 'order-completed');
  stage.equal('what was told of the order that was canceled', typesAbout(told, canceled), ['order-canceled']);
  for (const id of [filled, partly]) expectExecuted(stage, id);
  const truth = stage.truth().balances.get(quote);
  stage.equal(`the total of ${quote}`, stage.connector.getBalance(quote), truth === undefined ? undefined : truth.free.plus(truth.locked));
  stage.equal('what was told of the private stream', privateEvents(stage, from), RESTORED);
}
