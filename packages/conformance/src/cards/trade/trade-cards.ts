import type { Card } from '../../card/card.ts';
import { publicTrades } from './public-trades.ts';

/** The cards of the family TRADE, in the order of their numbers. */
export const tradeCards: readonly Card[] = publicTrades;
