import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family AUTH must find. */
export const authMutants: readonly Mutant[] = [];
