import type { Mutant } from '../../mutant/mutant.ts';
import { levelMutants } from './level-mutants.ts';
import { bookStreamMutants } from './stream-mutants.ts';

/** Defects that the family BOOK finds. */
export const bookMutants: readonly Mutant[] = [...levelMutants, ...bookStreamMutants];
