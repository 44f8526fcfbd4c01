import type { ConnectorDefinition } from '@venuekit/core/connector';
import { CardFailure } from '../card/card-failure.ts';
import { ALL_INVARIANTS, type Card, type Invariant } from '../card/card.ts';
import { checkEqual, checkHolds } from '../stage/checks.ts';
import { INVARIANT_CHECKS } from '../stage/invariants.ts';
import { loopbackStage } from '../stage/loopback-stage.ts';
import { simulatedStage } from '../stage/simulated-stage.ts';
import type { StageWitness } from '../stage/stage-witness.ts';
import type { VenueStage } from '../stage/venue-stage.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import { cardHead, type CardOutcome } from './card-outcome.ts';
import { dialectProblems, failureOf } from './failure-of.ts';

/** `simulated`: in this process, on the manual clock. `loopback`: over real sockets, in real time. */
export type CardPlace = 'simulated' | 'loopback';

/** How one card is run. */
export interface CardRun {
  /** Default 1. */
  readonly seed?: number | undefined;
  /** Default `simulated`. */
  readonly place?: CardPlace | undefined;
  /** A mutant's change of the definition. */
  readonly mutate?: ((definition: ConnectorDefinition) => ConnectorDefinition) | undefined;
  readonly witness?: StageWitness | undefined;
}

/** Runs one card on a stage of its own. Never rejects: whatever is thrown is in the outcome. */
export async function runCard(subject: ConformanceSubject, card: Card, run: CardRun = {}): Promise<CardOutcome> {
  const { seed = 1, place = 'simulated' } = run;
  const outcome = { card: cardHead(card), place, missing: [], failure: undefined, seed, simulatedMs: 0 };
  let stage: VenueStage;
  try {
    const options = { subject, setup: card.setup, ...run };
    stage = place === 'loopback' ? await loopbackStage(options) : simulatedStage(options);
  } catch (error) {
    return { ...outcome, verdict: 'fail', failure: failureOf(error, undefined, subject) };
  }
  const missing = (card.needs ?? []).filter((need) => !stage.has(need));
  const end = async (): Promise<void> => {
    if (place === 'loopback') await stage.close();
  };
  try {
    if (missing.length === 0) await playCard(card, stage, place);
    else await end();
  } catch (error) {
    const failure = failureOf(error, stage, subject);
    // What cannot be ended has failed already.
    await end().catch(() => undefined);
    return { ...outcome, verdict: 'fail', failure, simulatedMs: stage.ageMs };
  }
  return { ...outcome, verdict: missing.length === 0 ? 'pass' : 'not-applicable', missing, simulatedMs: stage.ageMs };
}

/** Within this balances are asked for once more, in ms. */
const BALANCE_POLL_MS = 125_000;

async function playCard(card: Card, stage: VenueStage, place: CardPlace): Promise<void> {
  await card.run(stage);
  const isWhole = place === 'simulated' || stage.has('streams-balances');
  // What is polled every two minutes is not waited for in real time.
  const invariants = (card.invariants ?? ALL_INVARIANTS).filter((invariant) => isWhole || invariant !== 'balances-equal');
  const isAboutTruth = invariants.some((invariant) => invariant.endsWith('-equal'));
  if (isAboutTruth) await stage.rest();
  if (invariants.includes('balances-equal') && !stage.has('streams-balances')) await stage.advance(BALANCE_POLL_MS);
  const check = (wanted: (invariant: Invariant) => boolean): void => {
    for (const invariant of invariants) if (wanted(invariant)) INVARIANT_CHECKS[invariant](stage);
  };
  const checkTruth = (): void => {
    check((invariant) => invariant !== 'nothing-left');
    checkEvents(card, stage);
  };
  await stage.arrives(() => holds(checkTruth));
  checkTruth();
  await stage.close();
  check((invariant) => invariant === 'nothing-left');
  checkVenue(stage);
}

function holds(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof CardFailure) return false;
    throw error;
  }
}

function checkEvents({ expected = [], forbidden = [] }: Card, { events }: VenueStage): void {
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

/** A card proves nothing on a venue that lies. */
function checkVenue(stage: VenueStage): void {
  const [problem] = dialectProblems(stage);
  if (problem !== undefined) {
    throw new CardFailure({
      what: `the dialect's ${problem.where} tells the venue's truth`,
      expected: 'no fault',
      actual: problem.problem,
    });
  }
  const [fault] = stage.venue.engineFaults;
  if (fault !== undefined) {
    const text = fault.error instanceof Error ? fault.error.message : String(fault.error);
    throw new CardFailure({ what: `the venue's ${fault.where} works`, expected: 'no error', actual: text });
  }
}
