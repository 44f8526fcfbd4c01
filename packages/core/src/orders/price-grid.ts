import { Decimal, ZERO } from '../decimal/decimal.ts';
import { floorToIncrement } from '../decimal/quantise.ts';
import type { TradingRule } from '../model/trading-rule.ts';

/** The part of a rule that says where prices may stand. */
export type PriceGrid = Pick<TradingRule, 'priceIncrement' | 'maximumPriceSignificantDigits'>;

/**
 * The step of prices at a price: the coarser of the increment and of the last significant digit that the price may have; where neither
 * is a multiple of the other (0.25 and 0.1), the smallest step that is a multiple of both. 0: no grid.
 * @param price in quote; at 0 and below, and where it is no number, the increment alone counts.
 */
export function priceStep(price: Decimal, grid: PriceGrid): Decimal {
  const digits = grid.maximumPriceSignificantDigits;
  return digits === undefined || !hasDigits(price) ? grid.priceIncrement : stepFrom(price.e, digits, grid.priceIncrement);
}

/**
 * The highest price not above this one that is a multiple of the increment and has no more significant digits than the market takes.
 * 0 when there is none, also because the rule's number of digits is not a whole number from 1.
 * @param price in quote, 0 or more.
 */
export function floorToPriceGrid(price: Decimal, grid: PriceGrid): Decimal {
  const { priceIncrement, maximumPriceSignificantDigits: digits } = grid;
  if (digits === undefined || !hasDigits(price)) return floorToIncrement(price, priceIncrement);
  if (!Number.isInteger(digits) || digits < 1) return ZERO;
  for (let exponent = price.e; ; exponent -= 1) {
    // One power of ten at a time: below each, prices have one more decimal place, so that the step is another one.
    const lowest = powerOfTen(exponent);
    const onGrid = floorToIncrement(Decimal.min(price, lowest.times(10)), stepFrom(exponent, digits, priceIncrement));
    if (onGrid.gte(lowest)) return onGrid;
    if (!lowest.gt(priceIncrement)) return ZERO;
  }
}

/** The step of the prices from 10^exponent up to the next power of ten. */
function stepFrom(exponent: number, digits: number, increment: Decimal): Decimal {
  const digitStep = powerOfTen(exponent - digits + 1);
  return increment.isZero() ? digitStep : smallestCommonMultiple(increment, digitStep);
}

function smallestCommonMultiple(one: Decimal, other: Decimal): Decimal {
  let divisor = one;
  let rest = other;
  while (rest.gt(0)) [divisor, rest] = [rest, divisor.modulo(rest)];
  return one.dividedBy(divisor).times(other);
}

function powerOfTen(exponent: number): Decimal {
  return Decimal.pow(10, exponent);
}

function hasDigits(price: Decimal): boolean {
  return price.isFinite() && price.gt(0);
}
