import type { Instrument, ListLookup, OrderListTicket, SelfTradePrevention } from '@venuekit/venue';
import type { Parameters } from '../parameters.ts';
import { type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { CLIENT_ORDER_ID_RANGE, legNames, type LegHead, readLeg, readSelfTradePrevention } from './order-leg.ts';
import { listCancelJson, listJson, listPlacementJson } from './order-list-wire.ts';
import { readIds, readResponseType } from './order-ticket.ts';
import { checkPairSides } from './pair-sides.ts';
import { readSymbol } from './symbols.ts';
import { selectWithin } from './time-selection.ts';

const ABOVE = legNames('above', 'side', 'quantity');
const BELOW = legNames('below', 'side', 'quantity');
const WORKING = legNames('working');
const PENDING = legNames('pending');
const PENDING_ABOVE = legNames('pendingAbove', 'pendingSide', 'pendingQuantity');
const PENDING_BELOW = legNames('pendingBelow', 'pendingSide', 'pendingQuantity');

type ListTerms = Pick<OrderListTicket, 'clientListId'>;

/** Calls about orders that hang together. */
export const ORDER_LIST_ENDPOINTS: readonly Endpoint[] = [
  {
    rest: 'POST /api/v3/orderList/oco',
    ws: 'orderList.place.oco',
    security: 'trade',
    mandatory: ['symbol', 'side', 'quantity', 'aboveType', 'belowType'],
    isFreeOnSuccess: true,
    unfilledOrders: 2,
    read: placing((parameters, head, instrument, terms) => {
      const [above, below] = [readLeg(parameters, ABOVE, head, instrument), readLeg(parameters, BELOW, head, instrument)];
      checkPairSides(above, below);
      return { ...terms, kind: 'oco', above, below };
    }),
  },
  {
    rest: 'POST /api/v3/orderList/oto',
    ws: 'orderList.place.oto',
    security: 'trade',
    mandatory: ['symbol', 'workingType', 'workingSide', 'workingPrice', 'workingQuantity', 'pendingType', 'pendingSide', 'pendingQuantity'],
    isFreeOnSuccess: true,
    unfilledOrders: 2,
    read: placing((parameters, head, instrument, terms) => {
      const working = readLeg(parameters, WORKING, head, instrument);
      return { ...terms, kind: 'oto', working, pending: readLeg(parameters, PENDING, head, instrument) };
    }),
  },
  {
    rest: 'POST /api/v3/orderList/otoco',
    ws: 'orderList.place.otoco',
    security: 'trade',
    mandatory: [
      'symbol',
      'workingType',
      'workingSide',
      'workingPrice',
      'workingQuantity',
      'pendingSide',
      'pendingQuantity',
      'pendingAboveType',
      'pendingBelowType',
    ],
    isFreeOnSuccess: true,
    unfilledOrders: 3,
    read: placing((parameters, head, instrument, terms) => {
      const working = readLeg(parameters, WORKING, head, instrument);
      const above = readLeg(parameters, PENDING_ABOVE, head, instrument);
      const below = readLeg(parameters, PENDING_BELOW, head, instrument);
      checkPairSides(above, below);
      return { ...terms, kind: 'otoco', working, above, below };
    }),
  },
  {
    rest: 'DELETE /api/v3/orderList',
    ws: 'orderList.cancel',
    security: 'trade',
    mandatory: ['symbol'],
    isFreeOnSuccess: true,
    read({ parameters, desk: { world }, account }) {
      const { tradingPair } = readSymbol(parameters, world);
      const lookup = readListLookup(parameters, 'listClientOrderId');
      const cancelClientOrderId = parameters.matching('newClientOrderId', CLIENT_ORDER_ID_RANGE);
      const id = cancelClientOrderId === undefined ? {} : { cancelClientOrderId };
      return reading({ kind: 'cancel-list', account, tradingPair, lookup, ...id }, 1, ({ cancellation }) =>
        listCancelJson(world, cancellation, cancelClientOrderId),
      );
    },
  },
  {
    rest: 'GET /api/v3/orderList',
    ws: 'orderList.status',
    security: 'user-data',
    mandatory: [],
    read({ parameters, desk: { world }, account }) {
      return reading({ kind: 'order-list', account, lookup: readListLookup(parameters, 'origClientOrderId') }, 4, ({ list }) =>
        listJson(world, list),
      );
    },
  },
  {
    rest: 'GET /api/v3/allOrderList',
    ws: 'allOrderLists',
    security: 'user-data',
    mandatory: [],
    read({ parameters, desk: { world }, account }) {
      const select = selectWithin(parameters, 'fromId', { isEitherOr: true });
      return reading({ kind: 'order-lists', account }, 20, ({ lists }) =>
        select(lists, ({ listId }) => listId).map((list) => listJson(world, list)),
      );
    },
  },
  {
    rest: 'GET /api/v3/openOrderList',
    ws: 'openOrderLists.status',
    security: 'user-data',
    mandatory: [],
    read: ({ desk: { world }, account }) =>
      reading({ kind: 'open-order-lists', account }, 6, ({ lists }) => lists.map((list) => listJson(world, list))),
  },
];

/** Reads what lists of every kind have, and then the orders of this kind. */
function placing(
  readTicket: (parameters: Parameters, head: LegHead, instrument: Instrument, terms: ListTerms) => OrderListTicket,
): (request: EndpointRequest) => Reading {
  return ({ parameters, desk: { world }, account }) => {
    const instrument = readSymbol(parameters, world);
    const clientListId = parameters.matching('listClientOrderId', CLIENT_ORDER_ID_RANGE);
    const prevention: { readonly selfTradePrevention?: SelfTradePrevention } = readSelfTradePrevention(parameters);
    const responseType = readResponseType(parameters) ?? 'RESULT';
    const head = { account, tradingPair: instrument.tradingPair, ...prevention };
    const ticket = readTicket(parameters, head, instrument, clientListId === undefined ? {} : { clientListId });
    return reading({ kind: 'place-list', ticket }, 1, ({ placement }) => listPlacementJson(world, placement, responseType));
  };
}

function readListLookup(parameters: Parameters, clientIdName: string): ListLookup {
  const { id, clientId } = readIds(parameters, 'orderListId', clientIdName);
  return { ...(id === undefined ? {} : { listId: id }), ...(clientId === undefined ? {} : { clientListId: clientId }) };
}
