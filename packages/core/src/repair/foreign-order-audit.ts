import type { OpenOrder } from '../model/open-order.ts';
import type { ConnectorServices } from '../services/connector-services.ts';
import type { TrackedOrders } from '../tracking/tracked-orders.ts';
import { isLike } from './order-likeness.ts';

/** What is done about open orders of the account that are not ours: nothing, or an event for each. They are never touched. */
export type ForeignOrderRule = 'ignore' | 'report';

/** How many foreign orders are remembered as reported. */
const REMEMBERED = 10_000;

/** Reports each open order of the account that this connector did not place, once. */
export class ForeignOrderAudit {
  readonly #services: ConnectorServices;
  readonly #orders: () => TrackedOrders;
  readonly #rule: ForeignOrderRule;
  /** Oldest first. */
  readonly #reported = new Set<string>();

  constructor(services: ConnectorServices, orders: () => TrackedOrders, rule: ForeignOrderRule) {
    this.#services = services;
    this.#orders = orders;
    this.#rule = rule;
  }

  /** Whether the venue's list of open orders is wanted even when we have none. */
  get isWanted(): boolean {
    return this.#rule === 'report';
  }

  /** Looks through the venue's list of open orders. */
  inspect(rows: readonly OpenOrder[]): void {
    if (!this.isWanted) return;
    for (const order of rows) {
      const key = `${order.tradingPair} ${order.exchangeOrderId}`;
      if (this.#reported.has(key) || this.#mayBeOurs(order)) continue;
      this.#reported.add(key);
      this.#forgetOldest();
      this.#services.hub.emit({ type: 'foreign-order-seen', order, eventTimeMs: this.#services.timeSynchronizer.nowMs() });
    }
  }

  #mayBeOurs(row: OpenOrder): boolean {
    const orders = this.#orders();
    const { tradingPair, exchangeOrderId, clientOrderId } = row;
    if (orders.isOwn(tradingPair, exchangeOrderId)) return true;
    if (clientOrderId !== undefined && orders.tracker.fetchOrder({ clientOrderId, tradingPair }) !== undefined) return true;
    if (this.#services.definition.capabilities.supportsClientOrderIds !== false) return false;
    for (const order of orders.tracker.allUpdatableOrders.values()) {
      if (order.exchangeOrderId === undefined && isLike(order, row)) return true;
    }
    return false;
  }

  #forgetOldest(): void {
    if (this.#reported.size <= REMEMBERED) return;
    for (const oldest of this.#reported) {
      this.#reported.delete(oldest);
      return;
    }
  }
}
