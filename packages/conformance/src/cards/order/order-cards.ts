import type { Card } from '../../card/card.ts';
import { placeLimitBuy } from './place-limit.ts';

/** The cards of the family ORDER, in the order of their numbers. */
export const orderCards: readonly Card[] = [placeLimitBuy];
