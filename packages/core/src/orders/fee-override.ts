import type { Decimal } from '../decimal/decimal.ts';
import { parseDecimal } from '../decimal/parse.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type { OrderSide, PositionAction } from '../model/order.ts';
import type { TradeFee } from '../model/trade-fee.ts';
import { tradeFeeKind } from './trade-fee.ts';

/** A rate or an amount, exact. */
type Amount = Decimal | string;

/**
 * What the user knows better about fees than the venue's schedule. What is left out stays as the connector says. A rate is named
 * either in percent (`makerPercent: '0.1'`) or as a fraction (`makerFraction: '0.001'`), not both.
 */
export interface FeeOverride {
  /** 0.1 is 0.1 %; negative for a rebate. Above -100 and below 100. */
  readonly makerPercent?: Amount;
  readonly takerPercent?: Amount;
  /** 0.001 is 0.1 %; negative for a rebate. Above -1 and below 1. */
  readonly makerFraction?: Amount;
  readonly takerFraction?: Amount;
  /** The asset that percentages are charged in, when it is neither spent nor received. Not together with a deduction from returns. */
  readonly percentAsset?: string;
  /** Whether the fee of a buy is taken from the base received (instead of added to the quote spent). */
  readonly isBuyFeeDeductedFromReturns?: boolean;
  /** Fixed fees of every order, instead of the connector's. */
  readonly makerFlatFees?: readonly { readonly asset: string; readonly amount: Amount }[];
  readonly takerFlatFees?: readonly { readonly asset: string; readonly amount: Amount }[];
}

interface SideOverride {
  readonly rate: Decimal | undefined;
  readonly flatFees: TradeFee['flatFees'] | undefined;
}

/** A checked `FeeOverride`, which changes the fees that a connector expects. */
export class FeeOverrides {
  readonly #maker: SideOverride;
  readonly #taker: SideOverride;
  readonly #percentAsset: string | undefined;
  readonly #isDeducted: boolean | undefined;

  /** @throws ConfigurationError naming the field that cannot be used. */
  constructor(override: FeeOverride) {
    const { percentAsset, isBuyFeeDeductedFromReturns } = override;
    if (percentAsset === '') throw unusable('percentAsset', 'should name an asset');
    if (percentAsset !== undefined && isBuyFeeDeductedFromReturns === true) {
      throw unusable('percentAsset', 'cannot be named where fees are deducted from returns');
    }
    this.#percentAsset = percentAsset;
    this.#isDeducted = isBuyFeeDeductedFromReturns;
    this.#maker = {
      rate: rateOf(['makerPercent', override.makerPercent], ['makerFraction', override.makerFraction]),
      flatFees: flatFeesOf('makerFlatFees', override.makerFlatFees),
    };
    this.#taker = {
      rate: rateOf(['takerPercent', override.takerPercent], ['takerFraction', override.takerFraction]),
      flatFees: flatFeesOf('takerFlatFees', override.takerFlatFees),
    };
  }

  /** The fee with the user's values in place of the connector's. */
  apply(fee: TradeFee, order: { readonly side: OrderSide; readonly positionAction: PositionAction; readonly isMaker: boolean }): TradeFee {
    const { rate, flatFees } = order.isMaker ? this.#maker : this.#taker;
    const percentAsset = this.#isDeducted === true ? undefined : (this.#percentAsset ?? fee.percentAsset);
    const changed: TradeFee = {
      kind: this.#kind(fee, order, percentAsset),
      percent: rate ?? fee.percent,
      flatFees: flatFees ?? fee.flatFees,
    };
    return percentAsset === undefined ? changed : { ...changed, percentAsset };
  }

  #kind(
    fee: TradeFee,
    order: { readonly side: OrderSide; readonly positionAction: PositionAction },
    percentAsset?: string,
  ): TradeFee['kind'] {
    if (this.#percentAsset === undefined && this.#isDeducted === undefined) return fee.kind;
    const isBuyFeeDeductedFromReturns = this.#isDeducted ?? (order.side === 'buy' && fee.kind === 'deducted-from-returns');
    const schema = { isBuyFeeDeductedFromReturns, ...(percentAsset === undefined ? {} : { percentAsset }) };
    return tradeFeeKind(schema, order.side, order.positionAction);
  }
}

type Named = readonly [field: string, value: Amount | undefined];

function rateOf([percentField, percent]: Named, [fractionField, fraction]: Named): Decimal | undefined {
  if (percent !== undefined && fraction !== undefined) throw unusable(percentField, `cannot be given together with ${fractionField}`);
  if (percent !== undefined) return bounded(percentField, percent, 100).dividedBy(100);
  return fraction === undefined ? undefined : bounded(fractionField, fraction, 1);
}

function bounded(field: string, value: Amount, bound: number): Decimal {
  const rate = exact(field, value);
  if (rate.abs().gte(bound)) throw unusable(field, `should be above -${bound} and below ${bound}`);
  return rate;
}

function flatFeesOf(field: string, fees: FeeOverride['makerFlatFees']): TradeFee['flatFees'] | undefined {
  return fees?.map(({ asset, amount }) => {
    if (asset === '') throw unusable(field, 'should name the asset of each fee');
    return { asset, amount: exact(field, amount) };
  });
}

function exact(field: string, value: Amount): Decimal {
  if (typeof value === 'object') {
    if (value.isFinite()) return value;
    throw unusable(field, 'should be a finite number');
  }
  try {
    return parseDecimal(value, field, 'the option fees');
  } catch (error) {
    throw unusable(field, 'should be a decimal number in a text', error);
  }
}

function unusable(field: string, problem: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(`fees.${field}`, 'option', problem, { cause });
}
