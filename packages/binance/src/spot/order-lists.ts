import { OrderDeniedError, PayloadFields, hasLimitPrice, hasTimeInForce } from '@venuekit/core/connector';
import type { OrderListRequest, OrderRequest, PlacedOrder, RequestContext, RestParameters } from '@venuekit/core/connector';
import { signed, skippedIn } from '../web-utils.ts';
import { ORDER_LIST_PATHS, ORDER_TYPE_NAMES, SELF_TRADE_PREVENTION_NAMES } from './constants.ts';
import { parsePlacedOrder } from './private-wire.ts';

/**
 * `POST /api/v3/orderList/oco`, `/oto` and `/otoco` (`rest-api.md`, Order lists).
 * @throws OrderDeniedError when the orders ask for different self-trade prevention: a list has one.
 */
export async function placeOrderList(context: RequestContext, list: OrderListRequest): Promise<readonly PlacedOrder[]> {
  const path = ORDER_LIST_PATHS[list.kind];
  const reply = await signed(context, path, { method: 'POST', path, parameters: listParameters(context, list), lane: 'order' });
  return parseOrderList(reply, list, skippedIn(context, list.orders[0]?.tradingPair));
}

/** What describes a list; undefined parameters are not sent. @throws OrderDeniedError */
export function listParameters(context: RequestContext, { kind, orders }: OrderListRequest): RestParameters {
  const [first, second, third] = orders;
  if (first === undefined || second === undefined) throw new OrderDeniedError('invalid-order-list', 'a list has several orders');
  const modes = new Set(orders.map(({ selfTradePrevention }) => selfTradePrevention));
  if (modes.size > 1) throw new OrderDeniedError('invalid-order-list', 'the orders of a list have one self-trade prevention');
  const { selfTradePrevention: mode } = first;
  const ofList = {
    symbol: context.symbols.exchangeSymbol(first.tradingPair),
    newOrderRespType: 'FULL',
    selfTradePreventionMode: mode === undefined ? undefined : SELF_TRADE_PREVENTION_NAMES[mode],
  };
  if (kind === 'oco')
    return { ...ofList, side: sideOf(first), quantity: first.amount.toFixed(), ...pair(first, second, ['above', 'below']) };
  const working = { ...ofList, ...leg('working', first), workingSide: sideOf(first), workingQuantity: first.amount.toFixed() };
  const pending = { pendingSide: sideOf(second), pendingQuantity: second.amount.toFixed() };
  if (third === undefined) return { ...working, ...pending, ...leg('pending', second) };
  return { ...working, ...pending, ...pair(second, third, ['pendingAbove', 'pendingBelow']) };
}

/** The order that gains stands above the market when it sells and below when it buys; the one that stops a loss on the other side. */
function pair(one: OrderRequest, other: OrderRequest, [above, below]: readonly [string, string]): RestParameters {
  const isStop = one.orderType === 'stop-loss' || one.orderType === 'stop-loss-limit';
  const isAbove = isStop === (one.side === 'buy');
  return { ...leg(isAbove ? above : below, one), ...leg(isAbove ? below : above, other) };
}

function leg(prefix: string, order: OrderRequest): RestParameters {
  const { orderType } = order;
  return {
    [`${prefix}Type`]: ORDER_TYPE_NAMES[orderType],
    [`${prefix}ClientOrderId`]: order.clientOrderId,
    [`${prefix}Price`]: hasLimitPrice(orderType) ? order.price?.toFixed() : undefined,
    [`${prefix}StopPrice`]: order.stopPrice?.toFixed(),
    [`${prefix}TrailingDelta`]: order.trailingDelta,
    [`${prefix}TimeInForce`]: hasTimeInForce(orderType) ? (order.timeInForce ?? 'GTC') : undefined,
    [`${prefix}IcebergQty`]: order.icebergAmount?.toFixed(),
  };
}

function sideOf({ side }: OrderRequest): string {
  return side === 'buy' ? 'BUY' : 'SELL';
}

/** Reads the venue's yes to a list: a report on each order, found by our id. @throws InvalidPayloadError when one is missing or unusable. */
function parseOrderList(reply: unknown, { orders }: OrderListRequest, onProblem: (error: Error) => void): readonly PlacedOrder[] {
  const list = new PayloadFields(reply, 'order list');
  const reports = new Map<unknown, unknown>();
  for (const report of list.array('orderReports')) reports.set(new PayloadFields(report, 'order list').value('clientOrderId'), report);
  return orders.map((order) => {
    if (!reports.has(order.clientOrderId)) throw list.wrong('orderReports', `with a report on ${order.clientOrderId}`);
    return parsePlacedOrder(reports.get(order.clientOrderId), order, onProblem);
  });
}
