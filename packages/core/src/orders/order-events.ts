import type { DenialReason } from '../errors/order-denied-error.ts';
import type { Decimal } from '../decimal/decimal.ts';
import type {
  OrderAmendedEvent,
  OrderCanceledEvent,
  OrderCompletedEvent,
  OrderCreatedEvent,
  OrderEventBase,
  OrderExpiredEvent,
  OrderFailedEvent,
  OrderFilledEvent,
  OrderLostEvent,
} from '../model/events.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from './in-flight-order.ts';

/** Why an order failed. */
export interface OrderFailure {
  readonly cause: OrderFailedEvent['cause'];
  readonly denialReason: DenialReason | undefined;
  readonly message: string;
}

export function createdEvent(order: InFlightOrder, eventTimeMs: number): OrderCreatedEvent {
  const { amount, price, creationTimeMs } = order;
  return { type: 'order-created', ...eventBase(order, eventTimeMs), amount, price, creationTimeMs };
}

export function filledEvent(order: InFlightOrder, fill: TradeUpdate, isRecovered: boolean): OrderFilledEvent {
  return {
    type: 'order-filled',
    ...eventBase(order, fill.fillTimeMs),
    tradeId: fill.tradeId,
    price: fill.price,
    amount: fill.baseAmount,
    quoteAmount: fill.quoteAmount,
    fee: fill.fee,
    isTaker: fill.isTaker,
    isRecovered,
  };
}

export function amendedEvent(order: InFlightOrder, previousAmount: Decimal, eventTimeMs: number): OrderAmendedEvent {
  return { type: 'order-amended', ...eventBase(order, eventTimeMs), amount: order.amount, previousAmount };
}

export function completedEvent(order: InFlightOrder, eventTimeMs: number): OrderCompletedEvent {
  return {
    type: 'order-completed',
    ...eventBase(order, eventTimeMs),
    executedBase: larger(order.executedBase, order.reportedBase),
    executedQuote: larger(order.executedQuote, order.reportedQuote),
    hasMissingFills: order.hasMissingFills,
  };
}

export function canceledEvent(order: InFlightOrder, eventTimeMs: number): OrderCanceledEvent {
  return { type: 'order-canceled', ...eventBase(order, eventTimeMs), executedBase: larger(order.executedBase, order.reportedBase) };
}

export function expiredEvent(order: InFlightOrder, eventTimeMs: number, reason: string | undefined): OrderExpiredEvent {
  return { type: 'order-expired', ...eventBase(order, eventTimeMs), executedBase: larger(order.executedBase, order.reportedBase), reason };
}

export function failedEvent(order: InFlightOrder, eventTimeMs: number, failure: OrderFailure): OrderFailedEvent {
  return { type: 'order-failed', ...eventBase(order, eventTimeMs), ...failure };
}

export function lostEvent(order: InFlightOrder, eventTimeMs: number, message: string): OrderLostEvent {
  return { type: 'order-lost', ...eventBase(order, eventTimeMs), message };
}

function eventBase(order: InFlightOrder, eventTimeMs: number): OrderEventBase {
  return {
    clientOrderId: order.clientOrderId,
    exchangeOrderId: order.exchangeOrderId,
    tradingPair: order.tradingPair,
    side: order.side,
    orderType: order.orderType,
    positionAction: order.position,
    eventTimeMs,
  };
}

function larger(left: Decimal, right: Decimal): Decimal {
  return left.gt(right) ? left : right;
}
