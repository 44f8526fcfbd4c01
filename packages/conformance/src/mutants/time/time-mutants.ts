import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family TIME must find. */
export const timeMutants: readonly Mutant[] = [];
