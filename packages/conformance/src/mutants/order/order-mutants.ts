import type { Mutant } from '../../mutant/mutant.ts';

/** Defects that cards of the family ORDER must find. */
export const orderMutants: readonly Mutant[] = [];
