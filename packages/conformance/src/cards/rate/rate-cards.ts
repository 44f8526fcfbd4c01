import type { Card } from '../../card/card.ts';

/** The cards of the family RATE, in the order of their numbers. */
export const rateCards: readonly Card[] = [];
