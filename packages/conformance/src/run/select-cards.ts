import { FAMILIES, type Card, type CardTier, type Family } from '../card/card.ts';

/** Which cards are asked for; absent members mean all. */
export interface CardSelection {
  readonly cards?: readonly string[] | undefined;
  readonly families?: readonly string[] | undefined;
  readonly tier?: CardTier | undefined;
}

/** The cards that are asked for, in the order of the suite. @throws RangeError for an id, or a family, that the suite does not have. */
export function selectCards(all: readonly Card[], { cards, families, tier }: CardSelection): readonly Card[] {
  for (const id of cards ?? []) {
    if (!all.some((card) => card.id === id)) throw new RangeError(`the suite has no card ${id}`);
  }
  for (const family of families ?? []) {
    if (!isFamily(family)) throw new RangeError(`the suite has no family ${family}, only ${FAMILIES.join(', ')}`);
  }
  return all.filter(
    (card) =>
      (cards === undefined || cards.includes(card.id)) &&
      (families === undefined || families.includes(card.family)) &&
      (tier === undefined || card.tier === tier),
  );
}

export function isWhole({ cards, families, tier }: CardSelection): boolean {
  return cards === undefined && families === undefined && tier === undefined;
}

function isFamily(text: string): text is Family {
  return FAMILIES.some((family) => family === text);
}
