import { type Decimal, ZERO } from '../decimal/decimal.ts';
import { orderReference } from '../definition/order-reference.ts';
import type { OpenOrder } from '../model/open-order.ts';
import type { OrderUpdate } from '../model/order-update.ts';
import type { TradeUpdate } from '../model/trade-update.ts';
import type { InFlightOrder } from '../orders/in-flight-order.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import type { RequestContext } from '../web/request-context.ts';
import { updateFromOpenOrder } from './open-order-update.ts';
import { areAlike, isInTimeOf, isLike, mayBeFillOf } from './order-likeness.ts';

/** How far before an order's creation trades are asked for. */
const OVERLAP_MS = 60_000;

/** An order of the venue that may be ours. */
interface Candidate {
  readonly exchangeOrderId: string;
  readonly row: OpenOrder | undefined;
  readonly trades: readonly TradeUpdate[];
  /** What its trades leave open is what our order has open, too. */
  readonly isCertain: boolean;
}

/** What the venue says of the order that was found. */
export interface FoundOrder {
  readonly update: OrderUpdate;
  readonly trades: readonly TradeUpdate[];
}

/**
 * Finds an order whose placing ended without an answer, at a venue that knows no ids of ours: by market, side, price, amount and time,
 * among the open orders and the trades since. Where more than one order could be it, or one of ours could be meant as well, nothing
 * is decided.
 */
export class UnnamedOrderSearch {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;

  constructor(services: ConnectorServices, orders: () => TrackedOrders) {
    this.#services = services;
    this.#orders = orders;
  }

  /**
   * @param latestMs the venue's time until which it may have taken the order up.
   * @returns undefined when nothing can be said.
   * @throws whatever a query throws
   */
  async find(order: InFlightOrder, latestMs: number, context: RequestContext): Promise<FoundOrder | undefined> {
    const { definition } = this.#services;
    const rows = await definition.requestOpenOrders(context, order.tradingPair);
    const trades = (await definition.tradeUpdatesSince?.(context, order.tradingPair, order.creationTimeMs - OVERLAP_MS)) ?? [];
    const candidates = this.#candidates(order, latestMs, rows, trades);
    const [only] = candidates;
    if (only === undefined || candidates.length > 1 || !only.isCertain || this.#hasTwin(order)) return undefined;
    const { row, exchangeOrderId } = only;
    const { clientOrderId } = order;
    const update =
      row === undefined
        ? {
            ...(await definition.requestOrderStatus(context, { ...orderReference(order), exchangeOrderId })),
            clientOrderId,
            exchangeOrderId,
          }
        : updateFromOpenOrder(row, clientOrderId);
    return { update, trades: only.trades.map((trade) => ({ ...trade, clientOrderId })) };
  }

  #candidates(order: InFlightOrder, latestMs: number, rows: readonly OpenOrder[], trades: readonly TradeUpdate[]): readonly Candidate[] {
    const tradesById = Map.groupBy(
      trades.filter((trade) => mayBeFillOf(order, trade) && !this.#isOthers(trade)),
      (trade) => trade.exchangeOrderId,
    );
    const candidates: Candidate[] = [];
    for (const row of rows) {
      const { exchangeOrderId } = row;
      const ofRow = tradesById.get(exchangeOrderId) ?? [];
      tradesById.delete(exchangeOrderId);
      if (!isLike(order, row) || !isInTimeOf(order, row.creationTimeMs, latestMs) || this.#isOthers(row)) continue;
      candidates.push({ exchangeOrderId, row, trades: ofRow, isCertain: true });
    }
    for (const [exchangeOrderId, ofOrder] of tradesById) {
      const executed = sumOf(ofOrder);
      if (executed.lte(order.amount)) {
        candidates.push({ exchangeOrderId, row: undefined, trades: ofOrder, isCertain: executed.eq(order.amount) });
      }
    }
    return candidates;
  }

  #isOthers({ tradingPair, exchangeOrderId }: Pick<OpenOrder, 'tradingPair' | 'exchangeOrderId'>): boolean {
    return this.#orders().isOwn(tradingPair, exchangeOrderId);
  }

  /** Whether another order of ours that the venue has not named either looks the same. */
  #hasTwin(order: InFlightOrder): boolean {
    for (const other of this.#orders().tracker.allUpdatableOrders.values()) {
      if (other !== order && other.exchangeOrderId === undefined && areAlike(order, other)) return true;
    }
    return false;
  }
}

function sumOf(trades: readonly TradeUpdate[]): Decimal {
  let sum = ZERO;
  for (const { baseAmount } of trades) sum = sum.plus(baseAmount);
  return sum;
}
