import type { ConnectorDefinition } from '@venuekit/core/connector';
import { CardFailure } from '../card/card-failure.ts';
import { ALL_INVARIANTS, type Card, type Invariant } from '../card/card.ts';
import { checkEqual, checkHolds } from '../stage/checks.ts';
import { INVARIANT_CHECKS } from '../stage/invariants.ts';
import { SimulatedStage } from '../stage/simulated-stage.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import type { CardOutcome, FailureReport } from './card-outcome.ts';

/** How one card is run. */
export interface CardRun {
  /** Default 1. */
  readonly seed?: number;
  /** A mutant's change of the definition. */
  readonly mutate?: ((definition: ConnectorDefinition) => ConnectorDefinition) | undefined;
  /** Told each member of the definition before it runs, and an empty text after it. */
  readonly onMember?: ((member: string) => void) | undefined;
}

/** Runs one card on a stage of its own. Never rejects: whatever is thrown is in the outcome. */
export async function runCard(subject: ConformanceSubject, card: Card, run: CardRun = {}): Promise<CardOutcome> {
  const { id, slug, title, family, severity, tier, since, doc, look } = card;
  const seed = run.seed ?? 1;
  const outcome = { card: { id, slug, title, family, severity, tier, since, doc, look }, missing: [], failure: undefined, seed };
  let stage: SimulatedStage;
  try {
    stage = new SimulatedStage({ subject, setup: card.setup, ...run });
  } catch (error) {
    return { ...outcome, verdict: 'fail', failure: failureOf(error, undefined), simulatedMs: 0 };
  }
  const missing = (card.needs ?? []).filter((need) => !stage.has(need));
  if (missing.length > 0) return { ...outcome, verdict: 'not-applicable', missing, simulatedMs: 0 };
  try {
    await playCard(card, stage);
  } catch (error) {
    return { ...outcome, verdict: 'fail', failure: failureOf(error, stage), simulatedMs: stage.clock.monotonicMs() };
  }
  return { ...outcome, verdict: 'pass', simulatedMs: stage.clock.monotonicMs() };
}

async function playCard(card: Card, stage: SimulatedStage): Promise<void> {
  await card.run(stage);
  const invariants = card.invariants ?? ALL_INVARIANTS;
  const isAboutTruth = invariants.some((invariant) => invariant.endsWith('-equal'));
  if (isAboutTruth) await stage.rest();
  const check = (wanted: (invariant: Invariant) => boolean): void => {
    for (const invariant of invariants) if (wanted(invariant)) INVARIANT_CHECKS[invariant](stage);
  };
  check((invariant) => invariant !== 'nothing-left');
  checkEvents(card, stage);
  await stage.close();
  check((invariant) => invariant === 'nothing-left');
  checkDialect(stage);
}

function checkEvents({ expected = [], forbidden = [] }: Card, { events }: SimulatedStage): void {
  const types = events.map(({ type }) => type).filter((type) => type !== 'book-updated');
  let from = 0;
  for (const type of expected) {
    const found = events.findIndex((event, index) => index >= from && event.type === type);
    checkHolds(`the events ${expected.join(', ')} come in this order`, found !== -1, types);
    from = found + 1;
  }
  checkEqual(
    `none of the events ${forbidden.join(', ')} comes`,
    types.filter((type) => forbidden.includes(type)),
    [],
  );
}

function checkDialect({ venue }: SimulatedStage): void {
  const [fault] = [...venue.dialectFaults, ...venue.engineFaults];
  if (fault !== undefined) {
    const text = fault.error instanceof Error ? fault.error.message : String(fault.error);
    throw new CardFailure({ what: `the venue's ${fault.where} works`, expected: 'no error', actual: text });
  }
}

function failureOf(error: unknown, stage: SimulatedStage | undefined): FailureReport {
  const isDialectAtFault = stage !== undefined && stage.venue.dialectFaults.length > 0;
  const venueKnows = stage === undefined ? [] : knownOrders(stage);
  const parts = { venueKnows, timeline: stage?.timeline.entries ?? [], forgotten: stage?.timeline.forgotten ?? 0 };
  const blame = isDialectAtFault ? 'dialect' : 'connector';
  if (error instanceof CardFailure) return { ...parts, blame, message: error.message, finding: error.finding, stack: '' };
  const thrown = error instanceof Error ? error : new Error(String(error));
  return { ...parts, blame, message: `${thrown.name}: ${thrown.message}`, finding: undefined, stack: thrown.stack ?? '' };
}

function knownOrders(stage: SimulatedStage): readonly string[] {
  return stage
    .truth()
    .openOrders.map(({ orderId, clientOrderId, side, amount, executedBase, tradingPair, status }) =>
      [`open order ${orderId} (${clientOrderId}):`, side, amount.toFixed(), tradingPair, status, `${executedBase.toFixed()} executed`].join(
        ' ',
      ),
    );
}
