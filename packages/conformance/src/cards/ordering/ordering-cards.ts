import type { Card } from '../../card/card.ts';
import {
  answerAfterTheEnd,
  balancesBeforeOrders,
  endIsToldOnce,
  fillBeforeItsCreation,
  streamsAreIndependent,
} from './answers-and-messages.ts';
import { canceledBeforeItsFill, delayedAcrossPoll, everythingTwice, interleaved, reorderedFills } from './disordered-frames.ts';

/** The cards of the family ORDERING, in the order of their numbers. */
export const orderingCards: readonly Card[] = [
  everythingTwice,
  reorderedFills,
  delayedAcrossPoll,
  answerAfterTheEnd,
  canceledBeforeItsFill,
  endIsToldOnce,
  fillBeforeItsCreation,
  interleaved,
  balancesBeforeOrders,
  streamsAreIndependent,
];
