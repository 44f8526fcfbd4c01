import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family FEES must find. */
export const feesMutants: readonly Mutant[] = [];
