import type { Card } from '../../card/card.ts';
import {
  canceledByAPerson,
  cancelOfThePartlyFilled,
  expiryIsNoFailure,
  fillWinsTheRace,
  partialFillBeforeTheCancel,
} from './cancels-and-fills.ts';
import { answerEndsTheOrder, takenAndTooLate, takenIsNotDone } from './confirmed-cancels.ts';
import {
  cancelAllEndsAll,
  cancelAllIsOneCommand,
  cancelAllThenStop,
  cancelAllWithOneRefused,
  cancelBatchAnswersInOrder,
  cancelBatchIsOneRequest,
} from './many-cancels.ts';
import { absenceIsNoEnd, cancelWithoutAPlacingAnswer, refusedCancelLeavesTheOrder } from './refused-cancels.ts';
import {
  cancelBeforeTheAnswer,
  cancelEndsTheOrder,
  cancelInTheOtherMarket,
  cancelNamesItsOrder,
  cancelOfTheClosed,
  cancelOfTheWaiting,
  cancelTwice,
} from './single-cancels.ts';

/** The cards of the family CANCEL, in the order of their numbers. */
export const cancelCards: readonly Card[] = [
  cancelEndsTheOrder,
  cancelNamesItsOrder,
  cancelInTheOtherMarket,
  cancelOfTheClosed,
  cancelTwice,
  cancelBeforeTheAnswer,
  cancelOfTheWaiting,
  cancelOfThePartlyFilled,
  fillWinsTheRace,
  partialFillBeforeTheCancel,
  canceledByAPerson,
  expiryIsNoFailure,
  refusedCancelLeavesTheOrder,
  absenceIsNoEnd,
  cancelAllEndsAll,
  cancelAllWithOneRefused,
  cancelBatchAnswersInOrder,
  cancelBatchIsOneRequest,
  cancelAllIsOneCommand,
  cancelAllThenStop,
  answerEndsTheOrder,
  takenIsNotDone,
  takenAndTooLate,
  cancelWithoutAPlacingAnswer,
];
