import { PayloadFields, ZERO, findRowsSince, readArray, readPagesById, readRows } from '@venuekit/core/connector';
import type {
  CanceledOrder,
  OpenOrder,
  OrderReference,
  OrderRequest,
  OrderUpdate,
  PlacedOrder,
  RequestContext,
  RestParameters,
  RowsSince,
  TradeUpdate,
  TradingPair,
} from '@venuekit/core/connector';
import { isRejectionWith, signed, skippedIn } from '../web-utils.ts';
import {
  LIMIT_IDS,
  MY_TRADES_PATH,
  OPEN_ORDERS_PATH,
  ORDER_PATH,
  TEST_ORDER_PATH,
  TRADES_PAGE_LENGTH,
  TRADES_WINDOW_MS,
} from './constants.ts';
import { newOrderParameters } from './new-order-parameters.ts';
import { parseAccountTrade, parseCanceledOrder, parseOpenOrder, parseOrderStatus, parsePlacedOrder } from './private-wire.ts';

/** `POST /api/v3/order` (`rest-api.md`, New order). @throws OrderDeniedError for an order without the price that its type needs: nothing is sent. */
export async function placeOrder(context: RequestContext, order: OrderRequest): Promise<PlacedOrder> {
  const parameters = newOrderParameters(context, order);
  const reply = await signed(context, LIMIT_IDS.placeOrder, { method: 'POST', path: ORDER_PATH, parameters, lane: 'order' });
  return parsePlacedOrder(reply, order, skippedIn(context, order.tradingPair));
}

/** `POST /api/v3/order/test` (`rest-api.md`, Test new order): checked as a new order, and goes no further. @throws OrderDeniedError as `placeOrder` */
export async function testOrder(context: RequestContext, order: OrderRequest): Promise<void> {
  const parameters = newOrderParameters(context, order);
  await signed(context, TEST_ORDER_PATH, { method: 'POST', path: TEST_ORDER_PATH, parameters, lane: 'order' });
}

/** What finds an order by our own id, in every call that knows it. */
function parametersOf(context: RequestContext, order: OrderReference): RestParameters {
  return { symbol: context.symbols.exchangeSymbol(order.tradingPair), origClientOrderId: order.clientOrderId };
}

/** `DELETE /api/v3/order` by our own id (`rest-api.md`, Cancel order). */
export async function placeCancel(context: RequestContext, order: OrderReference): Promise<CanceledOrder> {
  const call = { method: 'DELETE', path: ORDER_PATH, parameters: parametersOf(context, order), lane: 'cancel' } as const;
  const reply = await signed(context, LIMIT_IDS.cancelOrder, call);
  return parseCanceledOrder(reply, order.tradingPair, skippedIn(context, order.tradingPair));
}

/**
 * `GET /api/v3/order` by our own id (`rest-api.md`, Query order). An archived order (-2026) ended without a fill, more than 90
 * days ago.
 */
export async function requestOrderStatus(context: RequestContext, order: OrderReference): Promise<OrderUpdate> {
  const { tradingPair, clientOrderId } = order;
  try {
    const reply = await signed(context, LIMIT_IDS.queryOrder, { path: ORDER_PATH, parameters: parametersOf(context, order) });
    return parseOrderStatus(reply, tradingPair, clientOrderId);
  } catch (error) {
    if (!isRejectionWith(error, '-2026')) throw error;
    return { tradingPair, clientOrderId, state: 'canceled', updateTimeMs: context.nowMs(), cumulativeBase: ZERO };
  }
}

/** Whose an order is that is known by the venue's own id alone (`rest-api.md`, Query order); undefined when the venue has none of it. */
export async function requestClientOrderId(
  context: RequestContext,
  tradingPair: TradingPair,
  exchangeOrderId: string,
): Promise<string | undefined> {
  const parameters = { symbol: context.symbols.exchangeSymbol(tradingPair), orderId: exchangeOrderId };
  try {
    const reply = await signed(context, LIMIT_IDS.queryOrder, { path: ORDER_PATH, parameters });
    return new PayloadFields(reply, `order ${exchangeOrderId} of ${tradingPair}`).text('clientOrderId');
  } catch (error) {
    if (isRejectionWith(error, '-2013') || isRejectionWith(error, '-2026')) return undefined;
    throw error;
  }
}

