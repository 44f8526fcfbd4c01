import type { Decimal } from '@venuekit/core/connector';
import { type ExpiryReason, isPriceless } from '../model/order-kinds.ts';
import { isOpen, remainingOf, type VenueOrder } from '../model/order.ts';
import type { VenueFill, VenueTrade } from '../model/trade.ts';
import type { EngineStep } from './engine-step.ts';
import { executionRange } from './market.ts';
import { type MatchPlan, planMatches } from './match-plan.ts';
import type { OrderEndings } from './order-endings.ts';
import type { SelfTradeGuard } from './self-trade.ts';
import type { Settlement } from './settlement.ts';

/** How an order that begins to work meets the book. */
export class TakerPhase {
  readonly #settlement: Settlement;
  readonly #endings: OrderEndings;
  readonly #guard: SelfTradeGuard;

  constructor(settlement: Settlement, endings: OrderEndings, guard: SelfTradeGuard) {
    this.#settlement = settlement;
    this.#endings = endings;
    this.#guard = guard;
  }

  /** What an order that is placed already would do with the book as it stands. */
  plan({ market }: EngineStep, order: VenueOrder): MatchPlan {
    const { account, side, selfTradePrevention } = order;
    const price = isPriceless(order.type) ? undefined : order.price;
    const taker = { account, side, price, amount: remainingOf(order), quoteAmount: undefined, selfTradePrevention };
    return planMatches(taker, market.book.opposite(side), market.instrument.amountIncrement, executionRange(market, side));
  }

  /** Carries an order's plan out; what is left of it rests or expires. @returns its fills */
  work(step: EngineStep, order: VenueOrder, plan: MatchPlan): readonly VenueFill[] {
    const fills: VenueFill[] = [];
    const isKilled = order.timeInForce === 'FOK' && !isPriceless(order.type) && plan.base.lt(remainingOf(order));
    // Given in quote, it has traded all that it can, yet it is not filled.
    const isStarving = order.quoteAmount !== undefined && (plan.end === 'no-counterpart' || plan.end === 'price-range');
    for (const { kind, maker, amount } of isKilled ? [] : plan.steps) {
      if (kind === 'trade') fills.push(this.trade(step, order, maker, amount, isStarving).taker);
      else this.#guard.prevent(step, { taker: order, maker, amount, mode: kind });
    }
    if (isOpen(order)) this.#finish(step, order, plan, isKilled);
    return fills;
  }

  /** One trade; the orders that it triggers become due. */
  trade(
    step: EngineStep,
    taker: VenueOrder,
    maker: VenueOrder,
    amount: Decimal,
    isStarving = false,
  ): { readonly taker: VenueFill; readonly maker: VenueFill } {
    this.#endings.goAhead(step, maker);
    this.#endings.goAhead(step, taker);
    const trade = this.#settlement.exchange(step, taker, maker, amount);
    const fills = { maker: this.#fill(step, maker, trade, true, false), taker: this.#fill(step, taker, trade, false, isStarving) };
    this.publish(step, trade);
    return fills;
  }

  /** Tells a trade, and finds whom it triggers. */
  publish(step: EngineStep, trade: VenueTrade): void {
    step.recordTrade(trade);
    for (const order of step.market.triggers.onTrade(trade.price, step.timeMs)) step.due.push({ kind: 'trigger', order });
  }

  #fill(step: EngineStep, order: VenueOrder, trade: VenueTrade, isMaker: boolean, isStarving: boolean): VenueFill {
    const isFirst = order.executedBase.isZero();
    const fill = this.#settlement.fill(step, order, trade, isMaker);
    const isFilled = remainingOf(order).isZero() && !isStarving;
    if (isFilled) this.#endings.fill(step, order);
    else order.status = 'partially-filled';
    order.updateTimeMs = step.timeMs;
    step.record('trade', order, { fill });
    if (isFirst) step.recordFirstFill(order, isMaker);
    if (isFilled) this.#endings.followUp(step, order);
    return fill;
  }

  #finish(step: EngineStep, order: VenueOrder, { end, obstacle }: MatchPlan, isKilled: boolean): void {
    if (obstacle !== undefined) {
      const mode = isKilled ? 'expire-taker' : order.selfTradePrevention;
      this.#guard.prevent(step, { taker: order, maker: obstacle.maker, amount: obstacle.amount, mode });
      return;
    }
    const reason = expiryOf(order, end, isKilled);
    if (reason === undefined) step.market.book.rest(order);
    else this.#endings.expire(step, order, reason);
  }
}

/** Why what a plan leaves over expires; undefined when it rests in the book. */
function expiryOf(order: VenueOrder, end: MatchPlan['end'], isKilled: boolean): ExpiryReason | undefined {
  if (end === 'price-range') return 'price-range';
  if (isPriceless(order.type)) return 'insufficient-liquidity';
  if (isKilled) return 'unfilled-fok';
  return order.timeInForce === 'IOC' ? 'unfilled-ioc' : undefined;
}
