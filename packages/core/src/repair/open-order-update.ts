import type { OpenOrder } from '../model/open-order.ts';
import type { OrderUpdate } from '../model/order-update.ts';

/** What the venue's list of open orders says of an order of ours. */
export function updateFromOpenOrder(row: OpenOrder, clientOrderId: string): OrderUpdate {
  return {
    tradingPair: row.tradingPair,
    clientOrderId,
    exchangeOrderId: row.exchangeOrderId,
    state: row.state,
    updateTimeMs: row.updateTimeMs,
    cumulativeBase: row.executedAmount,
    amount: row.amount,
    ...(row.executedQuote === undefined ? {} : { cumulativeQuote: row.executedQuote }),
  };
}
