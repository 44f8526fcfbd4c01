import type { Card } from '../../card/card.ts';

/** The cards of the family CANCEL, in the order of their numbers. */
export const cancelCards: readonly Card[] = [];
