import type { Card, CardId } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import {
  ANSWER_UNREADABLE,
  breakCommands,
  EXECUTED_ANSWER_LOST,
  NOT_EXECUTED_ANSWER_LOST,
  silencePrivateStream,
  type FailureClass,
} from './failure-points.ts';

const ROWS: readonly (readonly [CardId, FailureClass])[] = [
  ['AMBIGUOUS-25', EXECUTED_ANSWER_LOST],
  ['AMBIGUOUS-26', NOT_EXECUTED_ANSWER_LOST],
  ['AMBIGUOUS-27', ANSWER_UNREADABLE],
];

/** One card for each class of failure points. */
export const lostAmendmentCards: readonly Card[] = ROWS.map(([id, failure]) =>
  defineCard({
    id,
    slug: `amend-${failure.slug}`,
    title: `An amendment that ${failure.text} is no rejection: the order has the amount that the venue knows`,
    family: 'AMBIGUOUS',
    severity: 'must',
    tier: 3,
    needs: ['trading', 'order-type:limit', 'amend'],
    since: '2026-11-20',
    scenario: `${failure.points.length} orders are made smaller at once; each amendment ${failure.text}, each in another way, and the private stream tells nothing of it. The caller is told that the outcome is unknown, and a query finds the amount.`,
    forbidden: ['order-failed', 'order-canceled', 'order-lost'],
    covers: ['NT-E76'],
    doc: 'design: a command has four outcomes; connector guide: errors',
    look: 'amendOrder',
    run: (stage) => playLostAmendments(stage, failure),
  }),
);

async function playLostAmendments(stage: CardStage, failure: FailureClass): Promise<void> {
  await stage.start();
  const ids: string[] = [];
  for (const [index] of failure.points.entries()) ids.push(await stage.openOrder({ amount: stage.amount(20 + index) }));
  await stage.advance(1_000);
  const endSilence = silencePrivateStream(stage);
  const broken = breakCommands(stage, ['amend'], failure);
  const smaller = stage.amount(10);
  const answers = ids.map((id) => stage.connector.amend(stage.pair, id, smaller));
  await stage.until('every amendment has met its failure', () => broken() === failure.points.length, 30_000);
  for (const answer of answers) {
    const { outcome, reason } = await stage.answer('the caller is told', answer);
    stage.holds('the caller is told that the outcome is unknown', outcome === 'unknown', [outcome, reason]);
  }
  const amountsOf = (): readonly (string | undefined)[] =>
    ids.map((id) => stage.connector.orderTracker.fetchOrder({ clientOrderId: id })?.amount.toFixed());
  const truth = ids.map((id) => stage.present('the venue has the order', stage.venueOrder(id)).amount.toFixed());
  await stage.until('the amounts are the venue’s', () => amountsOf().join(' ') === truth.join(' '), 60_000);
  stage.equal('how often the command was sent', broken(), failure.points.length);
  stage.equal('the amended orders', amountsOf().filter((amount) => amount === smaller).length, failure.isExecuted ? ids.length : 0);
  endSilence();
}
