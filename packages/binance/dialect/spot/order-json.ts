import { createHash } from 'node:crypto';
import { type ExpiryReason, isOpen, pickFields, type Placement, type VenueFill, type VenueOrder, type World } from '@venuekit/venue';
import { advancedFields } from './advanced/advanced-fields.ts';
import { symbolOf } from './markets.ts';
import { tradeFields } from './market-json.ts';
import { fixed, ORDER_TYPES, type ResponseType, SIDES, upperCased } from './words.ts';

const EXPIRY_REASONS: Readonly<Record<ExpiryReason, string>> = {
  'unfilled-ioc': 'UNFILLED_IOC_QUANTITY_EXPIRED',
  'unfilled-fok': 'UNFILLED_FOK_ORDER_EXPIRED',
  'insufficient-liquidity': 'INSUFFICIENT_LIQUIDITY',
  'price-range': 'EXECUTION_RULE_PRICE_RANGE_EXCEEDED',
  'oco-partner': 'OCO_TRIGGER',
  'working-order-ended': 'OTO_PHASE_ONE_EXPIRED',
  'insufficient-balance': 'REJECTED',
  'would-match': 'REJECTED',
  'would-trigger': 'REJECTED',
  'amended-to-nothing': 'EXCHANGE_CANCELED',
};

const ACK = 'symbol orderId orderListId clientOrderId transactTime';
const STATE = 'price origQty executedQty origQuoteOrderQty cummulativeQuoteQty status timeInForce type side';
const TERMS = 'stopPrice trailingDelta trailingTime icebergQty';
const PREVENTION = 'selfTradePreventionMode preventedMatchId preventedQuantity';
const RESULT = `${ACK} ${STATE} ${TERMS} workingTime ${PREVENTION} expiryReason`;
const CANCEL = `symbol origClientOrderId:clientOrderId orderId orderListId clientOrderId:cancelId transactTime ${STATE} ${TERMS} ${PREVENTION}`;
const QUERY =
  'symbol orderId orderListId clientOrderId price origQty executedQty cummulativeQuoteQty status timeInForce type side stopPrice:shownStopPrice ' +
  'icebergQty:shownIcebergQty trailingDelta trailingTime time updateTime isWorking workingTime origQuoteOrderQty ' +
  `${PREVENTION} expiryReason`;

/** What all payloads that show an order pick from (`rest-api.md`, `user-data-stream.md`); the venue spells `cummulative` so. */
export function orderFields(world: World, order: VenueOrder, cancelId?: string): Record<string, unknown> {
  return {
    symbol: symbolOf(world, order.tradingPair),
    orderId: order.orderId,
    orderListId: order.listId ?? -1,
    clientOrderId: order.clientOrderId,
    // The venue's own id of a cancel request that carried none; the same for the answer and the event.
    cancelId: cancelId ?? createHash('sha256').update(`cancel ${order.orderId}`).digest('hex').slice(0, 22),
    transactTime: order.updateTimeMs,
    price: fixed(order.price),
    origQty: fixed(order.amount),
    executedQty: fixed(order.executedBase),
    origQuoteOrderQty: fixed(order.quoteAmount),
    cummulativeQuoteQty: fixed(order.executedQuote),
    status: upperCased(order.status),
    timeInForce: order.timeInForce,
    type: ORDER_TYPES[order.type],
    side: SIDES[order.side],
    time: order.creationTimeMs,
    updateTime: order.updateTimeMs,
    // Whether it may trade now: it waits for nothing.
    isWorking: isOpen(order) && order.type !== 'market' && order.workingTimeMs !== undefined,
    workingTime: order.workingTimeMs ?? -1,
    // None for what self-trade prevention ended.
    expiryReason: order.expiryReason && EXPIRY_REASONS[order.expiryReason],
    ...advancedFields(world, order),
  };
}

/** What placing an order answers (`rest-api.md`, New order). */
export function placementJson(world: World, { order, fills }: Placement, type: ResponseType): unknown {
  const shown = pickFields(orderFields(world, order), type === 'ACK' ? ACK : RESULT);
  if (type !== 'FULL') return shown;
  return { ...shown, fills: fills.map((fill) => pickFields(fillFields(fill), 'price qty commission commissionAsset tradeId:id')) };
}

/** What cancelling an order answers: `clientOrderId` is the cancel request's. */
export function cancelJson(world: World, order: VenueOrder, cancelId: string | undefined): unknown {
  return pickFields(orderFields(world, order, cancelId), CANCEL);
}

/** An order as queries show it. */
export function orderJson(world: World, order: VenueOrder): unknown {
  return pickFields(orderFields(world, order), QUERY);
}

function fillFields(fill: VenueFill): Record<string, unknown> {
  const { trade, orderId, feeAmount, feeAsset, side, isMaker } = fill;
  return { ...tradeFields(trade), orderId, commission: fixed(feeAmount), commissionAsset: feeAsset, isBuyer: side === 'buy', isMaker };
}

export function ownTradeJson(world: World, fill: VenueFill): unknown {
  const { trade, account, orderId } = fill;
  const orderListId = world.order(account, trade.tradingPair, { orderId }).listId ?? -1;
  return pickFields(
    { ...fillFields(fill), symbol: symbolOf(world, trade.tradingPair), orderListId },
    'symbol id orderId orderListId price qty quoteQty commission commissionAsset time isBuyer isMaker isBestMatch',
  );
}
