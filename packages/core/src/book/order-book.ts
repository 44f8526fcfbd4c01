import { Decimal } from '../decimal/decimal.ts';
import type { BookState } from '../model/events.ts';
import type { OrderSide } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { BookSide, type BookSideName } from './book-side.ts';
import type { DepthDiff, DepthSnapshot } from './depth-message.ts';
import { type DepthWalk, walkBase, walkQuote, walkToPrice } from './depth-walk.ts';
import type { LevelBatch } from './level-batch.ts';
import type { ExactPriceLevel, OrderBookSnapshot, OrderBookView, PriceLevel } from './order-book-view.ts';

/**
 * The book of one market. Two prices whose texts differ only beyond the precision of a double (17 digits and more) are one
 * level; its exact text is the later one.
 */
export class OrderBook implements OrderBookView {
  readonly tradingPair: TradingPair;
  readonly #bids = new BookSide('bid');
  readonly #asks = new BookSide('ask');
  #updateId = 0;
  #eventTimeMs = 0;
  #state: BookState = 'syncing';
  #stateReason: string | undefined;
  #lastTradePrice: number | undefined;
  #lastTradeTimeMs: number | undefined;

  constructor(tradingPair: TradingPair) {
    this.tradingPair = tradingPair;
  }

  get state(): BookState {
    return this.#state;
  }

  get stateReason(): string | undefined {
    return this.#stateReason;
  }

  get updateId(): number {
    return this.#updateId;
  }

  get eventTimeMs(): number {
    return this.#eventTimeMs;
  }

  get bestBid(): number | undefined {
    return priceAt(this.#bids, 0);
  }

  get bestAsk(): number | undefined {
    return priceAt(this.#asks, 0);
  }

  get bestBidQuantity(): number | undefined {
    return quantityAt(this.#bids, 0);
  }

  get bestAskQuantity(): number | undefined {
    return quantityAt(this.#asks, 0);
  }

  get mid(): number | undefined {
    const bid = this.bestBid;
    const ask = this.bestAsk;
    return bid === undefined || ask === undefined ? undefined : bid + (ask - bid) / 2;
  }

  get spread(): number | undefined {
    const bid = this.bestBid;
    const ask = this.bestAsk;
    return bid === undefined || ask === undefined ? undefined : ask - bid;
  }

  get isCrossed(): boolean {
    return this.#bids.depth > 0 && this.#asks.depth > 0 && this.#bids.priceAt(0) >= this.#asks.priceAt(0);
  }

  get lastTradePrice(): number | undefined {
    return this.#lastTradePrice;
  }

  get lastTradeTimeMs(): number | undefined {
    return this.#lastTradeTimeMs;
  }

  /** Sets the levels of a diff. False, with nothing changed, when the diff holds a level that is no number of 0 or more. */
  applyDiff(diff: DepthDiff): boolean {
    if (!areValid(diff.bids, diff.asks)) return false;
    this.#bids.apply(diff.bids);
    this.#asks.apply(diff.asks);
    this.#updateId = diff.lastUpdateId;
    this.#eventTimeMs = diff.eventTimeMs;
    return true;
  }

  /** Replaces the whole book. False, with nothing changed, when a level is no number of 0 or more. */
  applySnapshot(snapshot: DepthSnapshot): boolean {
    if (!areValid(snapshot.bids, snapshot.asks)) return false;
    this.#bids.replace(snapshot.bids);
    this.#asks.replace(snapshot.asks);
    this.#updateId = snapshot.lastUpdateId;
    this.#eventTimeMs = snapshot.eventTimeMs;
    return true;
  }

  /** Forgets what lies beyond so many levels of each side. */
  truncate(depth: number): void {
    this.#bids.truncate(depth);
    this.#asks.truncate(depth);
  }

  /** Says whether the book may be trusted. */
  mark(state: BookState, reason: string | undefined): void {
    this.#state = state;
    this.#stateReason = reason;
  }

  recordTrade(price: number, eventTimeMs: number): void {
    this.#lastTradePrice = price;
    this.#lastTradeTimeMs = eventTimeMs;
  }

  depth(side: BookSideName): number {
    return this.#side(side).depth;
  }

  priceAt(side: BookSideName, index: number): number | undefined {
    return priceAt(this.#side(side), index);
  }

  quantityAt(side: BookSideName, index: number): number | undefined {
    return quantityAt(this.#side(side), index);
  }

  exactLevel(side: BookSideName, index: number): ExactPriceLevel | undefined {
    const levels = this.#side(side);
    if (!levels.hasLevel(index)) return undefined;
    const price = levels.priceAt(index);
    return {
      price: new Decimal(levels.exactPriceText(price) ?? String(price)),
      quantity: new Decimal(levels.exactQuantityText(price) ?? String(levels.quantityAt(index))),
    };
  }

  forEachLevel(side: BookSideName, visit: (price: number, quantity: number, index: number) => boolean | void): void {
    const levels = this.#side(side);
    for (let index = 0; index < levels.depth; index += 1) {
      if (visit(levels.priceAt(index), levels.quantityAt(index), index) === false) return;
    }
  }

  levels(side: BookSideName, limit: number = Number.POSITIVE_INFINITY): PriceLevel[] {
    const found: PriceLevel[] = [];
    if (limit <= 0) return found;
    this.forEachLevel(side, (price, quantity) => {
      found.push({ price, quantity });
      return found.length < limit;
    });
    return found;
  }

  snapshot(limit: number = Number.POSITIVE_INFINITY): OrderBookSnapshot {
    return {
      tradingPair: this.tradingPair,
      state: this.#state,
      updateId: this.#updateId,
      eventTimeMs: this.#eventTimeMs,
      bids: this.levels('bid', limit),
      asks: this.levels('ask', limit),
    };
  }

  priceForVolume(side: OrderSide, volume: number): DepthWalk {
    return walkBase(this.#takenBy(side), volume);
  }

  priceForQuoteVolume(side: OrderSide, quoteVolume: number): DepthWalk {
    return walkQuote(this.#takenBy(side), quoteVolume);
  }

  vwapForVolume(side: OrderSide, volume: number): DepthWalk {
    return walkBase(this.#takenBy(side), volume);
  }

  quoteVolumeForBaseAmount(side: OrderSide, baseAmount: number): DepthWalk {
    return walkBase(this.#takenBy(side), baseAmount);
  }

  volumeForPrice(side: OrderSide, price: number): DepthWalk {
    return walkToPrice(this.#takenBy(side), price);
  }

  quoteVolumeForPrice(side: OrderSide, price: number): DepthWalk {
    return walkToPrice(this.#takenBy(side), price);
  }

  #side(side: BookSideName): BookSide {
    return side === 'bid' ? this.#bids : this.#asks;
  }

  #takenBy(side: OrderSide): BookSide {
    return side === 'buy' ? this.#asks : this.#bids;
  }
}

function priceAt(side: BookSide, index: number): number | undefined {
  return side.hasLevel(index) ? side.priceAt(index) : undefined;
}

function quantityAt(side: BookSide, index: number): number | undefined {
  return side.hasLevel(index) ? side.quantityAt(index) : undefined;
}

function areValid(bids: LevelBatch, asks: LevelBatch): boolean {
  return bids.findInvalid() === -1 && asks.findInvalid() === -1;
}
