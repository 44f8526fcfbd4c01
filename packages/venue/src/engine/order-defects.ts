import { Decimal, ZERO } from '@venuekit/core/connector';
import type { OrderList } from '../model/order-list.ts';
import { isPriceless, isTriggerType } from '../model/order-kinds.ts';
import { isOpen, remainingOf, type VenueOrder } from '../model/order.ts';
import type { World } from './world.ts';

/** What is wrong with an account's open orders, its lists and what it has locked, one sentence each. */
export function orderDefects(world: World, account: string): readonly string[] {
  const open = world.openOrders(account);
  const lists = listedOrders(world, account);
  return [
    ...open.flatMap((order) => defectsOf(order).map((defect) => `order ${order.orderId} of ${account} ${defect}`)),
    ...lists.flatMap((listed) => listDefects(listed).map((defect) => `list ${listed.list.listId} of ${account} ${defect}`)),
    ...lockedDefects(world, account, open, lists),
  ];
}

interface ListedOrders {
  readonly list: OrderList;
  readonly orders: readonly VenueOrder[];
}

/** Lists whose orders are all remembered: an account may keep no history. */
function listedOrders(world: World, account: string): readonly ListedOrders[] {
  const lists = world.orderLists(account);
  const pairs = new Set(lists.map(({ tradingPair }) => tradingPair));
  const known = new Map([...pairs].flatMap((pair) => world.orders(account, pair).map((order) => [order.orderId, order] as const)));
  return lists
    .map((list) => ({ list, orders: list.orders.flatMap(({ orderId }) => known.get(orderId) ?? []) }))
    .filter(({ list, orders }) => orders.length === list.orders.length);
}

function defectsOf(order: VenueOrder): readonly string[] {
  const defects: string[] = [];
  const remaining = remainingOf(order);
  const isWaiting = order.status === 'pending-new' || (isTriggerType(order.type) && order.workingTimeMs === undefined);
  if (!isOpen(order) || remaining.lte(ZERO)) defects.push('is open without wanting anything');
  if (isWaiting && !(order.visibleAmount.isZero() && order.executedBase.isZero())) defects.push('has begun while it waits');
  if (!isWaiting && isPriceless(order.type)) defects.push('rests without a price');
  const shown = order.icebergAmount === undefined ? remaining : order.visibleAmount;
  const isShownRight =
    shown.eq(order.visibleAmount) && shown.gt(ZERO) && shown.lte(remaining) && shown.lte(order.icebergAmount ?? remaining);
  if (!isWaiting && !isShownRight) defects.push(`shows ${order.visibleAmount.toString()} of ${remaining.toString()}`);
  return defects;
}

function listDefects({ list, orders }: ListedOrders): readonly string[] {
  const defects: string[] = [];
  const [working] = orders;
  const pair = pairOf({ list, orders });
  if (orders.some(isOpen) !== (list.status === 'executing')) defects.push(`is ${list.status}`);
  if (pair.every(({ executedBase }) => !executedBase.isZero()) && pair.length > 0) defects.push('has filled both orders of its pair');
  if (pair.every(isOpen) && pair.some(({ executedBase }) => !executedBase.isZero())) defects.push('has not ended the other of its pair');
  const isFollowerPending = orders.some(({ status }) => status === 'pending-new');
  if (isFollowerPending && (working === undefined || !isOpen(working))) defects.push('has orders that wait for nothing');
  const hasBegun = list.kind !== 'oco' && orders.slice(1).some(({ workingTimeMs }) => workingTimeMs !== undefined);
  if (hasBegun && working?.status !== 'filled') defects.push('has begun with orders whose working order is not filled');
  return defects;
}

function pairOf({ list, orders }: ListedOrders): readonly VenueOrder[] {
  if (list.kind === 'oto') return [];
  return list.kind === 'oco' ? orders : orders.slice(1);
}

function lockedDefects(world: World, account: string, open: readonly VenueOrder[], lists: readonly ListedOrders[]): readonly string[] {
  const needs = new Map<string, Decimal>();
  const add = (order: VenueOrder, need: Decimal): void => {
    const instrument = world.instruments.get(order.tradingPair);
    const asset = order.side === 'buy' ? instrument?.quote : instrument?.base;
    if (asset !== undefined) needs.set(asset, (needs.get(asset) ?? ZERO).plus(need));
  };
  for (const order of open) add(order, needOf(order));
  for (const listed of lists) {
    const [one, other] = pairOf(listed);
    if (one === undefined || other === undefined || !isOpen(one) || !isOpen(other)) continue;
    add(one, Decimal.min(needOf(one), needOf(other)).neg());
  }
  return world.balances(account).flatMap(({ asset, locked }) => {
    const need = needs.get(asset) ?? ZERO;
    return need.eq(locked) ? [] : [`${account} has ${locked.toString()} ${asset} locked where open orders need ${need.toString()}`];
  });
}

function needOf(order: VenueOrder): Decimal {
  if (order.status === 'pending-new') return ZERO;
  return order.side === 'sell' ? remainingOf(order) : remainingOf(order).times(order.heldPrice);
}
