import type { Card } from '../../card/card.ts';

/** The cards of the family AMBIGUOUS, in the order of their numbers. */
export const ambiguousCards: readonly Card[] = [];
