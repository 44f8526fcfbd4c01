import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family CANCEL must find. */
export const cancelMutants: readonly Mutant[] = [];
