import type { OperationResult, VenueOrder } from '@venuekit/venue';
import { missing } from '../parameters.ts';
import { orderCommissionJson } from './account-wire.ts';
import { isReplaced, readCancelReplace, readCancelRestriction } from './cancel-replace.ts';
import { type Endpoint, type EndpointRequest, type Reading, reading } from './endpoint.ts';
import { CLIENT_ORDER_ID_RANGE, readPositive } from './order-leg.ts';
import { amendedListJson, listCancelJson } from './order-list-wire.ts';
import { readLookup, readOrderRequest } from './order-ticket.ts';
import { amendedOrderJson, cancelJson, placementJson } from './order-wire.ts';
import { readSymbol } from './symbols.ts';

const ORDER_PARAMETERS = ['symbol', 'side', 'type'];

/** Calls that place, change and cancel single orders. */
export const ORDER_ENDPOINTS: readonly Endpoint[] = [
  {
    rest: 'POST /api/v3/order',
    ws: 'order.place',
    security: 'trade',
    mandatory: ORDER_PARAMETERS,
    isFreeOnSuccess: true,
    unfilledOrders: 1,
    read({ parameters, desk: { world }, account }) {
      const { ticket, responseType } = readOrderRequest(parameters, readSymbol(parameters, world), account);
      return reading({ kind: 'place', ticket }, 1, ({ placement }) => placementJson(world, placement, responseType));
    },
  },
  {
    rest: 'POST /api/v3/order/test',
    ws: 'order.test',
    security: 'trade',
    mandatory: ORDER_PARAMETERS,
    read({ parameters, desk: { world }, account }) {
      const { ticket } = readOrderRequest(parameters, readSymbol(parameters, world), account);
      const wantsRates = parameters.isTrue('computeCommissionRates') ?? false;
      return reading({ kind: 'check', ticket }, wantsRates ? 20 : 1, () =>
        wantsRates ? orderCommissionJson(world.feePlan(account, ticket.tradingPair)) : {},
      );
    },
  },
  {
    rest: 'DELETE /api/v3/order',
    ws: 'order.cancel',
    security: 'trade',
    mandatory: ['symbol'],
    isFreeOnSuccess: true,
    read: readCancel,
  },
  {
    rest: 'DELETE /api/v3/openOrders',
    ws: 'openOrders.cancelAll',
    security: 'trade',
    mandatory: ['symbol'],
    isFreeOnSuccess: true,
    read: readCancelAll,
  },
  {
    rest: 'POST /api/v3/order/cancelReplace',
    ws: 'order.cancelReplace',
    security: 'trade',
    mandatory: [...ORDER_PARAMETERS, 'cancelReplaceMode'],
    isFreeOnSuccess: isReplaced,
    unfilledOrders: 1,
    read: readCancelReplace,
  },
  {
    rest: 'PUT /api/v3/order/amend/keepPriority',
    ws: 'order.amend.keepPriority',
    security: 'trade',
    mandatory: ['symbol', 'newQty'],
    isFreeOnSuccess: isAmendedToNothing,
    read: readAmend,
  },
];

function readCancel({ parameters, desk: { world }, account }: EndpointRequest): Reading {
  const { tradingPair } = readSymbol(parameters, world);
  const lookup = readLookup(parameters);
  const cancelClientOrderId = parameters.matching('newClientOrderId', CLIENT_ORDER_ID_RANGE);
  const onlyWhen = readCancelRestriction(parameters);
  const id = cancelClientOrderId === undefined ? {} : { cancelClientOrderId };
  const restriction = onlyWhen === undefined ? {} : { onlyWhen };
  return reading({ kind: 'cancel', account, tradingPair, lookup, ...id, ...restriction }, 1, ({ order }) =>
    cancelJson(world, order, cancelClientOrderId),
  );
}

/** Orders that hang together are shown as their list, where its first one stands. */
function readCancelAll({ parameters, desk: { world }, account }: EndpointRequest): Reading {
  const { tradingPair } = readSymbol(parameters, world);
  return reading({ kind: 'cancel-all', account, tradingPair }, 1, ({ orders, lists }) => {
    const listed = new Map(lists.map((list) => [list.listId, list]));
    const answers: unknown[] = [];
    for (const order of orders) {
      const list = order.listId === undefined ? undefined : listed.get(order.listId);
      if (order.listId === undefined) answers.push(cancelJson(world, order, undefined));
      if (list === undefined || !listed.delete(list.listId)) continue;
      const own: readonly VenueOrder[] = orders.filter(({ listId }) => listId === list.listId);
      answers.push(listCancelJson(world, { list, orders: own }, undefined));
    }
    return answers;
  });
}

function readAmend({ parameters, desk: { world }, account }: EndpointRequest): Reading {
  const { tradingPair, basePrecision } = readSymbol(parameters, world);
  const lookup = readLookup(parameters);
  const clientOrderId = parameters.matching('newClientOrderId', CLIENT_ORDER_ID_RANGE);
  const amount = readPositive(parameters, 'newQty', basePrecision);
  if (amount === undefined) throw missing('newQty');
  const request = { account, tradingPair, lookup, amount, ...(clientOrderId === undefined ? {} : { clientOrderId }) };
  return reading({ kind: 'amend', request }, 4, ({ result }) => ({
    transactTime: result.amendment.timeMs,
    executionId: result.amendment.executionId,
    amendedOrder: amendedOrderJson(world, result),
    ...(result.list === undefined ? {} : { listStatus: amendedListJson(world, result.list) }),
  }));
}

/** An amend weighs something unless it ends the order. */
function isAmendedToNothing(result: OperationResult): boolean {
  return result.kind === 'amend' && result.result.order.status === 'expired';
}
