import type { Card } from '../../card/card.ts';

/** The cards of the family BALANCE, in the order of their numbers. */
export const balanceCards: readonly Card[] = [];
