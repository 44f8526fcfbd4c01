import type { Decimal } from '@venuekit/core/connector';
import type { VenueOrder } from '../model/order.ts';
import { reachesStop, trailingLimit } from './trigger-rules.ts';

/** An order that waits for its trigger. */
interface Waiting {
  readonly order: VenueOrder;
  /** The best price since a trailing order follows; undefined until the first trade that it saw. */
  best: Decimal | undefined;
  /** Where a trailing order triggers now. */
  limit: Decimal | undefined;
}

/** The orders of one market that wait for their trigger, by age. Only trades trigger. */
export class TriggerDesk {
  readonly #waiting = new Map<number, Waiting>();

  /** @param lastPrice the last trade's; undefined before the first. */
  add(order: VenueOrder, lastPrice: Decimal | undefined, timeMs: number): void {
    const waiting: Waiting = { order, best: undefined, limit: undefined };
    this.#waiting.set(order.orderId, waiting);
    if (order.trailingDelta === undefined || order.stopPrice !== undefined) return;
    order.trailingTimeMs = timeMs;
    if (lastPrice !== undefined) follow(waiting, lastPrice);
  }

  remove(order: VenueOrder): void {
    this.#waiting.delete(order.orderId);
  }

  /** The orders that a trade triggers, the oldest first; they wait no more. */
  onTrade(price: Decimal, timeMs: number): readonly VenueOrder[] {
    if (this.#waiting.size === 0) return [];
    const triggered: VenueOrder[] = [];
    for (const waiting of this.#waiting.values()) {
      if (!isTriggered(waiting, price, timeMs)) continue;
      this.#waiting.delete(waiting.order.orderId);
      triggered.push(waiting.order);
    }
    return triggered;
  }
}

function isTriggered(waiting: Waiting, price: Decimal, timeMs: number): boolean {
  const { order } = waiting;
  if (order.trailingDelta === undefined) return reachesStop(order, price);
  if (order.trailingTimeMs === undefined) {
    if (!reachesStop(order, price)) return false;
    order.trailingTimeMs = timeMs;
  }
  if (waiting.limit !== undefined && (order.side === 'sell' ? price.lte(waiting.limit) : price.gte(waiting.limit))) return true;
  follow(waiting, price);
  return false;
}

function follow(waiting: Waiting, price: Decimal): void {
  const { side, trailingDelta = 0 } = waiting.order;
  const isBetter = waiting.best === undefined || (side === 'sell' ? price.gt(waiting.best) : price.lt(waiting.best));
  if (!isBetter) return;
  waiting.best = price;
  waiting.limit = trailingLimit(side, price, trailingDelta);
}
