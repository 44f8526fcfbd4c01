import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family STATUS must find. */
export const statusMutants: readonly Mutant[] = [];
