import { type Decimal, ZERO } from '../decimal/decimal.ts';
import type { OrderSide, PositionAction } from '../model/order.ts';
import type { FeeRates, TokenAmount, TradeFee } from '../model/trade-fee.ts';
import { splitTradingPair, type TradingPair } from '../model/trading-pair.ts';

/** The fees of a venue where the account's own are not known, or beside them. */
export interface TradeFeeSchema extends FeeRates {
  /** The asset that percentages are charged in, when it is neither spent nor received; absent otherwise. */
  readonly percentAsset?: string;
  /** Whether the fee of a buy is taken from the base received (instead of added to the quote spent). Default false. */
  readonly isBuyFeeDeductedFromReturns?: boolean;
  readonly makerFlatFees?: readonly TokenAmount[];
  readonly takerFlatFees?: readonly TokenAmount[];
}

/** Nothing was paid, as far as is known. */
export const NO_FEE: TradeFee = { kind: 'deducted-from-returns', percent: ZERO, flatFees: [] };

/** The fee of a fill as the venue reports it: an amount of one asset, negative for a rebate. */
export function paidFee(amount: Decimal, asset: string): TradeFee {
  return { ...NO_FEE, flatFees: [{ asset, amount }] };
}

/** What a fee is built for. */
export interface TradeFeeQuestion {
  readonly side: OrderSide;
  readonly isMaker: boolean;
  /** `nil` for spot. */
  readonly positionAction: PositionAction;
  /** The account's own rates; the schema's count where absent. */
  readonly rates?: FeeRates | undefined;
}

/**
 * The kind of a fee. Spot: added to the cost of a buy, unless the schema deducts it from returns and charges no third asset;
 * deducted from the returns of a sell. Derivatives: added to the cost when a position is opened or a third asset is charged.
 */
export function tradeFeeKind(
  schema: Omit<TradeFeeSchema, keyof FeeRates>,
  side: OrderSide,
  positionAction: PositionAction,
): TradeFee['kind'] {
  const chargesThirdAsset = schema.percentAsset !== undefined;
  if (positionAction !== 'nil') return positionAction === 'open' || chargesThirdAsset ? 'added-to-cost' : 'deducted-from-returns';
  const isAdded = side === 'buy' && (chargesThirdAsset || schema.isBuyFeeDeductedFromReturns !== true);
  return isAdded ? 'added-to-cost' : 'deducted-from-returns';
}

/** The fee to expect for an order. */
export function buildTradeFee(schema: TradeFeeSchema, question: TradeFeeQuestion): TradeFee {
  const rates = question.rates ?? schema;
  const flatFees = (question.isMaker ? schema.makerFlatFees : schema.takerFlatFees) ?? [];
  const fee: TradeFee = {
    kind: tradeFeeKind(schema, question.side, question.positionAction),
    percent: question.isMaker ? rates.maker : rates.taker,
    flatFees,
  };
  return schema.percentAsset === undefined ? fee : { ...fee, percentAsset: schema.percentAsset };
}

/** An execution, or an order at a price, that a fee is charged for. */
export interface FeeBasis {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly baseAmount: Decimal;
  readonly quoteAmount: Decimal;
}

/** The price of one unit of `from` in units of `to`; undefined when unknown. */
export type RateSource = (from: string, to: string) => Decimal | undefined;

/**
 * All parts of a fee by asset: the flat ones and what the percentage comes to. A percentage charged in a third asset is
 * converted by `rate`, and left out when no rate is known.
 */
export function feeAmounts(fee: TradeFee, basis: FeeBasis, rate?: RateSource): TokenAmount[] {
  if (fee.percent.isZero()) return [...fee.flatFees];
  const part = percentPart(fee, basis, rate);
  return part === undefined ? [...fee.flatFees] : [...fee.flatFees, part];
}

/**
 * A whole fee in one asset.
 * @returns undefined when a part of it can neither be had in `asset` nor be converted by the trade's own price or `rate`.
 */
export function feeAmountInAsset(fee: TradeFee, basis: FeeBasis, asset: string, rate?: RateSource): Decimal | undefined {
  const { base, quote } = splitTradingPair(basis.tradingPair);
  let sum = ZERO;
  const parts: TokenAmount[] = [...fee.flatFees];
  if (!fee.percent.isZero()) parts.push({ asset: quote, amount: basis.quoteAmount.times(fee.percent) });
  for (const part of parts) {
    if (part.asset === asset) sum = sum.plus(part.amount);
    else {
      const factor = tradedRate(part.asset, asset, base, quote, basis) ?? rate?.(part.asset, asset);
      if (factor === undefined) return undefined;
      sum = sum.plus(part.amount.times(factor));
    }
  }
  return sum;
}

/** What an order costs in fees on top of what it spends: nothing when they are deducted from its returns. */
export function feeCostImpact(fee: TradeFee, basis: FeeBasis, rate?: RateSource): TokenAmount[] {
  return fee.kind === 'added-to-cost' ? feeAmounts(fee, basis, rate) : [...fee.flatFees];
}

/**
 * What a percentage takes from what an order brings: nothing when it is added to its cost. A third asset that no rate is
 * known for is counted in the asset received.
 */
export function feeReturnImpact(fee: TradeFee, basis: FeeBasis, rate?: RateSource): TokenAmount[] {
  if (fee.kind === 'added-to-cost' || fee.percent.isZero()) return [];
  const part = percentPart(fee, basis, rate);
  if (part !== undefined) return [part];
  const { base, quote } = splitTradingPair(basis.tradingPair);
  const isBuy = basis.side === 'buy';
  return [{ asset: isBuy ? base : quote, amount: (isBuy ? basis.baseAmount : basis.quoteAmount).times(fee.percent) }];
}

function percentPart(fee: TradeFee, basis: FeeBasis, rate: RateSource | undefined): TokenAmount | undefined {
  const { base, quote } = splitTradingPair(basis.tradingPair);
  const isBase = (basis.side === 'buy') === (fee.kind === 'deducted-from-returns');
  const asset = isBase ? base : quote;
  const amount = (isBase ? basis.baseAmount : basis.quoteAmount).times(fee.percent);
  if (fee.percentAsset === undefined || fee.percentAsset === asset) return { asset, amount };
  if (fee.percentAsset === base) return { asset: base, amount: basis.baseAmount.times(fee.percent) };
  if (fee.percentAsset === quote) return { asset: quote, amount: basis.quoteAmount.times(fee.percent) };
  const factor = rate?.(asset, fee.percentAsset);
  return factor === undefined ? undefined : { asset: fee.percentAsset, amount: amount.times(factor) };
}

function tradedRate(from: string, to: string, base: string, quote: string, basis: FeeBasis): Decimal | undefined {
  if (basis.baseAmount.isZero() || basis.quoteAmount.isZero()) return undefined;
  if (from === base && to === quote) return basis.quoteAmount.dividedBy(basis.baseAmount);
  if (from === quote && to === base) return basis.baseAmount.dividedBy(basis.quoteAmount);
  return undefined;
}
