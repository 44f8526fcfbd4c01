import { type Decimal, ZERO } from '../decimal/decimal.ts';
import type { OrderSide, OrderType } from '../model/order.ts';
import type { TokenAmount, TradeFee } from '../model/trade-fee.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import { splitTradingPair } from '../model/trading-pair.ts';
import { orderCollateral } from './order-costs.ts';
import { feeAmounts, feeReturnImpact, type FeeBasis, type RateSource } from './trade-fee.ts';

/** A spot order that is being thought about. */
export interface OrderCandidate {
  readonly tradingPair: TradingPair;
  readonly side: OrderSide;
  readonly orderType: OrderType;
  /** In base. */
  readonly amount: Decimal;
  /** In quote; for a market order, the price to count with. */
  readonly price: Decimal;
  /** Which fee is counted with. Default: a maker's for `limit-maker`, else a taker's. */
  readonly isMaker?: boolean;
  /** Whether all that is owned counts, also what open orders hold. Default false: what is available. */
  readonly countsTotalBalances?: boolean;
}

/** A candidate with what it needs and brings. */
export interface BudgetedOrder extends OrderCandidate {
  /** Whether the amount was lowered, to 0 where nothing is affordable. */
  readonly isResized: boolean;
  /** What it gives away; undefined when the amount is 0. */
  readonly orderCollateral: TokenAmount | undefined;
  /** What the percentage of the fee needs on top of that; undefined when it is deducted from the returns. */
  readonly percentFeeCollateral: TokenAmount | undefined;
  /** What the percentage comes to, wherever it is taken from. */
  readonly percentFeeValue: TokenAmount | undefined;
  /** The flat fees. */
  readonly fixedFeeCollaterals: readonly TokenAmount[];
  /** What it brings, after a fee that is deducted from it. */
  readonly potentialReturns: TokenAmount | undefined;
}

/** How candidates are made to fit. */
export interface BudgetAdjustment {
  /** Whether an order that is not affordable as a whole becomes 0, instead of smaller. Default true. */
  readonly isAllOrNone?: boolean;
}

/** What a budget is checked with. */
export interface BudgetSources {
  getFee(candidate: OrderCandidate): TradeFee;
  available(asset: string): Decimal;
  total(asset: string): Decimal;
  /** Brings an amount down to the market's grid. */
  quantise(candidate: OrderCandidate, amount: Decimal): Decimal;
  /** Converts a percentage that is charged in a third asset. Where it knows no rate, the asset that is given away is charged. */
  readonly rate: RateSource;
  /** Told when something is locked after nothing was. */
  onFirstLock?(): void;
}

/**
 * Makes orders affordable before they are placed. Candidates that are locked take from what those after them can use, until
 * `resetLocks`. Nothing is sent, and no balance is changed.
 */
export class BudgetChecker {
  readonly #sources: BudgetSources;
  readonly #locked = new Map<string, Decimal>();

  constructor(sources: BudgetSources) {
    this.#sources = sources;
  }

  /** What has been locked of an asset since the last reset. */
  locked(asset: string): Decimal {
    return this.#locked.get(asset) ?? ZERO;
  }

  /** What the order needs and brings as it is, affordable or not. */
  populate(candidate: OrderCandidate): BudgetedOrder {
    return this.#populated(candidate, candidate.amount, false);
  }

  /** The candidate, lowered to what is affordable beside everything that is locked. */
  adjust(candidate: OrderCandidate, adjustment: BudgetAdjustment = {}): BudgetedOrder {
    const whole = this.populate(candidate);
    const affordable = this.#affordableAmount(whole);
    if (affordable.gte(whole.amount)) return whole;
    if (adjustment.isAllOrNone ?? true) return this.#populated(candidate, ZERO, true);
    return this.#populated(candidate, this.#sources.quantise(candidate, affordable), true);
  }

  /** As `adjust`, and locks what the order needs. */
  adjustAndLock(candidate: OrderCandidate, adjustment?: BudgetAdjustment): BudgetedOrder {
    const order = this.adjust(candidate, adjustment);
    for (const [asset, amount] of needsOf(order)) this.#lock(asset, amount);
    return order;
  }

