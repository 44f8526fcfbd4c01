import type { Mutant } from '../../mutant/mutant.ts';
import { lineMutants } from './line-mutants.ts';
import { queryMutants } from './query-mutants.ts';
import { streamKeyMutants } from './stream-key-mutants.ts';
import { tradeMutants } from './trade-mutants.ts';

/** The mutants of the family RECOVERY. */
export const recoveryMutants: readonly Mutant[] = [...lineMutants, ...queryMutants, ...tradeMutants, ...streamKeyMutants];
