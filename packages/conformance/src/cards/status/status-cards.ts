import type { Card } from '../../card/card.ts';
import { failedQueries, lostReplyIsFound, notFoundEndsNothing, outageLosesNothing } from './failing-queries.ts';
import {
  lostIsNotFailed,
  lostOrderIsCanceledAtVenue,
  lostOrderIsCanceledByUs,
  lostOrderIsFilled,
  lostOrderNeverWas,
  lostOrderStaysWhenItsCancelFails,
} from './lost-orders.ts';
import { listedWithAllFields, unreadableRowDropsNoOther } from './open-orders.ts';
import {
  canceledByQuery,
  expiredByQuery,
  filledByQuery,
  oldAnswerMovesNothingBack,
  oneLostMessage,
  partlyFilledByQuery,
  partlyFilledThenCanceledByQuery,
  unchangedByQuery,
} from './states-by-query.ts';

/** The cards of the family STATUS, in the order of their numbers. */
export const statusCards: readonly Card[] = [
  filledByQuery,
  canceledByQuery,
  partlyFilledThenCanceledByQuery,
  unchangedByQuery,
  partlyFilledByQuery,
  expiredByQuery,
  oldAnswerMovesNothingBack,
  oneLostMessage,
  ...failedQueries,
  outageLosesNothing,
  notFoundEndsNothing,
  lostReplyIsFound,
  lostIsNotFailed,
  lostOrderIsFilled,
  lostOrderIsCanceledAtVenue,
  lostOrderIsCanceledByUs,
  lostOrderStaysWhenItsCancelFails,
  lostOrderNeverWas,
  listedWithAllFields,
  unreadableRowDropsNoOther,
];
