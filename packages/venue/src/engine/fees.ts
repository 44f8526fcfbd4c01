import { Decimal, ZERO } from '@venuekit/core/connector';
import type { FeePlan } from '../model/account.ts';
import type { Instrument } from '../model/instrument.ts';
import type { Side } from '../model/order-kinds.ts';

/** One side of a trade that a fee is due for. */
export interface FeeBasis {
  readonly plan: FeePlan;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly isMaker: boolean;
  readonly amount: Decimal;
  readonly quoteAmount: Decimal;
}

/** What the fee's reckoning looks up. */
export interface FeeDesk {
  /** Whether the account has this much free, after the trade's proceeds were credited. */
  canSpend(asset: string, amount: Decimal): boolean;
  /** What one unit of `asset` costs in `quote`; undefined where no market tells. */
  priceOf(asset: string, quote: string): Decimal | undefined;
  /** The decimals that amounts of an asset may have. */
  precisionOf(asset: string): number;
}

export interface Fee {
  readonly asset: string;
  readonly amount: Decimal;
}

/**
 * The fee of one side of a trade, rounded half up to the asset's precision; from the received asset never more than was
 * received. A plan that names an asset which the account lacks, or which has no price here, falls back to the received asset.
 */
export function feeFor(basis: FeeBasis, desk: FeeDesk): Fee {
  const { plan, instrument, side } = basis;
  const received = side === 'buy' ? instrument.base : instrument.quote;
  const rate = basis.isMaker ? plan.maker : plan.taker;
  const asset = feeAsset(plan, instrument, received);
  if (asset !== received) {
    const amount = feeIn(asset, basis, rate, desk);
    if (amount !== undefined && desk.canSpend(asset, amount)) return { asset, amount };
  }
  const proceeds = side === 'buy' ? basis.amount : basis.quoteAmount;
  const amount = proceeds.times(rate).toDecimalPlaces(desk.precisionOf(received), Decimal.ROUND_HALF_UP);
  return { asset: received, amount: Decimal.min(amount, proceeds) };
}

function feeAsset(plan: FeePlan, instrument: Instrument, received: string): string {
  if (plan.payIn === 'received') return received;
  if (plan.payIn === 'base') return instrument.base;
  if (plan.payIn === 'quote') return instrument.quote;
  return plan.payIn.asset;
}

function feeIn(asset: string, basis: FeeBasis, rate: Decimal, desk: FeeDesk): Decimal | undefined {
  const { instrument } = basis;
  const round = (amount: Decimal): Decimal => amount.toDecimalPlaces(desk.precisionOf(asset), Decimal.ROUND_HALF_UP);
  if (asset === instrument.base) return round(basis.amount.times(rate));
  if (asset === instrument.quote) return round(basis.quoteAmount.times(rate));
  const price = desk.priceOf(asset, instrument.quote);
  if (price === undefined || price.lte(ZERO)) return undefined;
  return round(basis.quoteAmount.times(rate).div(price));
}
