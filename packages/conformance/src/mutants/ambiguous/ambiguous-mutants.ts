import type { Mutant } from '../../mutant/mutant.ts';
import { absenceMutants } from './absence-mutants.ts';
import { bodyCodeMutants } from './body-code-mutants.ts';
import { explicitAnswerMutants } from './explicit-answers-mutants.ts';
import { lostAnswerMutants } from './lost-answers-mutants.ts';

/** Defects that cards of the family AMBIGUOUS find. */
export const ambiguousMutants: readonly Mutant[] = [...lostAnswerMutants, ...absenceMutants, ...explicitAnswerMutants, ...bodyCodeMutants];
