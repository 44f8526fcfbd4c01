import { hasLimitPrice } from '../model/order-type.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ConnectorServices } from '../services/connector-services.ts';

/**
 * For venues that tell how much of an order has been executed, and not each execution: what was executed since the fills that we
 * know, as one fill. Its id is the sum that it leads to, so that the same news, by whichever way it comes, is the same fill. Price and
 * quote amount come from the venue's sum in quote, else from the order's price; the fee is the expected one.
 * @returns undefined when nothing is new, or nothing is known of the price or of the venue's id.
 */
export function cumulativeFill(services: ConnectorServices, order: InFlightOrder, update: OrderUpdate): TradeUpdate | undefined {
  const exchangeOrderId = update.exchangeOrderId ?? order.exchangeOrderId;
  const executed = update.cumulativeBase ?? (update.state === 'filled' ? order.amount : undefined);
  if (exchangeOrderId === undefined || executed === undefined || !executed.gt(order.executedBase)) return undefined;
  const { tradingPair, side, orderType, clientOrderId, position } = order;
  const baseAmount = executed.minus(order.executedBase);
  const toldQuote = update.cumulativeQuote?.minus(order.executedQuote);
  const quoteAmount = toldQuote?.isPositive() === true && !toldQuote.isZero() ? toldQuote : order.price?.times(baseAmount);
  if (quoteAmount === undefined) return undefined;
  const price = quoteAmount.dividedBy(baseAmount);
  return {
    tradingPair,
    tradeId: `cumulative:${executed.toFixed()}`,
    clientOrderId,
    exchangeOrderId,
    side,
    fillTimeMs: update.updateTimeMs,
    price,
    baseAmount,
    quoteAmount,
    fee: services.definition.getFee({
      tradingPair,
      orderType,
      side,
      positionAction: position,
      amount: baseAmount,
      price,
      isMaker: undefined,
      rates: services.feeRates.get(tradingPair),
    }),
    isTaker: !hasLimitPrice(orderType),
  };
}
