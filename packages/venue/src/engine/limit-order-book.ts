import { Decimal, type TradingPair, ZERO } from '@venuekit/core/connector';
import type { BookChange, BookLevel, BookView } from '../model/book-change.ts';
import type { Side } from '../model/order-kinds.ts';
import { remainingOf, type VenueOrder } from '../model/order.ts';
import { BookSide } from './book-side.ts';
import type { PriceLevel } from './price-level.ts';

/** The amounts that levels had before the running step touched them, by the text of the price. */
type AmountsBefore = Map<string, BookLevel>;

/** The resting orders of one market, its update ids, and what the running step changed. */
export class LimitOrderBook {
  readonly tradingPair: TradingPair;
  readonly bids: BookSide = new BookSide('buy');
  readonly asks: BookSide = new BookSide('sell');
  /** The empty book is update 1. */
  #updateId = 1;
  readonly #bidsBefore: AmountsBefore = new Map();
  readonly #asksBefore: AmountsBefore = new Map();

  constructor(tradingPair: TradingPair) {
    this.tradingPair = tradingPair;
  }

  /** The side that an order of this kind rests on. */
  side(side: Side): BookSide {
    return side === 'buy' ? this.bids : this.asks;
  }

  /** The side that an order of this kind trades with. */
  opposite(side: Side): BookSide {
    return side === 'buy' ? this.asks : this.bids;
  }

  /** Puts what an order still wants, or the first part of an iceberg, behind all others at its price. */
  rest(order: VenueOrder): void {
    this.#remember(order);
    order.visibleAmount = firstPart(order, remainingOf(order));
    this.side(order.side).add(order, order.visibleAmount);
  }

  /**
   * Takes out what an order is about to trade. An iceberg whose visible part is used up shows the next one and goes to the end of the
   * queue; an order of which nothing is left leaves.
   */
  trade(order: VenueOrder, amount: Decimal): void {
    this.#remember(order);
    const side = this.side(order.side);
    const shown = order.visibleAmount;
    const left = shown.minus(amount);
    if (left.gt(ZERO)) {
      order.visibleAmount = left;
      side.shift(order, amount.neg());
      return;
    }
    const rest = order.icebergAmount === undefined ? ZERO : remainingOf(order).minus(amount);
    order.visibleAmount = firstPart(order, rest);
    if (rest.isZero()) {
      side.remove(order, shown);
      return;
    }
    side.shift(order, order.visibleAmount.minus(shown));
    side.requeue(order);
  }

  /** Shows no more than what an order still wants, which has become less; it keeps its place, or leaves when it wants nothing. */
  shrink(order: VenueOrder): void {
    this.#remember(order);
    const shown = order.visibleAmount;
    const rest = remainingOf(order);
    if (rest.isZero()) {
      this.remove(order);
      return;
    }
    order.visibleAmount = Decimal.min(shown, rest);
    this.side(order.side).shift(order, order.visibleAmount.minus(shown));
  }

  remove(order: VenueOrder): void {
    this.#remember(order);
    this.side(order.side).remove(order, order.visibleAmount);
    order.visibleAmount = ZERO;
  }

  /** Ends a step: takes one update id and gives the changed levels, or undefined when no level differs from before the step. */
  endStep(timeMs: number): BookChange | undefined {
    const bids = changedLevels(this.bids, this.#bidsBefore);
    const asks = changedLevels(this.asks, this.#asksBefore);
    if (bids.length === 0 && asks.length === 0) return undefined;
    this.#updateId += 1;
    return { tradingPair: this.tradingPair, firstUpdateId: this.#updateId, lastUpdateId: this.#updateId, bids, asks, timeMs };
  }

  skipUpdateId(): void {
    this.#updateId += 1;
  }

  view(depth: number = Infinity): BookView {
    return {
      tradingPair: this.tradingPair,
      lastUpdateId: this.#updateId,
      bids: copyLevels(this.bids, depth),
      asks: copyLevels(this.asks, depth),
    };
  }

  #remember(order: VenueOrder): void {
    const before = order.side === 'buy' ? this.#bidsBefore : this.#asksBefore;
    const key = order.price.toString();
    if (!before.has(key)) before.set(key, { price: order.price, amount: this.side(order.side).amountAt(order.price) });
  }
}

/** What the book shows of an order that wants `rest`. */
function firstPart({ icebergAmount }: VenueOrder, rest: Decimal): Decimal {
  return icebergAmount === undefined ? rest : Decimal.min(icebergAmount, rest);
}

function changedLevels(side: BookSide, before: AmountsBefore): readonly BookLevel[] {
  const changed: BookLevel[] = [];
  for (const level of before.values()) {
    const amount = side.amountAt(level.price);
    if (!amount.eq(level.amount)) changed.push({ price: level.price, amount });
  }
  before.clear();
  return changed;
}

function copyLevels(side: BookSide, depth: number): readonly BookLevel[] {
  const copies: BookLevel[] = [];
  for (const level of side.levels()) {
    if (copies.length >= depth) break;
    copies.push(copyLevel(level));
  }
  return copies;
}

function copyLevel(level: PriceLevel): BookLevel {
  return { price: level.price, amount: level.amount };
}