  /** Adjusts candidates one after the other, as if each were placed before the next. Starts from no locks and leaves none. */
  adjustAll(candidates: readonly OrderCandidate[], adjustment?: BudgetAdjustment): BudgetedOrder[] {
    this.resetLocks();
    try {
      return candidates.map((candidate) => this.adjustAndLock(candidate, adjustment));
    } finally {
      this.resetLocks();
    }
  }

  /** Frees everything that is locked. */
  resetLocks(): void {
    this.#locked.clear();
  }

  #lock(asset: string, amount: Decimal): void {
    if (!amount.gt(0)) return;
    if (this.#locked.size === 0) this.#sources.onFirstLock?.();
    this.#locked.set(asset, this.locked(asset).plus(amount));
  }

  /** How much of the order is affordable: what grows with the amount shares what the flat fees leave. */
  #affordableAmount(order: BudgetedOrder): Decimal {
    const flat = sumOf(order.fixedFeeCollaterals);
    const growing = sumOf([order.orderCollateral, order.percentFeeCollateral]);
    let affordable = order.amount;
    for (const asset of new Set([...flat.keys(), ...growing.keys()])) {
      const left = this.#usable(order, asset).minus(flat.get(asset) ?? ZERO);
      const needed = growing.get(asset) ?? ZERO;
      if (left.lt(0)) return ZERO;
      if (needed.gt(left)) affordable = smaller(affordable, order.amount.times(left).dividedBy(needed));
    }
    return affordable;
  }

  #usable({ countsTotalBalances = false }: OrderCandidate, asset: string): Decimal {
    const owned = countsTotalBalances ? this.#sources.total(asset) : this.#sources.available(asset);
    return owned.minus(this.locked(asset));
  }

  #populated(candidate: OrderCandidate, amount: Decimal, isResized: boolean): BudgetedOrder {
    const sized = { ...candidate, amount, isResized };
    if (!amount.gt(0)) return { ...sized, amount: ZERO, ...NOTHING };
    const { tradingPair, side, price } = candidate;
    const { rate } = this.#sources;
    const fee = this.#sources.getFee(sized);
    const basis: FeeBasis = { tradingPair, side, baseAmount: amount, quoteAmount: amount.times(price) };
    const collateral = orderCollateral(sized);
    const value = percentValue(fee, basis, rate);
    return {
      ...sized,
      orderCollateral: collateral,
      percentFeeCollateral: fee.kind === 'added-to-cost' ? value : undefined,
      percentFeeValue: value,
      fixedFeeCollaterals: fee.flatFees,
      potentialReturns: returnsOf(fee, basis, rate),
    };
  }
}

const NOTHING: Pick<
  BudgetedOrder,
  'orderCollateral' | 'percentFeeCollateral' | 'percentFeeValue' | 'fixedFeeCollaterals' | 'potentialReturns'
> = {
  orderCollateral: undefined,
  percentFeeCollateral: undefined,
  percentFeeValue: undefined,
  fixedFeeCollaterals: [],
  potentialReturns: undefined,
};

function needsOf(order: BudgetedOrder): Map<string, Decimal> {
  return sumOf([order.orderCollateral, order.percentFeeCollateral, ...order.fixedFeeCollaterals]);
}

function percentValue(fee: TradeFee, basis: FeeBasis, rate: RateSource): TokenAmount | undefined {
  if (fee.percent.isZero()) return undefined;
  const [value] = feeAmounts({ ...fee, flatFees: [] }, basis, rate);
  if (value !== undefined) return value;
  const { percentAsset: _unconverted, ...inTradedAsset } = fee;
  return feeAmounts({ ...inTradedAsset, flatFees: [] }, basis)[0];
}

function returnsOf(fee: TradeFee, basis: FeeBasis, rate: RateSource): TokenAmount {
  const { base, quote } = splitTradingPair(basis.tradingPair);
  const gross = basis.side === 'buy' ? { asset: base, amount: basis.baseAmount } : { asset: quote, amount: basis.quoteAmount };
  let { amount } = gross;
  for (const taken of feeReturnImpact(fee, basis, rate)) if (taken.asset === gross.asset) amount = amount.minus(taken.amount);
  return { asset: gross.asset, amount };
}

function sumOf(parts: readonly (TokenAmount | undefined)[]): Map<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const part of parts) if (part !== undefined) sums.set(part.asset, (sums.get(part.asset) ?? ZERO).plus(part.amount));
  return sums;
}

function smaller(first: Decimal, second: Decimal): Decimal {
  return second.lt(first) ? second : first;
}
