import type { CardId, CardTier, Family } from '../card/card.ts';

/** A card as it is scored. */
export interface RequiredCard {
  readonly id: CardId;
  readonly severity: 'must' | 'should';
  readonly tier: CardTier;
}

/** The cards that came on one day. Once published it never changes, so that a new release of the suite turns nobody's run red. */
export interface RequirementSet {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly cards: readonly RequiredCard[];
}

/** The numbers of a family's cards, with a space between them: `01 02 07`. */
type CardNumbers = Readonly<Partial<Record<Family, string>>>;

/** Cards by severity and tier. */
export type GroupedCards = Readonly<Record<RequiredCard['severity'], Readonly<Record<CardTier, CardNumbers>>>>;

/** A set from its groups. */
export function requirementSet(date: string, groups: GroupedCards): RequirementSet {
  const cards = (['must', 'should'] as const).flatMap((severity) =>
    ([1, 2, 3] as const).flatMap((tier) =>
      Object.entries(groups[severity][tier]).flatMap(([family, numbers]) =>
        numbers.split(' ').map((number): RequiredCard => ({ id: cardId(family, number), severity, tier })),
      ),
    ),
  );
  return Object.freeze({ date, cards });
}

function cardId(family: string, number: string): CardId {
  const id = `${family}-${number}`;
  if (!isCardId(id)) throw new RangeError(`${id} is no id of a card`);
  return id;
}

function isCardId(text: string): text is CardId {
  return /^[A-Z]+-\d{2,3}$/.test(text);
}
