import type { Card } from '../../card/card.ts';

/** The cards of the family STREAM, in the order of their numbers. */
export const streamCards: readonly Card[] = [];
