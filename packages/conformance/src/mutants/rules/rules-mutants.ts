import type { Mutant } from '../../mutant/mutant.ts';
import { marketListMutants } from './market-list-mutants.ts';
import { spellingMutants } from './spelling-mutants.ts';
import { venueAnswerMutants } from './venue-answer-mutants.ts';

/** Defects that cards of the family RULES must find. */
export const rulesMutants: readonly Mutant[] = [...marketListMutants, ...venueAnswerMutants, ...spellingMutants];
