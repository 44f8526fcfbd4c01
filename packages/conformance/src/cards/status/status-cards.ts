import type { Card } from '../../card/card.ts';

/** The cards of the family STATUS, in the order of their numbers. */
export const statusCards: readonly Card[] = [];
