import type { Card } from '../../card/card.ts';

/** The cards of the family BOOK, in the order of their numbers. */
export const bookCards: readonly Card[] = [];
