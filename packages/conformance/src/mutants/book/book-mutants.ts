import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family BOOK must find. */
export const bookMutants: readonly Mutant[] = [];
