import type { Card } from '../../card/card.ts';
import { loadCards } from './load.ts';
import { refusalCards } from './refusals.ts';
import { toldLimitCards } from './told-limits.ts';

/** The cards of the family RATE, in the order of their numbers. */
export const rateCards: readonly Card[] = [...loadCards, ...refusalCards, ...toldLimitCards];
