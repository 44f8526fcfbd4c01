import type { BookSide } from './book-side.ts';

/** The sums of a walk may be off by rounding; a target that is nearer than this share of itself is reached. */
const ROUNDING_SHARE = 1e-12;

/**
 * What a walk along one side of a book found. A buyer walks up the asks, a seller down the bids, the best level first.
 * No member is ever NaN.
 */
export interface DepthWalk {
  /**
   * Whether the known depth was enough: for an amount, that it was found in full; for a price, that a level at or beyond it
   * is known, so that nothing up to it is missing. When false, the other members tell what there is.
   */
  readonly isDeepEnough: boolean;
  /** What was walked through, in base; the whole amount when it was found. */
  readonly baseVolume: number;
  /** What was walked through, in quote; the last level in part. */
  readonly quoteVolume: number;
  /** The price of the last level that was used; undefined when none was. */
  readonly lastPrice: number | undefined;
  /** `quoteVolume / baseVolume`; undefined when nothing was walked through. */
  readonly averagePrice: number | undefined;
}

/**
 * Walks until `target` of base is found. A target of 0 ends at the best level.
 * @throws RangeError when the target is no finite number of 0 or more.
 */
export function walkBase(side: BookSide, target: number): DepthWalk {
  requireAmount(target);
  let base = 0;
  let quote = 0;
  const depth = side.depth;
  for (let index = 0; index < depth; index += 1) {
    const price = side.priceAt(index);
    const quantity = side.quantityAt(index);
    if (isReached(base + quantity, target)) {
      quote += price * Math.max(0, target - base);
      return result(true, target, quote, price, target === 0 ? undefined : quote / target);
    }
    base += quantity;
    quote += price * quantity;
  }
  return result(false, base, quote, lastPriceOf(side, depth), base === 0 ? undefined : quote / base);
}

/**
 * Walks until `target` of quote is found. A target of 0 ends at the best level.
 * @throws RangeError when the target is no finite number of 0 or more.
 */
export function walkQuote(side: BookSide, target: number): DepthWalk {
  requireAmount(target);
  let base = 0;
  let quote = 0;
  const depth = side.depth;
  for (let index = 0; index < depth; index += 1) {
    const price = side.priceAt(index);
    const quantity = side.quantityAt(index);
    if (isReached(quote + price * quantity, target)) {
      base += price === 0 ? 0 : Math.max(0, target - quote) / price;
      return result(true, base, target, price, base === 0 ? undefined : target / base);
    }
    base += quantity;
    quote += price * quantity;
  }
  return result(false, base, quote, lastPriceOf(side, depth), base === 0 ? undefined : quote / base);
}

/**
 * Walks through every level up to and including `price`.
 * @throws RangeError when the price is no finite number of 0 or more.
 */
export function walkToPrice(side: BookSide, price: number): DepthWalk {
  requireAmount(price);
  let base = 0;
  let quote = 0;
  let used = 0;
  let isDeepEnough = false;
  for (; used < side.depth; used += 1) {
    const levelPrice = side.priceAt(used);
    isDeepEnough = side.name === 'ask' ? levelPrice >= price : levelPrice <= price;
    if (isDeepEnough && levelPrice !== price) break;
    const quantity = side.quantityAt(used);
    base += quantity;
    quote += levelPrice * quantity;
  }
  return result(isDeepEnough, base, quote, lastPriceOf(side, used), base === 0 ? undefined : quote / base);
}

function isReached(sum: number, target: number): boolean {
  return sum >= target - target * ROUNDING_SHARE;
}

function lastPriceOf(side: BookSide, used: number): number | undefined {
  return used === 0 ? undefined : side.priceAt(used - 1);
}

function requireAmount(value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`a walk needs a finite number of 0 or more, not ${value}`);
}

function result(
  isDeepEnough: boolean,
  baseVolume: number,
  quoteVolume: number,
  lastPrice: number | undefined,
  averagePrice: number | undefined,
): DepthWalk {
  return { isDeepEnough, baseVolume, quoteVolume, lastPrice, averagePrice };
}
