import type { Card } from '../../card/card.ts';
import { listedMarkets } from './listed-markets.ts';
import { reachableVenue } from './reachable-venue.ts';
import { everySpelling } from './spellings.ts';

/** The cards of the family RULES, in the order of their numbers. */
export const rulesCards: readonly Card[] = [...listedMarkets, ...reachableVenue, everySpelling];
