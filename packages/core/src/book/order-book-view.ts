import type { Decimal } from '../decimal/decimal.ts';
import type { BookState } from '../model/events.ts';
import type { OrderSide } from '../model/order.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { BookSideName } from './book-side.ts';
import type { DepthWalk } from './depth-walk.ts';

/** One level, in doubles that are correctly rounded from the venue's text. */
export interface PriceLevel {
  readonly price: number;
  /** In units of the base asset (contracts, where the venue trades contracts). */
  readonly quantity: number;
}

/** One level, exactly as the venue said it. */
export interface ExactPriceLevel {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** The top of a book at one moment; does not change any more. */
export interface OrderBookSnapshot {
  readonly tradingPair: TradingPair;
  readonly state: BookState;
  readonly updateId: number;
  /** The venue's time in ms of the last change; 0 before the first. */
  readonly eventTimeMs: number;
  /** Best first. */
  readonly bids: readonly PriceLevel[];
  readonly asks: readonly PriceLevel[];
}

/**
 * A book to read. It changes in place with every message; only while `state` is `live` it is known to equal the venue's book
 * at `updateId`. While it is `syncing`, `stale` or `stopped`, it shows what was known last and must not be traded on.
 */
export interface OrderBookView {
  readonly tradingPair: TradingPair;
  readonly state: BookState;
  /** Why the book is not live; undefined while it is. */
  readonly stateReason: string | undefined;
  /** The venue's id of the last change that the book holds; 0 before the first snapshot. */
  readonly updateId: number;
  /** The venue's time in ms of the last change; 0 before the first snapshot. */
  readonly eventTimeMs: number;
  /** Undefined when there is no bid. */
  readonly bestBid: number | undefined;
  readonly bestAsk: number | undefined;
  readonly bestBidQuantity: number | undefined;
  readonly bestAskQuantity: number | undefined;
  /** Half-way between best bid and best ask; undefined unless both exist. */
  readonly mid: number | undefined;
  /** Best ask less best bid; undefined unless both exist. */
  readonly spread: number | undefined;
  /** Whether the best bid is at or above the best ask, which no venue's book is. */
  readonly isCrossed: boolean;
  /** The last public trade; undefined before the first. */
  readonly lastTradePrice: number | undefined;
  /** The venue's time in ms of the last public trade. */
  readonly lastTradeTimeMs: number | undefined;

  /** How many levels a side has. */
  depth(side: BookSideName): number;
  /** The price at a depth, 0 being the best; undefined beyond the last level. */
  priceAt(side: BookSideName, index: number): number | undefined;
  quantityAt(side: BookSideName, index: number): number | undefined;
  /** The level at a depth, exactly as the venue said it; undefined beyond the last level. */
  exactLevel(side: BookSideName, index: number): ExactPriceLevel | undefined;
  /** Visits the levels best first, without allocation; a visitor that returns `false` ends the visit. */
  forEachLevel(side: BookSideName, visit: (price: number, quantity: number, index: number) => boolean | void): void;
  /** The levels best first, at most `limit` of them (default all). */
  levels(side: BookSideName, limit?: number): PriceLevel[];
  /** A copy of the `limit` best levels of each side (default all). */
  snapshot(limit?: number): OrderBookSnapshot;

  /** The worst price that a market order for `volume` of base would reach: `lastPrice` of the walk. */
  priceForVolume(side: OrderSide, volume: number): DepthWalk;
  /** As `priceForVolume`, for an amount of quote. */
  priceForQuoteVolume(side: OrderSide, quoteVolume: number): DepthWalk;
  /** The average price that a market order for `volume` of base would get, the last level in part: `averagePrice`. */
  vwapForVolume(side: OrderSide, volume: number): DepthWalk;
  /** What `baseAmount` costs or brings, the last level in part: `quoteVolume`. */
  quoteVolumeForBaseAmount(side: OrderSide, baseAmount: number): DepthWalk;
  /** How much base can be had up to and including `price`: `baseVolume`. */
  volumeForPrice(side: OrderSide, price: number): DepthWalk;
  /** How much quote changes hands up to and including `price`: `quoteVolume`. */
  quoteVolumeForPrice(side: OrderSide, price: number): DepthWalk;
}
