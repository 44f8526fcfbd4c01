import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family ORDERING must find. */
export const orderingMutants: readonly Mutant[] = [];
