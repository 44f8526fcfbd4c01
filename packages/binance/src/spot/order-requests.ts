import { OrderDeniedError, ZERO, readArray } from '@venuekit/core/connector';
import type {
  CanceledOrder,
  OpenOrder,
  OrderReference,
  OrderRequest,
  OrderUpdate,
  PlacedOrder,
  RequestContext,
  RestParameters,
  TradeUpdate,
  TradingPair,
} from '@venuekit/core/connector';
import { isRejectionWith } from '../web-utils.ts';
import { LIMIT_IDS, OPEN_ORDERS_PATH, ORDER_PATH, ORDER_TYPE_NAMES } from './constants.ts';
import { parseCanceledOrder, parseOpenOrder, parseOrderStatus, parsePlacedOrder } from './order-wire.ts';
import { signedQuery, skippedIn, usableRows } from './reply-reading.ts';
import { readTradesOfOrder } from './trade-history.ts';

/** Whether the venue knows no order of this id (-2013): the only answer that says so. */
export function isUnknownOrder(error: unknown): boolean {
  return isRejectionWith(error, '-2013');
}

/** `POST /api/v3/order` (binance-api.md B.3.1). @throws OrderDeniedError for a limit order without a price: nothing is sent. */
export async function placeOrder(context: RequestContext, order: OrderRequest): Promise<PlacedOrder> {
  const reply = await context.rest.execute({
    method: 'POST',
    path: ORDER_PATH,
    parameters: placementParameters(context.symbols.exchangeSymbol(order.tradingPair), order),
    isAuthRequired: true,
    limitId: LIMIT_IDS.placeOrder,
    lane: 'order',
    signal: context.signal,
  });
  return parsePlacedOrder(reply, order, skippedIn(context, order.tradingPair));
}

function placementParameters(symbol: string, order: OrderRequest): RestParameters {
  const isLimit = order.orderType !== 'market';
  if (isLimit && order.price === undefined) {
    throw new OrderDeniedError('invalid-price', `an order of type ${order.orderType} needs a price`);
  }
  return {
    symbol,
    side: order.side === 'buy' ? 'BUY' : 'SELL',
    type: ORDER_TYPE_NAMES[order.orderType],
    // Only LIMIT takes it; the venue refuses it elsewhere.
    timeInForce: order.orderType === 'limit' ? (order.timeInForce ?? 'GTC') : undefined,
    quantity: order.amount.toFixed(),
    price: isLimit ? order.price?.toFixed() : undefined,
    newClientOrderId: order.clientOrderId,
    // The fills of the answer are known even when the private stream is down.
    newOrderRespType: 'FULL',
  };
}

/** `DELETE /api/v3/order` by our own id (B.3.2). */
export async function placeCancel(context: RequestContext, order: OrderReference): Promise<CanceledOrder> {
  const reply = await context.rest.execute({
    method: 'DELETE',
    path: ORDER_PATH,
    parameters: { symbol: context.symbols.exchangeSymbol(order.tradingPair), origClientOrderId: order.clientOrderId },
    isAuthRequired: true,
    limitId: LIMIT_IDS.cancelOrder,
    lane: 'cancel',
    signal: context.signal,
  });
  return parseCanceledOrder(reply, order.tradingPair, skippedIn(context, order.tradingPair));
}

/** `GET /api/v3/order` by our own id (B.4). An archived order (-2026) ended without a fill, more than 90 days ago. */
export async function requestOrderStatus(context: RequestContext, order: OrderReference): Promise<OrderUpdate> {
  const { tradingPair, clientOrderId } = order;
  try {
    const parameters = { symbol: context.symbols.exchangeSymbol(tradingPair), origClientOrderId: clientOrderId };
    return parseOrderStatus(await signedQuery(context, ORDER_PATH, LIMIT_IDS.queryOrder, parameters), tradingPair, clientOrderId);
  } catch (error) {
    if (!isRejectionWith(error, '-2026')) throw error;
    return { tradingPair, clientOrderId, state: 'canceled', updateTimeMs: context.nowMs(), cumulativeBase: ZERO };
  }
}

/** The fills of one order, which the venue finds only by its own id: that is asked for first where it is not known. */
export async function allTradeUpdatesForOrder(context: RequestContext, order: OrderReference): Promise<readonly TradeUpdate[]> {
  const orderId = order.exchangeOrderId ?? (await findExchangeOrderId(context, order));
  return orderId === undefined ? [] : readTradesOfOrder(context, order.tradingPair, orderId, order.clientOrderId);
}

async function findExchangeOrderId(context: RequestContext, order: OrderReference): Promise<string | undefined> {
  try {
    return (await requestOrderStatus(context, order)).exchangeOrderId;
  } catch (error) {
    if (isUnknownOrder(error)) return undefined;
    throw error;
  }
}

/** `GET /api/v3/openOrders`, of one symbol or of all (B.4). */
export async function requestOpenOrders(context: RequestContext, pair: TradingPair | undefined): Promise<readonly OpenOrder[]> {
  const limitId = pair === undefined ? LIMIT_IDS.openOrdersOfAll : LIMIT_IDS.openOrdersOfPair;
  const symbol = pair === undefined ? undefined : context.symbols.exchangeSymbol(pair);
  const rows = readArray(await signedQuery(context, OPEN_ORDERS_PATH, limitId, { symbol }), '(whole)', 'openOrders');
  return usableRows(rows, (row) => parseOpenOrder(row, context.symbols), skippedIn(context, pair));
}
