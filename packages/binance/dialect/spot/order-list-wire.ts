import type { ListCancellation, ListPlacement, ListStatus, OrderList, World } from '@venuekit/venue';
import { cancelJson, placementJson, type ResponseType } from './order-wire.ts';
import { symbolOf } from './symbols.ts';

export const LIST_STATUS_TYPES: Readonly<Record<ListStatus['kind'], string>> = {
  'exec-started': 'EXEC_STARTED',
  updated: 'UPDATED',
  'all-done': 'ALL_DONE',
};

/** Lists with a working order all say `OTO`. */
export function contingencyOf({ kind }: OrderList): string {
  return kind === 'oco' ? 'OCO' : 'OTO';
}

export function listOrderStatusOf({ status }: OrderList): string {
  return status === 'executing' ? 'EXECUTING' : 'ALL_DONE';
}

/** A list as queries show it. */
export function listJson(world: World, list: OrderList): Record<string, unknown> {
  const symbol = symbolOf(world, list.tradingPair);
  return {
    orderListId: list.listId,
    contingencyType: contingencyOf(list),
    listStatusType: LIST_STATUS_TYPES[list.status === 'executing' ? 'exec-started' : 'all-done'],
    listOrderStatus: listOrderStatusOf(list),
    listClientOrderId: list.clientListId,
    transactionTime: list.updateTimeMs,
    symbol,
    orders: list.orders.map(({ orderId, clientOrderId }) => ({ symbol, orderId, clientOrderId })),
  };
}

/** What placing a list answers (`rest-api.md`, New order list). */
export function listPlacementJson(world: World, { list, placements }: ListPlacement, type: ResponseType): unknown {
  return { ...listJson(world, list), orderReports: placements.map((placement) => placementJson(world, placement, type)) };
}

/** What cancelling a list answers. */
export function listCancelJson(world: World, { list, orders }: ListCancellation, cancelClientOrderId: string | undefined): unknown {
  return { ...listJson(world, list), orderReports: orders.map((order) => cancelJson(world, order, cancelClientOrderId)) };
}

/** How an amended order's list is shown beside it. */
export function amendedListJson(world: World, list: OrderList): unknown {
  const { orderListId, contingencyType, listOrderStatus, listClientOrderId, symbol, orders } = listJson(world, list);
  return { orderListId, contingencyType, listOrderStatus, listClientOrderId, symbol, orders };
}
