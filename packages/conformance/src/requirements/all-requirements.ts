import type { RequiredCard, RequirementSet } from './requirement-set.ts';
import { REQUIREMENTS_2026_11_20 } from './2026-11-20.ts';

/** Every set of the suite, oldest first. */
export const ALL_REQUIREMENTS: readonly RequirementSet[] = Object.freeze([REQUIREMENTS_2026_11_20]);

/**
 * The cards that are scored by the set of a day: its own and those of all sets before it.
 * @param date default: the newest. @throws RangeError for a day without a set.
 */
export function requiredCards(
  date: string | undefined,
  sets: readonly RequirementSet[] = ALL_REQUIREMENTS,
): { readonly date: string; readonly cards: ReadonlyMap<string, RequiredCard> } {
  const wanted = date ?? sets.at(-1)?.date;
  if (wanted === undefined || !sets.some((set) => set.date === wanted)) {
    throw new RangeError(`there is no requirement set ${wanted ?? ''}, only ${sets.map((set) => set.date).join(', ')}`);
  }
  const scored = sets.filter((set) => set.date <= wanted).flatMap(({ cards }) => cards);
  return { date: wanted, cards: new Map(scored.map((card) => [card.id, card])) };
}
