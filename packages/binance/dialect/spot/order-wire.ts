import { createHash } from 'node:crypto';
import { ZERO } from '@venuekit/core/connector';
import type { Amendment, AmendResult, Placement, PreventedMatch, VenueFill, VenueOrder, World } from '@venuekit/venue';
import { expiryReasonOf, isOnBook, ORDER_STATUSES, ORDER_TYPES, PREVENTION_MODES, SIDES } from './enums.ts';
import { fixed } from './number-texts.ts';
import { symbolOf } from './symbols.ts';

/** What the venue shows of accounts that are in no trade group. */
export const TRADE_GROUP_ID = -1;

export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

/** What placing an order answers (`rest-api.md`, New order). */
export function placementJson(world: World, { order, fills }: Placement, type: ResponseType): unknown {
  const ack = { ...identity(world, order), clientOrderId: order.clientOrderId, transactTime: order.updateTimeMs };
  if (type === 'ACK') return ack;
  const result = { ...ack, ...progress(order), ...terms(order), ...workingTime(order), ...prevention(world, order), ...expiry(order) };
  return type === 'RESULT' ? result : { ...result, fills: fills.map(fillRow) };
}

/** What cancelling an order answers: `clientOrderId` is the cancel request's. */
export function cancelJson(world: World, order: VenueOrder, cancelClientOrderId: string | undefined): unknown {
  const { symbol, orderId, orderListId } = identity(world, order);
  return {
    symbol,
    origClientOrderId: order.clientOrderId,
    orderId,
    orderListId,
    clientOrderId: cancelClientOrderId ?? madeCancelId(order),
    transactTime: order.updateTimeMs,
    ...progress(order),
    ...terms(order),
    ...prevention(world, order),
  };
}

/** The venue's own id of a cancel request that carried none; the same for the answer and the event. */
export function madeCancelId({ orderId }: VenueOrder): string {
  return createHash('sha256').update(`cancel ${orderId}`).digest('hex').slice(0, 22);
}

/** An order as queries show it. */
export function orderJson(world: World, order: VenueOrder): unknown {
  const { origQuoteOrderQty, price, origQty, executedQty, cummulativeQuoteQty, status, timeInForce, type, side } = progress(order);
  return {
    ...identity(world, order),
    clientOrderId: order.clientOrderId,
    price,
    origQty,
    executedQty,
    cummulativeQuoteQty,
    status,
    timeInForce,
    type,
    side,
    stopPrice: fixed(order.stopPrice ?? ZERO),
    icebergQty: fixed(order.icebergAmount ?? ZERO),
    ...trailing(order),
    time: order.creationTimeMs,
    updateTime: order.updateTimeMs,
    isWorking: isOnBook(order),
    ...workingTime(order),
    origQuoteOrderQty,
    ...prevention(world, order),
    ...expiry(order),
  };
}

export function ownTradeJson(world: World, fill: VenueFill): unknown {
  const { trade, orderId, feeAmount, feeAsset, side, isMaker } = fill;
  return {
    symbol: symbolOf(world, trade.tradingPair),
    id: trade.tradeId,
    orderId,
    orderListId: world.order(fill.account, trade.tradingPair, { orderId }).listId ?? -1,
    price: fixed(trade.price),
    qty: fixed(trade.amount),
    quoteQty: fixed(trade.quoteAmount),
    commission: fixed(feeAmount),
    commissionAsset: feeAsset,
    time: trade.timeMs,
    isBuyer: side === 'buy',
    isMaker,
    isBestMatch: true,
  };
}

/** The order in what amending it answers, which has names of its own (`rest-api.md`, Order Amend Keep Priority). */
export function amendedOrderJson(world: World, { amendment, order }: AmendResult): unknown {
  const { symbol, orderId, orderListId } = identity(world, order);
  const { price, status, timeInForce, type, side } = progress(order);
  return {
    symbol,
    orderId,
    orderListId,
    origClientOrderId: amendment.previousClientOrderId,
    clientOrderId: amendment.clientOrderId,
    price,
    qty: fixed(order.amount),
    executedQty: fixed(order.executedBase),
    preventedQty: fixed(order.preventedBase),
    quoteOrderQty: fixed(order.quoteAmount ?? ZERO),
    cumulativeQuoteQty: fixed(order.executedQuote),
    status,
    timeInForce,
    type,
    side,
    ...terms(order),
    ...workingTime(order),
    selfTradePreventionMode: PREVENTION_MODES[order.selfTradePrevention],
    ...expiry(order),
  };
}

