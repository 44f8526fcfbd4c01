import type { Card } from '../../card/card.ts';
import { ourClockCards } from './our-clock.ts';
import { venueClockCards } from './venue-clock.ts';

/** The cards of the family TIME, in the order of their numbers. */
export const timeCards: readonly Card[] = [...venueClockCards, ...ourClockCards];
