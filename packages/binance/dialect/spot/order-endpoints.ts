import { type CancelReplaceRequest, given } from '@venuekit/venue';
import { orderCommissionJson } from './account-json.ts';
import { canceledOrdersJson } from './advanced/order-list-json.ts';
import { type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { readMarket } from './markets.ts';
import { cancelJson, placementJson } from './order-json.ts';
import { readLookup, readOrderRequest } from './order-ticket.ts';
import type { SpotParameters } from './spot-parameters.ts';
import { WireRefusal } from './wire-refusal.ts';
import { CANCEL_RESTRICTIONS } from './words.ts';

/** Calls that place and cancel single orders. */
export const ORDER_ENDPOINTS: readonly Endpoint[] = [
  { rest: 'POST order', ws: 'order.place', security: 'order', mandatory: 'symbol side type', unfilledOrders: 1, read: readPlace },
  { rest: 'POST order/test', ws: 'order.test', security: 'trade', mandatory: 'symbol side type', read: readTest },
  { rest: 'DELETE order', ws: 'order.cancel', security: 'order', mandatory: 'symbol', read: readCancel },
  { rest: 'DELETE openOrders', ws: 'openOrders.cancelAll', security: 'order', mandatory: 'symbol', read: readCancelAll },
];

function readPlace({ parameters, world, account }: EndpointRequest): Reading {
  const { ticket, responseType } = readOrderRequest(parameters, readMarket(parameters, world), account);
  return reading({ kind: 'place', ticket }, 1, ({ placement }) => placementJson(world, placement, responseType));
}

function readTest({ parameters, world, account }: EndpointRequest): Reading {
  const { ticket } = readOrderRequest(parameters, readMarket(parameters, world), account);
  if (parameters.isTrue('computeCommissionRates') !== true) return reading({ kind: 'check', ticket }, 1, () => ({}));
  return reading({ kind: 'check', ticket }, 20, () => orderCommissionJson(world.feePlan(account, ticket.tradingPair)));
}

function readCancel({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  const lookup = readLookup(parameters);
  const terms = readCancelTerms(parameters, 'newClientOrderId');
  return reading({ kind: 'cancel', account, tradingPair, lookup, ...terms }, 1, ({ order }) =>
    cancelJson(world, order, terms.cancelClientOrderId),
  );
}

/** The id of the cancel request, and which orders it is for. @throws WireRefusal -1100, -1145 */
export function readCancelTerms(parameters: SpotParameters, idName: string): CancelTerms {
  const cancelClientOrderId = parameters.clientId(idName);
  const refusal = new WireRefusal(-1145, 'Invalid cancelRestrictions');
  return given({ cancelClientOrderId, onlyWhen: parameters.word('cancelRestrictions', CANCEL_RESTRICTIONS, refusal) });
}

export type CancelTerms = Pick<CancelReplaceRequest, 'cancelClientOrderId' | 'onlyWhen'>;

function readCancelAll({ parameters, world, account }: EndpointRequest): Reading {
  const { tradingPair } = readMarket(parameters, world);
  return reading({ kind: 'cancel-all', account, tradingPair }, 1, ({ orders, lists }) => canceledOrdersJson(world, orders, lists));
}
