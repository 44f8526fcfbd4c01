import type { ConnectorDefinition } from '../definition/connector-definition.ts';
import { orderReference } from '../definition/order-reference.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { RequestContext } from '../web/request-context.ts';

/** How far before an order's creation its trades are looked for: the venue's clock and our idea of it may differ. */
const OVERLAP_MS = 60_000;
/** How many orders that proved to be others' are remembered. */
const REMEMBERED_ORDERS = 10_000;

/** Which orders of the venue are known to be ours. */
export interface OwnOrders {
  isOwn(tradingPair: TradeUpdate['tradingPair'], exchangeOrderId: string): boolean;
}

/** Finds out whether the account has a fill that could be that of an order which the venue says it does not know. */
export class TradeEvidence {
  readonly #definition: ConnectorDefinition;
  readonly #orders: () => OwnOrders;
  /** Orders of the venue that the venue called by another client id than any that we asked about. Oldest first. */
  readonly #clientOrderIds = new Map<string, string>();

  constructor(definition: ConnectorDefinition, orders: () => OwnOrders) {
    this.#definition = definition;
    this.#orders = orders;
  }

  /**
   * Whether the account has a fill since the order was made that could be this order's. Fills that name no client id are looked into
   * where the venue can be asked whose they are; where it cannot, each that fits and is of no order of ours speaks for the order.
   * @throws whatever a request throws
   */
  async mayHaveTraded(order: InFlightOrder, context: RequestContext): Promise<boolean> {
    if (this.#definition.tradeUpdatesSince === undefined) {
      return (await this.#definition.allTradeUpdatesForOrder(context, orderReference(order))).length > 0;
    }
    const trades = await this.#definition.tradeUpdatesSince(context, order.tradingPair, order.creationTimeMs - OVERLAP_MS);
    const orders = this.#orders();
    for (const trade of trades) {
      if (trade.clientOrderId === undefined) {
        if (!isFitting(trade, order) || orders.isOwn(trade.tradingPair, trade.exchangeOrderId)) continue;
        const owner = await this.#ownerOf(trade, context);
        if (owner === undefined || owner === order.clientOrderId) return true;
      } else if (trade.clientOrderId === order.clientOrderId) return true;
    }
    return false;
  }

  /** The client id of a fill's order; undefined when the venue cannot be asked, or does not say. */
  async #ownerOf({ tradingPair, exchangeOrderId }: TradeUpdate, context: RequestContext): Promise<string | undefined> {
    const key = `${tradingPair} ${exchangeOrderId}`;
    const known = this.#clientOrderIds.get(key);
    if (known !== undefined) return known;
    const owner = await this.#definition.requestClientOrderId?.(context, tradingPair, exchangeOrderId);
    if (owner === undefined) return undefined;
    this.#clientOrderIds.set(key, owner);
    for (const oldest of this.#clientOrderIds.keys()) {
      if (this.#clientOrderIds.size <= REMEMBERED_ORDERS) break;
      this.#clientOrderIds.delete(oldest);
    }
    return owner;
  }
}

function isFitting({ side }: TradeUpdate, order: InFlightOrder): boolean {
  return side === undefined || side === order.side;
}
