import type { Card } from '../../card/card.ts';
import { changeInAGap, depositIsTold, olderMessageLater, polledBalances, repeatedMessage, slowQuery } from './changes-without-orders.ts';
import { assetDisappears, failedQueryKeepsBalances, nothingIsZero, oddNames, totalsAndAvailable } from './known-from-the-start.ts';
import { cancelReleases, fillMoves, orderLocks } from './orders-move-balances.ts';

/** The cards of the family BALANCE, in the order of their numbers. */
export const balanceCards: readonly Card[] = [
  totalsAndAvailable,
  oddNames,
  nothingIsZero,
  assetDisappears,
  failedQueryKeepsBalances,
  orderLocks,
  cancelReleases,
  fillMoves,
  depositIsTold,
  repeatedMessage,
  olderMessageLater,
  changeInAGap,
  slowQuery,
  polledBalances,
];
