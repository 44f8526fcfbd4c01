import type { Card } from '../../card/card.ts';

/** The cards of the family TIME, in the order of their numbers. */
export const timeCards: readonly Card[] = [];
