import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { Side } from '../model/order-kinds.ts';
import type { VenueOrder } from '../model/order.ts';
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

  /** Changes what the level shows of a resting order, which keeps its place. */
  shift(order: VenueOrder, by: Decimal): void {
    const { level } = this.#placeOf(order);
    level.amount = level.amount.plus(by);
  }

  /** Puts a resting order behind all others at its price. */
  requeue(order: VenueOrder): void {
    const { level } = this.#placeOf(order);
    level.queue.delete(order);
    level.queue.add(order);
  }

  /** Takes a resting order, which shows `amount`, out of its level. */
  remove(order: VenueOrder, amount: Decimal): void {
    const { level, position } = this.#placeOf(order);
    level.amount = level.amount.minus(amount);
    level.queue.delete(order);
    if (level.queue.size === 0) this.#levels.splice(position, 1);
  }

  #placeOf(order: VenueOrder): { readonly level: PriceLevel; readonly position: number } {
    const position = this.#position(order.price);
    const level = this.#levels[position];
    if (level === undefined || !level.queue.has(order)) {
      throw new Error(`order ${order.orderId} does not rest at ${order.price.toString()}`);
    }
    return { level, position };
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
