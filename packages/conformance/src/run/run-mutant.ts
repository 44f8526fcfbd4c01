import type { Card } from '../card/card.ts';
import type { Mutant } from '../mutant/mutant.ts';
import type { ConformanceSubject } from '../subject/conformance-subject.ts';
import type { CardOutcome } from './card-outcome.ts';
import { runCard, type CardRun } from './run-card.ts';

/**
 * What came of one mutant under one of its killers. `killed`: the card found it. `survived`: the card passed. `never-acted`: the defect
 * did not show, so nothing is proven. `crashed`: something else than the card's own checks failed.
 */
export type MutantVerdict = 'killed' | 'survived' | 'never-acted' | 'crashed' | 'not-applicable';

export interface MutantOutcome {
  readonly mutant: Pick<Mutant, 'id' | 'title' | 'evidence'>;
  readonly card: CardOutcome['card']['id'];
  readonly verdict: MutantVerdict;
  /** What the card said; empty when it passed. */
  readonly message: string;
}

/** Runs one card with one defect in the connector. The card is known to pass without it. */
export async function runMutant(
  subject: ConformanceSubject,
  mutant: Mutant,
  card: Card,
  run: Pick<CardRun, 'seed' | 'witness'> = {},
): Promise<MutantOutcome> {
  let acts = 0;
  // One object for all lives: a defect may remember something from one life to the next.
  const notes = {
    acted: () => {
      acts += 1;
    },
  };
  const mutate = (definition: Parameters<Mutant['apply']>[0]): typeof definition => mutant.apply(definition, notes);
  const needs = [...(card.needs ?? []), ...(mutant.needs ?? [])];
  const outcome = await runCard(subject, { ...card, needs }, { ...run, mutate });
  const { id, title, evidence } = mutant;
  const message = outcome.failure?.message ?? '';
  return { mutant: { id, title, evidence }, card: card.id, verdict: verdictOf(outcome, acts), message };
}

function verdictOf({ verdict, failure }: CardOutcome, acts: number): MutantVerdict {
  if (verdict === 'not-applicable') return 'not-applicable';
  if (acts === 0) return 'never-acted';
  if (verdict === 'pass') return 'survived';
  return failure?.finding === undefined || failure.blame !== 'connector' ? 'crashed' : 'killed';
}
