import { PayloadFields } from '@venuekit/core/connector';
import type { AmendedOrder, Decimal, OrderReference, RequestContext, TradingPair } from '@venuekit/core/connector';
import { signed } from '../web-utils.ts';
import { AMEND_PATH, ORDER_STATES } from './constants.ts';

/**
 * `PUT /api/v3/order/amend/keepPriority` (`rest-api.md`, Order Amend Keep Priority). The order's own id is sent as the new one, because
 * the venue would else give it a random one.
 */
export async function amendOrder(context: RequestContext, order: OrderReference, amount: Decimal): Promise<AmendedOrder> {
  const { tradingPair, clientOrderId } = order;
  const parameters = {
    symbol: context.symbols.exchangeSymbol(tradingPair),
    origClientOrderId: clientOrderId,
    newClientOrderId: clientOrderId,
    newQty: amount.toFixed(),
  };
  return parseAmendedOrder(await signed(context, AMEND_PATH, { method: 'PUT', path: AMEND_PATH, parameters, lane: 'order' }), tradingPair);
}

/** Its fields have other names than those of every other order: `qty`, `cumulativeQuoteQty`. @throws InvalidPayloadError */
function parseAmendedOrder(reply: unknown, pair: TradingPair): AmendedOrder {
  const whole = new PayloadFields(reply, `amend ${pair}`);
  const order = whole.object('amendedOrder');
  return {
    amount: order.amount('qty'),
    state: order.word('status', ORDER_STATES),
    updateTimeMs: whole.count('transactTime'),
    exchangeOrderId: order.id('orderId'),
    ...(order.has('executedQty') ? { cumulativeBase: order.amount('executedQty') } : {}),
    ...(order.has('cumulativeQuoteQty') ? { cumulativeQuote: order.amount('cumulativeQuoteQty') } : {}),
  };
}
