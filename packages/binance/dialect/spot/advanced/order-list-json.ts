import { type ListPlacement, type ListStatus, type OrderList, pickFields, type VenueOrder, type World } from '@venuekit/venue';
import { symbolOf } from '../markets.ts';
import { cancelJson, placementJson } from '../order-json.ts';
import type { ResponseType } from '../words.ts';

const STATUS_TYPES: Readonly<Record<ListStatus['kind'], string>> = {
  'exec-started': 'EXEC_STARTED',
  updated: 'UPDATED',
  'all-done': 'ALL_DONE',
};

/** What all payloads that show a list pick from. Lists with a working order all say `OTO`. */
export function listFields(world: World, list: OrderList): Record<string, unknown> & { readonly symbol: string } {
  const isExecuting = list.status === 'executing';
  const symbol = symbolOf(world, list.tradingPair);
  return {
    orderListId: list.listId,
    contingencyType: list.kind === 'oco' ? 'OCO' : 'OTO',
    listStatusType: STATUS_TYPES[isExecuting ? 'exec-started' : 'all-done'],
    listOrderStatus: isExecuting ? 'EXECUTING' : 'ALL_DONE',
    listClientOrderId: list.clientListId,
    transactionTime: list.updateTimeMs,
    symbol,
    orders: list.orders.map(({ orderId, clientOrderId }) => ({ symbol, orderId, clientOrderId })),
  };
}

/** What placing a list answers (`rest-api.md`, New order list). */
export function listPlacementJson(world: World, { list, placements }: ListPlacement, type: ResponseType): unknown {
  return { ...listFields(world, list), orderReports: placements.map((placement) => placementJson(world, placement, type)) };
}

/** What cancelling a list answers. */
export function listCancelJson(world: World, list: OrderList, orders: readonly VenueOrder[], cancelId: string | undefined): unknown {
  return { ...listFields(world, list), orderReports: orders.map((order) => cancelJson(world, order, cancelId)) };
}

/** Orders that hang together are shown as their list, where its first one stands. */
export function canceledOrdersJson(world: World, orders: readonly VenueOrder[], lists: readonly OrderList[]): readonly unknown[] {
  return orders.flatMap((order) => {
    if (order.listId === undefined) return [cancelJson(world, order, undefined)];
    const list = lists.find(({ listId }) => listId === order.listId);
    const own = orders.filter(({ listId }) => listId === order.listId);
    return list === undefined || own[0] !== order ? [] : [listCancelJson(world, list, own, undefined)];
  });
}

/** `listStatus`. */
export function listStatusEvent({ kind, list, timeMs }: ListStatus, world: World): unknown {
  const fields = { ...listFields(world, list), e: 'listStatus', E: world.nowMs(), l: STATUS_TYPES[kind], r: 'NONE', T: timeMs };
  const names = 'e E s:symbol g:orderListId c:contingencyType l L:listOrderStatus r C:listClientOrderId T';
  const orders = list.orders.map(({ orderId, clientOrderId }) => ({ s: fields.symbol, i: orderId, c: clientOrderId }));
  return { ...pickFields(fields, names), O: orders };
}
