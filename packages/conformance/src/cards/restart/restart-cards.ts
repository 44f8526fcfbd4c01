import type { Card } from '../../card/card.ts';
import {
  filledBeforeAndWhileAway,
  filledWhileAway,
  killedBeforeSending,
  killedWhileCanceling,
  killedWhilePlacing,
  openOrderSurvives,
  partlyFilledAndCanceledWhileAway,
} from './killed.ts';
import { brokenRow, killedTwice, longAway, numbersGoOn, restoredWithoutStore } from './restored.ts';

/** The cards of the family RESTART, in the order of their numbers. */
export const restartCards: readonly Card[] = [
  openOrderSurvives,
  filledWhileAway,
  partlyFilledAndCanceledWhileAway,
  filledBeforeAndWhileAway,
  killedWhilePlacing,
  killedBeforeSending,
  killedWhileCanceling,
  killedTwice,
  restoredWithoutStore,
  brokenRow,
  numbersGoOn,
  longAway,
];
