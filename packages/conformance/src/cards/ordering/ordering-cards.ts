import type { Card } from '../../card/card.ts';

/** The cards of the family ORDERING, in the order of their numbers. */
export const orderingCards: readonly Card[] = [];
