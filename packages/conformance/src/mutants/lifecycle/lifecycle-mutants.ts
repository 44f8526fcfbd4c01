import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family LIFECYCLE must find. */
export const lifecycleMutants: readonly Mutant[] = [];
