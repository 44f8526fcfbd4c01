import type { Card } from '../../card/card.ts';

/** The cards of the family AUTH, in the order of their numbers. */
export const authCards: readonly Card[] = [];
