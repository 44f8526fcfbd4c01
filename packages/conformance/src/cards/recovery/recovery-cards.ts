import type { Card } from '../../card/card.ts';

/** The cards of the family RECOVERY, in the order of their numbers. */
export const recoveryCards: readonly Card[] = [];
