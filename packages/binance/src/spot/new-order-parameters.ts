import { OrderDeniedError, hasLimitPrice, hasTimeInForce } from '@venuekit/core/connector';
import type { OrderRequest, RequestContext, RestParameters } from '@venuekit/core/connector';
import { ORDER_TYPE_NAMES, SELF_TRADE_PREVENTION_NAMES } from './constants.ts';

/**
 * What describes a new order, in every call that places one (`rest-api.md`, New order). The venue refuses what a type does not take.
 * @throws OrderDeniedError for an order without the price that its type needs.
 */
export function newOrderParameters(context: RequestContext, order: OrderRequest): RestParameters {
  const { orderType, price, quoteAmount, selfTradePrevention } = order;
  const isPriced = hasLimitPrice(orderType);
  if (isPriced && price === undefined) throw new OrderDeniedError('invalid-price', `an order of type ${orderType} needs a price`);
  return {
    symbol: context.symbols.exchangeSymbol(order.tradingPair),
    side: order.side === 'buy' ? 'BUY' : 'SELL',
    type: ORDER_TYPE_NAMES[orderType],
    timeInForce: hasTimeInForce(orderType) ? (order.timeInForce ?? 'GTC') : undefined,
    quantity: quoteAmount === undefined ? order.amount.toFixed() : undefined,
    quoteOrderQty: quoteAmount?.toFixed(),
    price: isPriced ? price?.toFixed() : undefined,
    stopPrice: order.stopPrice?.toFixed(),
    trailingDelta: order.trailingDelta,
    icebergQty: order.icebergAmount?.toFixed(),
    selfTradePreventionMode: selfTradePrevention === undefined ? undefined : SELF_TRADE_PREVENTION_NAMES[selfTradePrevention],
    newClientOrderId: order.clientOrderId,
    // The fills of the answer are known even when the private stream is down.
    newOrderRespType: 'FULL',
  };
}
