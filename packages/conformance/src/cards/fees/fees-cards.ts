import type { Card } from '../../card/card.ts';

/** The cards of the family FEES, in the order of their numbers. */
export const feesCards: readonly Card[] = [];
