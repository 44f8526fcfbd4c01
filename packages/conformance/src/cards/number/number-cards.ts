import type { Card } from '../../card/card.ts';

/** The cards of the family NUMBER, in the order of their numbers. */
export const numberCards: readonly Card[] = [];
