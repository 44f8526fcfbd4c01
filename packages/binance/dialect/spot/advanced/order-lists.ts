import { given, type ListLookup, type OrderListTicket, type OrderTicket } from '@venuekit/venue';
import { type EndpointRequest, type Reading, reading } from '../endpoint.ts';
import { readMarket } from '../markets.ts';
import { type OrderForm, readHead, readOrder } from '../order-ticket.ts';
import { requireEither, type SpotParameters } from '../spot-parameters.ts';
import { selectWithin } from '../time-selection.ts';
import { RESPONSE_TYPES } from '../words.ts';
import { listCancelJson, listFields, listPlacementJson } from './order-list-json.ts';
import { checkPairSides } from './pair-sides.ts';

const join = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`);

/** The names of an order's parameters begin with its part in the list; orders of a pair share side and quantity. */
function namesOf(part: string, shared = part): OrderForm['names'] {
  return (name) => join(name === 'side' || name === 'quantity' ? shared : part, name);
}

type ReadTicket = (order: (names: OrderForm['names']) => OrderTicket, terms: Pick<OrderListTicket, 'clientListId'>) => OrderListTicket;

/** Reads what lists of every kind have, and then the orders of this kind. */
function placing(readTicket: ReadTicket): (request: EndpointRequest) => Reading {
  return ({ parameters, world, account }) => {
    const instrument = readMarket(parameters, world);
    const terms = given({ clientListId: parameters.clientId('listClientOrderId') });
    const head = readHead(parameters, instrument, account);
    const responseType = parameters.word('newOrderRespType', RESPONSE_TYPES) ?? 'RESULT';
    const ticket = readTicket((names) => readOrder({ parameters, instrument, head, names, isSingle: false }), terms);
    return reading({ kind: 'place-list', ticket }, 1, ({ placement }) => listPlacementJson(world, placement, responseType));
  };
}

export const readOco: (request: EndpointRequest) => Reading = placing((order, terms) => {
  const [above, below] = [order(namesOf('above', '')), order(namesOf('below', ''))];
  checkPairSides(above, below);
  return { ...terms, kind: 'oco', above, below };
});

export const readOto: (request: EndpointRequest) => Reading = placing((order, terms) => {
  const working = order(namesOf('working'));
  return { ...terms, kind: 'oto', working, pending: order(namesOf('pending')) };
});

export const readOtoco: (request: EndpointRequest) => Reading = placing((order, terms) => {
  const working = order(namesOf('working'));
  const [above, below] = [order(namesOf('pendingAbove', 'pending')), order(namesOf('pendingBelow', 'pending'))];
  checkPairSides(above, below);
  return { ...terms, kind: 'otoco', working, above, below };
});

export function readCancelList({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  const lookup = readListLookup(parameters, 'listClientOrderId');
  const cancelId = parameters.clientId('newClientOrderId');
  const operation = { kind: 'cancel-list', account, tradingPair, lookup, ...given({ cancelClientOrderId: cancelId }) } as const;
  return reading(operation, 1, ({ cancellation: { list, orders } }) => listCancelJson(world, list, orders, cancelId));
}

export function readList({ parameters, world, account }: EndpointRequest): Reading {
  const lookup = readListLookup(parameters, 'origClientOrderId');
  return reading({ kind: 'order-list', account, lookup }, 4, ({ list }) => listFields(world, list));
}

export function readLists({ parameters, world, account }: EndpointRequest): Reading {
  const select = selectWithin(parameters, 'fromId', true);
  return reading({ kind: 'order-lists', account }, 20, ({ lists }) =>
    select(lists, ({ listId }) => listId).map((list) => listFields(world, list)),
  );
}

export function readOpenLists({ world, account }: EndpointRequest): Reading {
  return reading({ kind: 'open-order-lists', account }, 6, ({ lists }) => lists.map((list) => listFields(world, list)));
}

function readListLookup(parameters: SpotParameters, clientIdName: string): ListLookup {
  const lookup = given({ listId: parameters.integer('orderListId'), clientListId: parameters.optional(clientIdName) });
  requireEither(Object.values(lookup), clientIdName, 'orderListId');
  return lookup;
}
