import type { Endpoint } from '../endpoint.ts';
import { isAmendedToNothing, readAmend, readAmendments } from './amend.ts';
import { isReplaced, readCancelReplace } from './cancel-replace.ts';
import { readCancelList, readList, readLists, readOco, readOpenLists, readOto, readOtoco } from './order-lists.ts';
import { readPreventedMatches } from './prevented-matches.ts';

const OCO = 'symbol side quantity aboveType belowType';
const WORKING = 'symbol workingType workingSide workingPrice workingQuantity';
const OTO = `${WORKING} pendingType pendingSide pendingQuantity`;
const OTOCO = `${WORKING} pendingSide pendingQuantity pendingAboveType pendingBelowType`;

/** Calls that place, change and cancel more than single orders. */
const COMMANDS: readonly Endpoint[] = [
  { rest: 'POST orderList/oco', ws: 'orderList.place.oco', security: 'order', mandatory: OCO, unfilledOrders: 2, read: readOco },
  { rest: 'POST orderList/oto', ws: 'orderList.place.oto', security: 'order', mandatory: OTO, unfilledOrders: 2, read: readOto },
  { rest: 'POST orderList/otoco', ws: 'orderList.place.otoco', security: 'order', mandatory: OTOCO, unfilledOrders: 3, read: readOtoco },
  { rest: 'DELETE orderList', ws: 'orderList.cancel', security: 'order', mandatory: 'symbol', read: readCancelList },
  {
    rest: 'POST order/cancelReplace',
    ws: 'order.cancelReplace',
    security: 'order',
    mandatory: 'symbol side type cancelReplaceMode',
    unfilledOrders: 1,
    isSuccess: isReplaced,
    read: readCancelReplace,
  },
  {
    rest: 'PUT order/amend/keepPriority',
    ws: 'order.amend.keepPriority',
    security: 'order',
    mandatory: 'symbol newQty',
    isSuccess: isAmendedToNothing,
    read: readAmend,
  },
];

/** Questions about lists, amends and prevented matches. */
const QUESTIONS: readonly Endpoint[] = [
  { rest: 'GET orderList', ws: 'orderList.status', security: 'user-data', read: readList },
  { rest: 'GET allOrderList', ws: 'allOrderLists', security: 'user-data', read: readLists },
  { rest: 'GET openOrderList', ws: 'openOrderLists.status', security: 'user-data', read: readOpenLists },
  { rest: 'GET order/amendments', ws: 'order.amendments', security: 'user-data', mandatory: 'symbol orderId', read: readAmendments },
  { rest: 'GET myPreventedMatches', ws: 'myPreventedMatches', security: 'user-data', mandatory: 'symbol', read: readPreventedMatches },
];

export const ADVANCED_ENDPOINTS: readonly Endpoint[] = [...COMMANDS, ...QUESTIONS];