export function amendmentJson(world: World, amendment: Amendment): unknown {
  return {
    symbol: symbolOf(world, amendment.tradingPair),
    orderId: amendment.orderId,
    executionId: amendment.executionId,
    origClientOrderId: amendment.previousClientOrderId,
    newClientOrderId: amendment.clientOrderId,
    origQty: fixed(amendment.previousAmount),
    newQty: fixed(amendment.amount),
    time: amendment.timeMs,
  };
}

export function preventedMatchJson(world: World, match: PreventedMatch): unknown {
  const symbol = symbolOf(world, match.tradingPair);
  const { takerPrevented, makerPrevented } = match;
  return {
    symbol,
    preventedMatchId: match.preventedMatchId,
    takerOrderId: match.takerOrderId,
    makerSymbol: symbol,
    makerOrderId: match.makerOrderId,
    tradeGroupId: TRADE_GROUP_ID,
    selfTradePreventionMode: PREVENTION_MODES[match.mode],
    price: fixed(match.price),
    ...(takerPrevented === undefined ? {} : { takerPreventedQuantity: fixed(takerPrevented) }),
    ...(makerPrevented === undefined ? {} : { makerPreventedQuantity: fixed(makerPrevented) }),
    transactTime: match.timeMs,
  };
}

function identity(world: World, { tradingPair, orderId, listId }: VenueOrder): { symbol: string; orderId: number; orderListId: number } {
  return { symbol: symbolOf(world, tradingPair), orderId, orderListId: listId ?? -1 };
}

/** Price, amounts and state; the venue spells `cummulative` so. */
function progress(
  order: VenueOrder,
): Record<
  'price' | 'origQty' | 'executedQty' | 'origQuoteOrderQty' | 'cummulativeQuoteQty' | 'status' | 'timeInForce' | 'type' | 'side',
  string
> {
  return {
    price: fixed(order.price),
    origQty: fixed(order.amount),
    executedQty: fixed(order.executedBase),
    origQuoteOrderQty: fixed(order.quoteAmount ?? ZERO),
    cummulativeQuoteQty: fixed(order.executedQuote),
    status: ORDER_STATUSES[order.status],
    timeInForce: order.timeInForce,
    type: ORDER_TYPES[order.type],
    side: SIDES[order.side],
  };
}

/** What only some orders have. */
function terms(order: VenueOrder): Record<string, unknown> {
  const { stopPrice, icebergAmount } = order;
  return {
    ...(stopPrice === undefined ? {} : { stopPrice: fixed(stopPrice) }),
    ...trailing(order),
    ...(icebergAmount === undefined ? {} : { icebergQty: fixed(icebergAmount) }),
  };
}

/** `trailingTime` is -1 until it follows the price. */
function trailing({ trailingDelta, trailingTimeMs }: VenueOrder): { trailingDelta?: number; trailingTime?: number } {
  return trailingDelta === undefined ? {} : { trailingDelta, trailingTime: trailingTimeMs ?? -1 };
}

function workingTime({ workingTimeMs }: VenueOrder): { workingTime: number } {
  return { workingTime: workingTimeMs ?? -1 };
}

/** The mode, and what it took away, with the last match that it prevented. */
function prevention(world: World, order: VenueOrder): Record<string, unknown> {
  const selfTradePreventionMode = PREVENTION_MODES[order.selfTradePrevention];
  if (order.preventedBase.isZero()) return { selfTradePreventionMode };
  const last = world
    .preventedMatches(order.account, order.tradingPair)
    .findLast(({ takerOrderId, makerOrderId }) => takerOrderId === order.orderId || makerOrderId === order.orderId);
  const match = last === undefined ? {} : { preventedMatchId: last.preventedMatchId };
  return { selfTradePreventionMode, ...match, preventedQuantity: fixed(order.preventedBase) };
}

function expiry(order: VenueOrder): { expiryReason?: string } {
  const expiryReason = expiryReasonOf(order);
  return expiryReason === undefined ? {} : { expiryReason };
}

function fillRow({ trade, feeAmount, feeAsset }: VenueFill): unknown {
  return {
    price: fixed(trade.price),
    qty: fixed(trade.amount),
    commission: fixed(feeAmount),
    commissionAsset: feeAsset,
    tradeId: trade.tradeId,
  };
}
