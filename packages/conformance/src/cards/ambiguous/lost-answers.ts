import type { Card } from '../../card/card.ts';
import type { CardStage } from '../../card/card-stage.ts';
import { defineCard } from '../../card/define-card.ts';
import { COMMANDS, type Attempt, type Command } from './commands.ts';
import {
  ANSWER_UNREADABLE,
  breakCommands,
  EXECUTED_ANSWER_LOST,
  NOT_EXECUTED_ANSWER_LOST,
  silencePrivateStream,
  type FailureClass,
} from './failure-points.ts';

const CLASSES = [EXECUTED_ANSWER_LOST, NOT_EXECUTED_ANSWER_LOST, ANSWER_UNREADABLE];

/** Sooner than the next poll of a connector whose private stream lives; what takes longer was not asked for. */
const ASKED_WITHIN_MS = 60_000;

/** One card for each command and each class of failure points, numbered from 1. */
export const lostAnswerCards: readonly Card[] = COMMANDS.flatMap((command, row) =>
  CLASSES.map((failure, column) => lostAnswerCard(command, failure, row * CLASSES.length + column + 1)),
);

function lostAnswerCard(command: Command, failure: FailureClass, number: number): Card {
  const canEndNothing = !failure.isExecuted && command.slug !== 'cancel' && command.slug !== 'batch-cancel';
  return defineCard({
    id: `AMBIGUOUS-${String(number).padStart(2, '0')}`,
    slug: `${command.slug}-${failure.slug}`,
    title: `${command.text} ${failure.text} is no rejection: it ends as the venue knows it to have ended`,
    family: 'AMBIGUOUS',
    severity: 'must',
    tier: 3,
    // That an order never arrived can be proven by its client id alone.
    needs: ['trading', ...command.needs, ...(canEndNothing ? (['client-order-ids'] as const) : [])],
    since: '2026-11-20',
    scenario: `The command is given ${failure.points.length} times at once; each ${failure.text}, each in another way, and the private stream tells nothing of it. Nothing is called refused, and a query finds out what has become of each.`,
    covers: command.covers,
    doc: 'design: a command has four outcomes; connector guide: errors',
    look: command.look,
    run: (stage) => playLostAnswers(stage, command, failure),
  });
}

async function playLostAnswers(stage: CardStage, command: Command, failure: FailureClass): Promise<void> {
  await stage.start();
  const commands = await command.prepare(stage, failure.points.length);
  const ordersBefore = stage.venue.world.orders(stage.account, stage.pair).length;
  await stage.advance(1_000);
  const endSilence = silencePrivateStream(stage);
  const broken = breakCommands(stage, command.operations, failure);
  const sentMs = stage.clock.monotonicMs();
  const attempts = commands.map((give) => give());
  await stage.until('every command has met its failure', () => broken() === failure.points.length, 30_000);
  await stage.advance(1_000);
  for (const id of attempts.flatMap(({ placed }) => placed)) {
    stage.holds('an order whose placement has no answer has not failed', !stage.orderEvents(id).includes('order-failed'));
  }
  const reopened = watchReopened(stage, attempts, sentMs);
  await stage.until(
    'every order is known',
    () => reopened.look() && attempts.every((attempt) => isKnown(stage, attempt, failure.isExecuted)),
    ASKED_WITHIN_MS,
  );
  for (const attempt of attempts) await checkResults(stage, attempt);
  for (const afterMs of reopened.found.values()) {
    stage.holds('an order whose cancel was executed is never taken for open', !failure.isExecuted, `open after ${afterMs} ms`);
    stage.holds('an order is not taken for open while its cancel may take effect', afterMs >= longestWorkMs(stage), `${afterMs} ms`);
  }
  stage.equal('how often the command was sent', broken(), failure.points.length);
  const placed = failure.isExecuted ? attempts.reduce((sum, attempt) => sum + attempt.placed.length, 0) : 0;
  stage.equal('orders that came to the venue', stage.venue.world.orders(stage.account, stage.pair).length - ordersBefore, placed);
  endSilence();
  await stage.rest();
  for (const attempt of attempts) checkEnds(stage, attempt, failure.isExecuted);
}

/** How long a venue may work on a command, as the connector declares it. */
function longestWorkMs({ definition }: CardStage): number {
  const { requestValidityMs = 5_000, processingTimeMs = 10_000 } = definition.capabilities;
  return requestValidityMs + processingTimeMs;
}

/** Notes after how many ms an order that was to be canceled is taken for open again. */
function watchReopened(
  stage: CardStage,
  attempts: readonly Attempt[],
  sentMs: number,
): { readonly found: ReadonlyMap<string, number>; readonly look: () => boolean } {
  const found = new Map<string, number>();
  const ids = attempts.flatMap(({ canceled }) => canceled);
  const look = (): boolean => {
    for (const id of ids) {
      const isOpen = stage.connector.orderTracker.fetchOrder({ clientOrderId: id })?.state === 'open';
      if (isOpen && !found.has(id)) found.set(id, stage.clock.monotonicMs() - sentMs);
    }
    return true;
  };
  look();
  return { found, look };
}

async function checkResults(stage: CardStage, { results }: Attempt): Promise<void> {
  for (const { outcome, reason } of await stage.answer('the caller is told', results)) {
    stage.holds('the caller is told that the outcome is unknown', outcome === 'unknown', [outcome, reason]);
  }
}

function isKnown(stage: CardStage, { placed, canceled }: Attempt, isExecuted: boolean): boolean {
  const isTracked = (id: string): boolean => {
    const order = stage.connector.orderTracker.fetchOrder({ clientOrderId: id });
    return order?.outcome !== 'unknown' && order?.state.startsWith('pending') !== true;
  };
  return (
    [...placed, ...canceled].every(isTracked) && (!isExecuted || canceled.every((id) => stage.orderEvents(id).includes('order-canceled')))
  );
}

function checkEnds(stage: CardStage, { placed, canceled }: Attempt, isExecuted: boolean): void {
  for (const id of placed) {
    stage.equal(`the events of the order ${id}`, stage.orderEvents(id), [isExecuted ? 'order-created' : 'order-failed']);
    const cause = stage.eventsOf('order-failed').find(({ clientOrderId }) => clientOrderId === id)?.cause;
    stage.equal(`why the order ${id} has failed`, cause, isExecuted ? undefined : 'never-arrived');
  }
  for (const id of canceled) {
    stage.equal(
      `the events of the order ${id}`,
      stage.orderEvents(id),
      isExecuted ? ['order-created', 'order-canceled'] : ['order-created'],
    );
  }
}
