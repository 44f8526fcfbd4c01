import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family EVOLUTION must find. */
export const evolutionMutants: readonly Mutant[] = [];
