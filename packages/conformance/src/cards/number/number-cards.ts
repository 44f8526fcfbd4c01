import type { Card } from '../../card/card.ts';
import { amountUnits } from './amount-units.ts';
import { exactOrders } from './exact-orders.ts';
import { exactReads } from './exact-reads.ts';

/** The cards of the family NUMBER, in the order of their numbers. */
export const numberCards: readonly Card[] = [...exactReads, ...exactOrders, ...amountUnits];
