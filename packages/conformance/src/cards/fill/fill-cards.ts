import type { Card } from '../../card/card.ts';
import { makerFacts, ownOrdersMeet, sameTradeIdInTwoMarkets, takerFacts } from './fill-facts.ts';
import { fillsOfOneOrder, historyHasPages } from './fill-queries.ts';
import {
  beforeTheAnswer,
  fillOfACanceledOrder,
  fillsQueryFails,
  missingFillIsFetched,
  toldByStreamAndQuery,
} from './told-twice-or-late.ts';
import { sumsMakeEachPartOnce } from './sums.ts';
import { filledAtOnce, manyParts, ownAmountNotTheSum, partThenRest } from './whole-and-parts.ts';

/** The cards of the family FILL, in the order of their numbers. */
export const fillCards: readonly Card[] = [
  filledAtOnce,
  partThenRest,
  manyParts,
  ownAmountNotTheSum,
  makerFacts,
  takerFacts,
  sameTradeIdInTwoMarkets,
  ownOrdersMeet,
  toldByStreamAndQuery,
  beforeTheAnswer,
  missingFillIsFetched,
  fillsQueryFails,
  fillOfACanceledOrder,
  historyHasPages,
  fillsOfOneOrder,
  sumsMakeEachPartOnce,
];
