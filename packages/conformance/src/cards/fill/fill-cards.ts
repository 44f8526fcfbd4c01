import type { Card } from '../../card/card.ts';

/** The cards of the family FILL, in the order of their numbers. */
export const fillCards: readonly Card[] = [];
