import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family RULES must find. */
export const rulesMutants: readonly Mutant[] = [];
