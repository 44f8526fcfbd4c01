import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family STREAM must find. */
export const streamMutants: readonly Mutant[] = [];
