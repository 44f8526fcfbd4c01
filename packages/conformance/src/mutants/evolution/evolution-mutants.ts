import type { Mutant } from '../../mutant/mutant.ts';
import { carelessMutants } from './careless-mutants.ts';
import { strictMutants } from './strict-mutants.ts';

/** Defects that cards of the family EVOLUTION find. */
export const evolutionMutants: readonly Mutant[] = [...strictMutants, ...carelessMutants];
