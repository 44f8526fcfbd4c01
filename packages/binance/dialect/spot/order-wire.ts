import { createHash } from 'node:crypto';
import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { AccountBalance, FeePlan, Placement, VenueFill, VenueOrder } from '@venuekit/venue';
import { expiryReasonOf, isOnBook, ORDER_STATUSES, ORDER_TYPES, PREVENTION_MODES, SIDES } from './enums.ts';
import { fixed } from './number-texts.ts';

const NONE: string = fixed(ZERO);

/** Every account is in a group of its own; what the venue shows of accounts without one. */
export const TRADE_GROUP_ID = -1;

export type ResponseType = 'ACK' | 'RESULT' | 'FULL';

/** What placing an order answers (`rest-api.md`, New order). */
export function placementJson(symbol: string, { order, fills }: Placement, type: ResponseType): unknown {
  const ack = { ...identity(symbol, order), clientOrderId: order.clientOrderId, transactTime: order.updateTimeMs };
  if (type === 'ACK') return ack;
  const result = {
    ...ack,
    ...progress(order),
    workingTime: order.workingTimeMs ?? -1,
    selfTradePreventionMode: PREVENTION_MODES[order.selfTradePrevention],
    ...expiry(order),
  };
  return type === 'RESULT' ? result : { ...result, fills: fills.map(fillRow) };
}

/** What cancelling an order answers: `clientOrderId` is the cancel request's. */
export function cancelJson(symbol: string, order: VenueOrder, cancelClientOrderId: string | undefined): unknown {
  return {
    symbol,
    origClientOrderId: order.clientOrderId,
    orderId: order.orderId,
    orderListId: order.listId ?? -1,
    clientOrderId: cancelClientOrderId ?? madeCancelId(order),
    transactTime: order.updateTimeMs,
    ...progress(order),
    selfTradePreventionMode: PREVENTION_MODES[order.selfTradePrevention],
  };
}

/** The venue's own id of a cancel request that carried none; the same for the answer and the event. */
export function madeCancelId({ orderId }: VenueOrder): string {
  return createHash('sha256').update(`cancel ${orderId}`).digest('hex').slice(0, 22);
}

export function orderJson(symbol: string, order: VenueOrder): unknown {
  const { origQuoteOrderQty, price, origQty, executedQty, cummulativeQuoteQty, status, timeInForce, type, side } = progress(order);
  return {
    ...identity(symbol, order),
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
    time: order.creationTimeMs,
    updateTime: order.updateTimeMs,
    isWorking: isOnBook(order),
    workingTime: order.workingTimeMs ?? -1,
    origQuoteOrderQty,
    selfTradePreventionMode: PREVENTION_MODES[order.selfTradePrevention],
    ...expiry(order),
  };
}

export function ownTradeJson(symbol: string, fill: VenueFill): unknown {
  const { trade, orderId, feeAmount, feeAsset, side, isMaker } = fill;
  return {
    symbol,
    id: trade.tradeId,
    orderId,
    orderListId: -1,
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

/** @param feePlan of any market; undefined when the venue has none. */
export function accountJson(
  account: string,
  balances: readonly AccountBalance[],
  feePlan: FeePlan | undefined,
  updateTime: number,
): unknown {
  const [maker, taker] = [feePlan?.maker ?? ZERO, feePlan?.taker ?? ZERO];
  return {
    makerCommission: tenThousandths(maker),
    takerCommission: tenThousandths(taker),
    buyerCommission: 0,
    sellerCommission: 0,
    commissionRates: rates(maker, taker),
    canTrade: true,
    canWithdraw: true,
    canDeposit: true,
    brokered: false,
    requireSelfTradePrevention: false,
    preventSor: false,
    updateTime,
    accountType: 'SPOT',
    balances: balances.map(({ asset, free, locked }) => ({ asset, free: fixed(free), locked: fixed(locked) })),
    permissions: ['SPOT'],
    uid: createHash('sha256').update(account).digest().readUInt32BE(0),
  };
}

export function commissionJson(symbol: string, { maker, taker, payIn }: FeePlan): unknown {
  return {
    symbol,
    standardCommission: rates(maker, taker),
    specialCommission: rates(ZERO, ZERO),
    taxCommission: rates(ZERO, ZERO),
    discount: discount(payIn),
  };
}

/** What an order would pay (`order/test` with `computeCommissionRates`). */
export function orderCommissionJson({ maker, taker, payIn }: FeePlan): unknown {
  return {
    standardCommissionForOrder: { maker: fixed(maker), taker: fixed(taker) },
    specialCommissionForOrder: { maker: NONE, taker: NONE },
    taxCommissionForOrder: { maker: NONE, taker: NONE },
    discount: discount(payIn),
  };
}

/** The engine charges the plan's rates as they are, so the factor for paying in another asset is 1. */
function discount(payIn: FeePlan['payIn']): unknown {
  const asset = typeof payIn === 'object' ? payIn.asset : undefined;
  const isEnabled = asset !== undefined;
  return { enabledForAccount: isEnabled, enabledForSymbol: isEnabled, discountAsset: asset ?? 'BNB', discount: '1.00000000' };
}

/** As the integers of the old form. */
function tenThousandths(rate: Decimal): number {
  return Number.parseInt(rate.times(10_000).toFixed(0), 10);
}

function rates(maker: Decimal, taker: Decimal): unknown {
  return { maker: fixed(maker), taker: fixed(taker), buyer: NONE, seller: NONE };
}

function identity(symbol: string, { orderId, listId }: VenueOrder): { symbol: string; orderId: number; orderListId: number } {
  return { symbol, orderId, orderListId: listId ?? -1 };
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
