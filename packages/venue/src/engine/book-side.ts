import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { Side, VenueOrder } from '../model/order.ts';
import type { PriceLevel } from './price-level.ts';

/** One side of a book in price-time priority. */
export class BookSide {
  readonly side: Side;
  /** The worst price first, so that the best level comes and goes at the cheap end. */
  readonly #levels: PriceLevel[] = [];

  constructor(side: Side) {
    this.side = side;
  }

  get best(): PriceLevel | undefined {
    return this.#levels.at(-1);
  }

  get depth(): number {
    return this.#levels.length;
  }

  /** The levels from the best price on. */
  *levels(): Generator<PriceLevel, undefined> {
    for (let index = this.#levels.length - 1; index >= 0; index -= 1) {
      const level = this.#levels[index];
      if (level !== undefined) yield level;
    }
    return undefined;
  }

  amountAt(price: Decimal): Decimal {
    const level = this.#levels[this.#position(price)];
    return level !== undefined && level.price.eq(price) ? level.amount : ZERO;
  }

  /** Puts an order behind all others at its price. */
  add(order: VenueOrder, amount: Decimal): void {
    const position = this.#position(order.price);
    const level = this.#levels[position];
    if (level !== undefined && level.price.eq(order.price)) {
      level.amount = level.amount.plus(amount);
      level.queue.add(order);
      return;
    }
    this.#levels.splice(position, 0, { price: order.price, amount, queue: new Set([order]) });
  }

  /** Takes `amount` of a resting order out of its level; with `leaves` the order loses its place too. */
  reduce(order: VenueOrder, amount: Decimal, leaves: boolean): void {
    const position = this.#position(order.price);
    const level = this.#levels[position];
    if (level === undefined || !level.queue.has(order))
      throw new Error(`order ${order.orderId} does not rest at ${order.price.toString()}`);
    level.amount = level.amount.minus(amount);
    if (leaves) level.queue.delete(order);
    if (level.queue.size === 0) this.#levels.splice(position, 1);
  }

  /** Where a level of this price stands or would be put in. */
  #position(price: Decimal): number {
    let low = 0;
    let high = this.#levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const level = this.#levels[middle];
      if (level === undefined) break;
      const order = level.price.cmp(price);
      const isWorse = this.side === 'buy' ? order < 0 : order > 0;
      if (isWorse) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
