import type { OpenOrder } from '../model/open-order.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';

/** The venue's list of open orders, to look ours up by either id. */
export class OpenOrderList {
  readonly #byClientId = new Map<string, OpenOrder>();
  readonly #byExchangeId = new Map<string, OpenOrder>();

  constructor(rows: readonly OpenOrder[]) {
    for (const row of rows) {
      if (row.clientOrderId !== undefined) this.#byClientId.set(row.clientOrderId, row);
      this.#byExchangeId.set(keyOf(row.tradingPair, row.exchangeOrderId), row);
    }
  }

  rowOf(order: InFlightOrder): OpenOrder | undefined {
    const named = this.#byClientId.get(order.clientOrderId);
    if (named !== undefined || order.exchangeOrderId === undefined) return named;
    return this.#byExchangeId.get(keyOf(order.tradingPair, order.exchangeOrderId));
  }
}

function keyOf(tradingPair: string, exchangeOrderId: string): string {
  return `${tradingPair} ${exchangeOrderId}`;
}
