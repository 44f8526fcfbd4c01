import type { Card } from '../../card/card.ts';

/** The cards of the family SECRET, in the order of their numbers. */
export const secretCards: readonly Card[] = [];
