import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { OrderReference } from './connector-definition.ts';

/** What a definition's members are told of an order of ours. */
export function orderReference(order: InFlightOrder): OrderReference {
  return {
    tradingPair: order.tradingPair,
    clientOrderId: order.clientOrderId,
    exchangeOrderId: order.exchangeOrderId,
    side: order.side,
    orderType: order.orderType,
    price: order.price,
    amount: order.amount,
    creationTimeMs: order.creationTimeMs,
  };
}
