import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family FOREIGN must find. */
export const foreignMutants: readonly Mutant[] = [];
