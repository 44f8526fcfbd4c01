import type { Card } from '../../card/card.ts';
import { amendBelowTheExecuted, amendKeepsThePlace, amendReduces, refusedAmendChangesNothing } from './amendments.ts';
import { replaceExchanges, replaceOfTheFilled, replaceWithTheRefused } from './cancel-replacements.ts';
import { clientIdsReachTheVenue, eachOrderIsPlacedOnce, exchangeIdsAreTheOrdersOwn } from './client-order-ids.ts';
import {
  deniedOrders,
  undeclaredOptionsAreNotSent,
  undeclaredTimesAreNotSent,
  undeclaredTypesAreNotSent,
  unknownMarketIsNotTraded,
} from './denied-before-sending.ts';
import { filledByTheAnswer, partlyFilledByTheAnswer } from './filled-at-once.ts';
import { immediateOrders } from './immediate-orders.ts';
import { makerNeverTakes, makerRests } from './limit-maker.ts';
import { declaredTypesAreSupported, moreThanAtOnce, twoMarkets, waitsEnd } from './many-orders.ts';
import { sentOnTheGrid } from './on-the-grid.ts';
import { batchArrives, batchIsOneRequest, failedBatchDecidesNothing, refusalInABatchIsOfOne } from './order-batches.ts';
import { brackets, ocoIsCanceledWhole, ocoLives, otoGoesOn } from './order-lists.ts';
import { createdEventTells, placeBothSides, placeLimitBuy, placeLimitSell, placingReturnsAtOnce } from './place-limit.ts';
import { placeMarketBuy, placeMarketInQuote, placeMarketSell } from './place-market.ts';
import { refusalsHaveReasons, refusedOrders } from './refused-by-venue.ts';
import { ownOrdersDoNotTrade, preventionIsAskedFor } from './self-trade-prevention.ts';
import { testPlacesNothing, testTellsTheRefusal } from './test-orders.ts';
import { icebergOrder, trailingOrder, triggeredOrders } from './triggered-orders.ts';
import { alikeOrderIsNotTaken, foundByItsFacts } from './unnamed-orders.ts';

/** The cards of the family ORDER, in the order of their numbers. */
export const orderCards: readonly Card[] = [
  placeLimitBuy,
  placeLimitSell,
  placeBothSides,
  createdEventTells,
  placingReturnsAtOnce,
  placeMarketBuy,
  placeMarketSell,
  placeMarketInQuote,
  ...immediateOrders,
  makerRests,
  makerNeverTakes,
  ...refusedOrders,
  refusalsHaveReasons,
  ...deniedOrders,
  unknownMarketIsNotTraded,
  undeclaredTypesAreNotSent,
  undeclaredTimesAreNotSent,
  undeclaredOptionsAreNotSent,
  sentOnTheGrid,
  clientIdsReachTheVenue,
  eachOrderIsPlacedOnce,
  exchangeIdsAreTheOrdersOwn,
  filledByTheAnswer,
  partlyFilledByTheAnswer,
  batchArrives,
  batchIsOneRequest,
  refusalInABatchIsOfOne,
  failedBatchDecidesNothing,
  ...triggeredOrders,
  trailingOrder,
  icebergOrder,
  preventionIsAskedFor,
  ownOrdersDoNotTrade,
  ocoLives,
  ocoIsCanceledWhole,
  otoGoesOn,
  ...brackets,
  amendReduces,
  amendKeepsThePlace,
  refusedAmendChangesNothing,
  amendBelowTheExecuted,
  replaceExchanges,
  ...replaceOfTheFilled,
  replaceWithTheRefused,
  testPlacesNothing,
  testTellsTheRefusal,
  twoMarkets,
  moreThanAtOnce,
  waitsEnd,
  declaredTypesAreSupported,
  foundByItsFacts,
  alikeOrderIsNotTaken,
];
