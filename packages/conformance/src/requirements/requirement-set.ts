import type { CardId, CardTier } from '../card/card.ts';

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
