import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family RATE must find. */
export const rateMutants: readonly Mutant[] = [];
