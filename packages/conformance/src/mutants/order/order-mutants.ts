import type { Mutant } from '../../mutant/mutant.ts';
import { changeMutants } from './change-mutants.ts';
import { clientIdMutants } from './client-id-mutants.ts';
import { compoundMutants } from './compound-mutants.ts';
import { conditionMutants } from './condition-mutants.ts';
import { placingMutants } from './placing-mutants.ts';
import { refusalMutants } from './refusal-mutants.ts';

/** Defects that cards of the family ORDER must find. */
export const orderMutants: readonly Mutant[] = [
  ...placingMutants,
  ...refusalMutants,
  ...conditionMutants,
  ...compoundMutants,
  ...changeMutants,
  ...clientIdMutants,
];
