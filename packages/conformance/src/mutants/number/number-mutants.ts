import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family NUMBER must find. */
export const numberMutants: readonly Mutant[] = [];
