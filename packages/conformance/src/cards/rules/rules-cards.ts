import type { Card } from '../../card/card.ts';

/** The cards of the family RULES, in the order of their numbers. */
export const rulesCards: readonly Card[] = [];
