import { describe, expect, it } from 'vitest';
import { FAMILIES, type Card } from '../../src/card/card.ts';
import { ALL_CARDS } from '../../src/cards/all-cards.ts';
import { ALL_MUTANTS } from '../../src/mutants/all-mutants.ts';
import type { Mutant } from '../../src/mutant/mutant.ts';
import { runCard } from '../../src/run/run-card.ts';
import { runMutant } from '../../src/run/run-mutant.ts';
import { tinySubject } from '../reference/tiny-subject.ts';
import { declaredNeeds } from './declared-needs.ts';
import { SHAPED_SUBJECTS, type ShapeName } from './shaped-subjects.ts';

/** Runs all cards on one venue, and those mutants that only a venue like it can have. */
export function describeShape(name: ShapeName): void {
  const subject = SHAPED_SUBJECTS.get(name);
  if (subject === undefined) throw new RangeError(`there is no subject ${name}`);
  const [has, tinyHas] = [declaredNeeds(subject), declaredNeeds(tinySubject)];

  describe(`on the venue ${name}`, () => {
    it.each(FAMILIES)('the cards of %s pass', async (family) => {
      const failures: string[] = [];
      for (const card of ALL_CARDS.filter((each) => each.family === family)) {
        const { verdict, failure } = await runCard(subject, card);
        if (verdict === 'fail') failures.push(`${card.id} ${card.slug}: ${failure?.message ?? ''}`);
      }
      expect(failures).toEqual([]);
    });

    it('the mutants are killed that the reference connector cannot have', async () => {
      const survivors: string[] = [];
      for (const [mutant, card] of killerPairs()) {
        const needs = [...(mutant.needs ?? []), ...(card.needs ?? [])];
        if (!needs.every(has) || needs.every(tinyHas)) continue;
        const { verdict, message } = await runMutant(subject, mutant, card);
        if (verdict !== 'killed') survivors.push(`${mutant.id} under ${card.id}: ${verdict} ${message}`);
      }
      expect(survivors).toEqual([]);
    });
  });
}

function killerPairs(): readonly (readonly [Mutant, Card])[] {
  return ALL_MUTANTS.flatMap((mutant) => ALL_CARDS.filter(({ id }) => mutant.killers.includes(id)).map((card) => [mutant, card] as const));
}
