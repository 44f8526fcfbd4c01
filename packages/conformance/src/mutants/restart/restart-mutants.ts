import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family RESTART must find. */
export const restartMutants: readonly Mutant[] = [];
