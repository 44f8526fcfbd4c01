import type { Card } from '../../card/card.ts';
import { afterARecovery } from './after-a-recovery.ts';
import { announcedEnds, movesWithTwoSockets } from './announced-ends.ts';
import { aroundTheSnapshot } from './around-the-snapshot.ts';
import { badWeather } from './bad-weather.ts';
import { gapContents } from './gap-contents.ts';
import { lostLines, terminatedLine } from './lost-lines.ts';
import { newSocketsAfterAGap, newSocketsOfAMove } from './new-sockets.ts';
import { oddCircumstances, twoPrograms } from './odd-circumstances.ts';
import { firstAnswersFail, malformedRow, partsOfARepair, wholeRepairFails } from './queries-of-a-repair.ts';
import { stopAtAnyMoment } from './stop-at-any-moment.ts';
import { keysNotToBeHad, streamKeys } from './stream-keys.ts';
import { cutRightAfterAnnouncement, oldEndsDuringAMove, triggersDuringAMove } from './triggers-during-a-move.ts';

/** The cards of the family RECOVERY, in the order of their numbers. */
export const recoveryCards: readonly Card[] = [
  ...lostLines,
  terminatedLine,
  ...gapContents,
  ...afterARecovery,
  ...aroundTheSnapshot,
  ...announcedEnds,
  ...movesWithTwoSockets,
  ...triggersDuringAMove,
  ...oldEndsDuringAMove,
  cutRightAfterAnnouncement,
  ...newSocketsOfAMove,
  ...newSocketsAfterAGap,
  ...partsOfARepair,
  wholeRepairFails,
  firstAnswersFail,
  malformedRow,
  ...stopAtAnyMoment,
  ...oddCircumstances,
  ...streamKeys,
  ...keysNotToBeHad,
  twoPrograms,
  badWeather,
];
