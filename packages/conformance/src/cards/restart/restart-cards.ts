import type { Card } from '../../card/card.ts';

/** The cards of the family RESTART, in the order of their numbers. */
export const restartCards: readonly Card[] = [];