/**
 * The fills of one order, oldest first. The venue finds them only by its own id, which is asked for first where it is not known.
 */
export async function allTradeUpdatesForOrder(context: RequestContext, order: OrderReference): Promise<readonly TradeUpdate[]> {
  const orderId = order.exchangeOrderId ?? (await findExchangeOrderId(context, order));
  if (orderId === undefined) return [];
  const { tradingPair, clientOrderId } = order;
  const readPage: TradesPage = (selection) => requestTrades(context, tradingPair, LIMIT_IDS.tradesOfOrder, { orderId, ...selection });
  // Without a lower bound the venue gives the newest of them.
  const rows = await readPage({ fromId: '0' });
  return readTrades(context, { tradingPair, clientOrderId, first: { rows, isBounded: false }, readPage });
}

async function findExchangeOrderId(context: RequestContext, order: OrderReference): Promise<string | undefined> {
  try {
    return (await requestOrderStatus(context, order)).exchangeOrderId;
  } catch (error) {
    if (isRejectionWith(error, '-2013')) return undefined;
    throw error;
  }
}

/**
 * The account's fills of one pair since a venue time in ms, oldest first. Days are asked for until one holds a fill; from there the
 * pages follow one another by trade id, which has no bound of time.
 */
export async function tradeUpdatesSince(
  context: RequestContext,
  tradingPair: TradingPair,
  sinceMs: number,
): Promise<readonly TradeUpdate[]> {
  const readPage: TradesPage = (selection) => requestTrades(context, tradingPair, LIMIT_IDS.tradesSince, selection);
  const first = await findRowsSince({ sinceMs, windowMs: TRADES_WINDOW_MS, nowMs: () => context.nowMs() }, ({ startMs, endMs }) =>
    readPage({ startTime: startMs, endTime: endMs }),
  );
  return readTrades(context, { tradingPair, clientOrderId: undefined, first, readPage });
}

type TradesPage = (selection: RestParameters) => Promise<readonly unknown[]>;

/** A page of `GET /api/v3/myTrades` (`rest-api.md`, Account trade list). */
async function requestTrades(
  context: RequestContext,
  pair: TradingPair,
  limitId: string,
  selection: RestParameters,
): Promise<readonly unknown[]> {
  const parameters = { symbol: context.symbols.exchangeSymbol(pair), ...selection, limit: TRADES_PAGE_LENGTH };
  return readArray(await signed(context, limitId, { path: MY_TRADES_PATH, parameters }), '(whole)', `myTrades ${pair}`);
}

/** All fills from the first page on; a row that cannot be read is reported and skipped. */
async function readTrades(
  context: RequestContext,
  trades: {
    readonly tradingPair: TradingPair;
    readonly clientOrderId: string | undefined;
    readonly first: RowsSince<unknown>;
    readonly readPage: TradesPage;
  },
): Promise<readonly TradeUpdate[]> {
  const { tradingPair, clientOrderId, first, readPage } = trades;
  const origin = `myTrades ${tradingPair}`;
  const rows = await readPagesById({
    pageLength: TRADES_PAGE_LENGTH,
    origin,
    first,
    readFrom: (fromId) => readPage({ fromId }),
    idOf: (row) => new PayloadFields(row, origin).id('id'),
  });
  return readRows(rows, { origin }, (row) => parseAccountTrade(row, tradingPair, clientOrderId), skippedIn(context, tradingPair));
}

/** `GET /api/v3/openOrders`, of one symbol or of all. */
export async function requestOpenOrders(context: RequestContext, pair: TradingPair | undefined): Promise<readonly OpenOrder[]> {
  const limitId = pair === undefined ? LIMIT_IDS.openOrdersOfAll : LIMIT_IDS.openOrdersOfPair;
  const symbol = pair === undefined ? undefined : context.symbols.exchangeSymbol(pair);
  const reply = await signed(context, limitId, { path: OPEN_ORDERS_PATH, parameters: { symbol } });
  return readRows(reply, { origin: 'openOrders' }, (row) => parseOpenOrder(row, context.symbols), skippedIn(context, pair));
}
