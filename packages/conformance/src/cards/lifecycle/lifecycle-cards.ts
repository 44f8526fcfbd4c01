import type { Card } from '../../card/card.ts';
import { abortedQuery, updatesEnd, networkStatusFollows, quietDay } from './quiet-life.ts';
import {
  becomesReady,
  canceledOnStop,
  independentLives,
  silentAfterStop,
  silentConstruction,
  startedAgain,
  startTwice,
  waitsEnd,
} from './start-and-stop.ts';
import { stopWhileBackingOff, stopWhilePlacing, stopWhileStarting } from './stop-at-any-moment.ts';

/** The cards of the family LIFECYCLE, in the order of their numbers. */
export const lifecycleCards: readonly Card[] = [
  silentConstruction,
  becomesReady,
  startTwice,
  startedAgain,
  silentAfterStop,
  canceledOnStop,
  waitsEnd,
  independentLives,
  ...stopWhileStarting,
  stopWhilePlacing,
  stopWhileBackingOff,
  quietDay,
  networkStatusFollows,
  abortedQuery,
  updatesEnd,
];
