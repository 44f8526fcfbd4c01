import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family TRADE must find. */
export const tradeMutants: readonly Mutant[] = [];
