import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family BALANCE must find. */
export const balanceMutants: readonly Mutant[] = [];
