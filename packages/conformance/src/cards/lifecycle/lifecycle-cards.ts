import type { Card } from '../../card/card.ts';

/** The cards of the family LIFECYCLE, in the order of their numbers. */
export const lifecycleCards: readonly Card[] = [];
