import type { Card } from '../../card/card.ts';

/** The cards of the family EVOLUTION, in the order of their numbers. */
export const evolutionCards: readonly Card[] = [];
