import { Decimal, ZERO } from '@venuekit/core/connector';
import type { SelfTradePrevention, Side } from '../model/order-kinds.ts';
import { remainingOf, type VenueOrder } from '../model/order.ts';
import type { BookSide } from './book-side.ts';
import type { PriceRange } from './price-bands.ts';

/** What the matching of an incoming order looks at; of `amount` and `quoteAmount` it has one. */
export interface Taker {
  readonly account: string;
  readonly side: Side;
  readonly price: Decimal | undefined;
  readonly amount: Decimal | undefined;
  readonly quoteAmount: Decimal | undefined;
  readonly selfTradePrevention: SelfTradePrevention;
}

/**
 * One thing that an incoming order would do: trade with a resting order, or meet one of its own account, which then ends
 * (`expire-maker`) or loses as much as the incoming one (`decrement`).
 */
interface PlannedStep {
  readonly kind: 'trade' | 'expire-maker' | 'decrement';
  readonly maker: VenueOrder;
  readonly amount: Decimal;
}

/** What an incoming order would do with the book as it stands; nothing has happened yet. */
export interface MatchPlan {
  readonly steps: readonly PlannedStep[];
  /** What it would trade. */
  readonly base: Decimal;
  readonly quote: Decimal;
  /** In base: what it would lose to orders of its own account on the way. */
  readonly prevented: Decimal;
  /** `satisfied`: nothing of it remains, or, for an order given in quote, too little for one more increment. */
  readonly end: 'satisfied' | 'no-counterpart' | 'self-trade' | 'price-range';
  /** With the end `self-trade`: the own order at which it stops, what would have been traded with it, and all that was still wanted there. */
  readonly obstacle: { readonly maker: VenueOrder; readonly amount: Decimal; readonly wanted: Decimal } | undefined;
}

/** The plan of an order that only waits. */
export const NO_MATCHES: MatchPlan = { steps: [], base: ZERO, quote: ZERO, prevented: ZERO, end: 'no-counterpart', obstacle: undefined };

/** Whether the order would do anything but rest. */
export function wouldMeet({ steps, end }: MatchPlan): boolean {
  return steps.length > 0 || end === 'self-trade' || end === 'price-range';
}

/** The hidden rest of an iceberg, which queues up behind the other orders of its level. */
interface HiddenPart {
  readonly maker: VenueOrder;
  readonly rest: Decimal;
}

/**
 * Walks the opposite side in price-time priority and stops at the taker's price, at its amount, at the bounds within which it may
 * trade, or at an order of the same account. Every rule that must hold before anything is changed (FOK, post-only, cost of a
 * market order) is checked on the plan.
 */
export function planMatches(taker: Taker, opposite: BookSide, amountIncrement: Decimal, range: PriceRange | undefined): MatchPlan {
  const walk = new Walk(taker, amountIncrement);
  for (const level of opposite.levels()) {
    if (taker.price !== undefined && !reaches(taker.side, taker.price, level.price)) break;
    if (range !== undefined && (level.price.lt(range.lowest) || level.price.gt(range.highest))) return walk.plan('price-range');
    const hidden: HiddenPart[] = [];
    for (const maker of level.queue) {
      if (walk.meets(maker, maker.visibleAmount, hidden)) return walk.plan();
    }
    for (let index = 0; index < hidden.length; index += 1) {
      const part = hidden[index];
      if (part !== undefined && walk.meetsHidden(part, hidden)) return walk.plan();
    }
    if (walk.wanted(level.price).isZero()) return walk.plan('satisfied');
  }
  return walk.plan('no-counterpart');
}

class Walk {
  readonly #taker: Taker;
  readonly #amountIncrement: Decimal;
  readonly #steps: PlannedStep[] = [];
  #base = ZERO;
  #quote = ZERO;
  #prevented = ZERO;
  /** What is left of the amount that the taker gives, in the asset in which it gives it. */
  #left: Decimal;
  #end: MatchPlan['end'] = 'satisfied';
  #obstacle: MatchPlan['obstacle'];

  constructor(taker: Taker, amountIncrement: Decimal) {
    this.#taker = taker;
    this.#amountIncrement = amountIncrement;
    this.#left = taker.amount ?? taker.quoteAmount ?? ZERO;
  }

  /** What the taker still wants at a price, in base. */
  wanted(price: Decimal): Decimal {
    return this.#taker.amount === undefined ? wholeIncrements(this.#left, price, this.#amountIncrement) : this.#left;
  }

  plan(end: MatchPlan['end'] = this.#end): MatchPlan {
    return { steps: this.#steps, base: this.#base, quote: this.#quote, prevented: this.#prevented, end, obstacle: this.#obstacle };
  }

  /** Deals with what a resting order shows. @returns whether the walk ends here */
  meets(maker: VenueOrder, shown: Decimal, hidden: HiddenPart[]): boolean {
    const wanted = this.wanted(maker.price);
    if (wanted.isZero()) return true;
    if (maker.account === this.#taker.account && this.#taker.selfTradePrevention !== 'none') {
      return this.#meetsOwn(maker, wanted, remainingOf(maker));
    }
    this.#trade(maker, Decimal.min(wanted, shown));
    if (maker.icebergAmount !== undefined) hideRest(maker, remainingOf(maker).minus(shown), hidden);
    return false;
  }

  meetsHidden({ maker, rest }: HiddenPart, hidden: HiddenPart[]): boolean {
    const wanted = this.wanted(maker.price);
    if (wanted.isZero()) return true;
    const shown = Decimal.min(maker.icebergAmount ?? rest, rest);
    this.#trade(maker, Decimal.min(wanted, shown));
    hideRest(maker, rest.minus(shown), hidden);
    return false;
  }

  #trade(maker: VenueOrder, amount: Decimal): void {
    this.#steps.push({ kind: 'trade', maker, amount });
    this.#base = this.#base.plus(amount);
    const quote = amount.times(maker.price);
    this.#quote = this.#quote.plus(quote);
    this.#spend(amount, quote);
  }

  #spend(base: Decimal, quote: Decimal): void {
    this.#left = this.#left.minus(this.#taker.amount === undefined ? quote : base);
  }

  #meetsOwn(maker: VenueOrder, wanted: Decimal, rest: Decimal): boolean {
    const amount = Decimal.min(wanted, rest);
    switch (this.#taker.selfTradePrevention) {
      case 'expire-maker':
        this.#steps.push({ kind: 'expire-maker', maker, amount });
        return false;
      case 'decrement':
        this.#steps.push({ kind: 'decrement', maker, amount });
        this.#prevented = this.#prevented.plus(amount);
        this.#spend(amount, amount.times(maker.price));
        return false;
      default:
        this.#end = 'self-trade';
        this.#obstacle = { maker, amount, wanted };
        return true;
    }
  }
}

function hideRest(maker: VenueOrder, rest: Decimal, hidden: HiddenPart[]): void {
  if (rest.gt(ZERO)) hidden.push({ maker, rest });
}

function reaches(side: Side, own: Decimal, price: Decimal): boolean {
  return side === 'buy' ? own.gte(price) : own.lte(price);
}

/** How much base a quote amount buys at a price, in whole increments, by exact integer division. */
function wholeIncrements(quote: Decimal, price: Decimal, increment: Decimal): Decimal {
  return quote.divToInt(price.times(increment)).times(increment);
}
