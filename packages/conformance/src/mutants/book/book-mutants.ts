import type { Mutant } from '../../mutant/mutant.ts';
import { feedMutants } from './feed-mutants.ts';
import { levelMutants } from './level-mutants.ts';
import { bookStreamMutants } from './stream-mutants.ts';

/** Defects that cards of the family BOOK must find. */
export const bookMutants: readonly Mutant[] = [...levelMutants, ...bookStreamMutants, ...feedMutants];
