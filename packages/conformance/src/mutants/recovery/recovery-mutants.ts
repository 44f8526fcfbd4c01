import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family RECOVERY must find. */
export const recoveryMutants: readonly Mutant[] = [];
