import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family SECRET must find. */
export const secretMutants: readonly Mutant[] = [];
