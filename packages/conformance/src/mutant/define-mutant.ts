import type { Mutant } from './mutant.ts';

/** Freezes a mutant of the suite. @throws RangeError for one without a killer. */
export function defineMutant(mutant: Mutant): Mutant {
  if (mutant.killers.length === 0) throw new RangeError(`the mutant ${mutant.id} names no killer`);
  return Object.freeze({ ...mutant });
}
