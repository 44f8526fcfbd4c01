import type { Decimal, TradingPair } from '@venuekit/core/connector';
import type { BookChange, BookLevel, BookView } from '../model/book-change.ts';
import type { Side, VenueOrder } from '../model/order.ts';
import { BookSide } from './book-side.ts';
import { type PriceLevel, remainingOf } from './price-level.ts';

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

  /** Puts what an order still wants into the book. */
  rest(order: VenueOrder): void {
    this.#remember(order);
    this.side(order.side).add(order, remainingOf(order));
  }

  /** Takes a part of a resting order, or, with `leaves`, the order itself, out of the book. */
  reduce(order: VenueOrder, amount: Decimal, leaves: boolean): void {
    this.#remember(order);
    this.side(order.side).reduce(order, amount, leaves);
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
