import type { Mutant } from '../../mutant/mutant.ts';
import { marketSocketMutants } from './market-socket-mutants.ts';
import { privateSocketMutants } from './private-socket-mutants.ts';
import { streamShapeMutants } from './shape-mutants.ts';

/** The mutants of the family STREAM. */
export const streamMutants: readonly Mutant[] = [...privateSocketMutants, ...marketSocketMutants, ...streamShapeMutants];
