import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family AMBIGUOUS must find. */
export const ambiguousMutants: readonly Mutant[] = [];
