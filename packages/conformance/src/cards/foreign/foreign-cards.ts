import type { Card } from '../../card/card.ts';
import { amendedByHand, canceledByHand, openOrdersOfAll, otherKinds } from './hands-on-our-orders.ts';
import {
  balancesFollow,
  cancelAllSparesOthers,
  fillsOfOthers,
  lookAlike,
  notTracked,
  reportedOnce,
  undecidedAmongOthers,
} from './orders-of-others.ts';

/** The cards of the family FOREIGN, in the order of their numbers. */
export const foreignCards: readonly Card[] = [
  notTracked,
  cancelAllSparesOthers,
  fillsOfOthers,
  reportedOnce,
  canceledByHand,
  amendedByHand,
  lookAlike,
  balancesFollow,
  openOrdersOfAll,
  undecidedAmongOthers,
  otherKinds,
];
