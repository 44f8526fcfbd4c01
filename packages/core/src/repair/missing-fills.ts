import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import { orderReference } from '../definition/order-reference.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { RequestContext } from '../web/request-context.ts';

/**
 * The fills of an order of which the venue has told more executions than we know; none where none are missing.
 * @throws whatever the query throws
 */
export async function missingFillsOf(
  definition: ConnectorDefinition,
  context: RequestContext,
  order: InFlightOrder,
  update: OrderUpdate,
): Promise<readonly TradeUpdate[]> {
  if (definition.capabilities.hasTradeIds === false) return [];
  const exchangeOrderId = update.exchangeOrderId ?? order.exchangeOrderId;
  const isMissingSome = update.cumulativeBase === undefined ? update.state !== 'open' : update.cumulativeBase.gt(order.executedBase);
  if ((!isMissingSome && !order.hasMissingFills) || exchangeOrderId === undefined) return [];
  const trades = await definition.allTradeUpdatesForOrder(context, { ...orderReference(order), exchangeOrderId });
  // The order's exchange id may be news to the tracker, which then could not tell whose fills these are.
  return trades.map((trade) => (trade.exchangeOrderId === exchangeOrderId ? { ...trade, clientOrderId: order.clientOrderId } : trade));
}
