import type { Card } from '../../card/card.ts';

/** The cards of the family FOREIGN, in the order of their numbers. */
export const foreignCards: readonly Card[] = [];
