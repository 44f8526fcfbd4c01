import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family FILL must find. */
export const fillMutants: readonly Mutant[] = [];
