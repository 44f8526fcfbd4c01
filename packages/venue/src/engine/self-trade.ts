import type { Decimal } from '@venuekit/core/connector';
import type { SelfTradePrevention } from '../model/order-kinds.ts';
import { remainingOf, type VenueOrder } from '../model/order.ts';
import type { PreventedMatch } from '../model/trade.ts';
import type { EngineStep } from './engine-step.ts';
import { type Holds, needOf } from './holds.ts';
import type { OrderEndings } from './order-endings.ts';
import type { OrderRegister } from './order-register.ts';

/** A trade of an account with itself that is not to happen. */
export interface SelfMatch {
  readonly taker: VenueOrder;
  readonly maker: VenueOrder;
  readonly amount: Decimal;
  readonly mode: SelfTradePrevention;
}

/** Takes away from orders what would have been traded by an account with itself. */
export class SelfTradeGuard {
  readonly #register: OrderRegister;
  readonly #holds: Holds;
  readonly #endings: OrderEndings;

  constructor(register: OrderRegister, holds: Holds, endings: OrderEndings) {
    this.#register = register;
    this.#holds = holds;
    this.#endings = endings;
  }

  prevent(step: EngineStep, { taker, maker, amount, mode }: SelfMatch): void {
    const { tradingPair, account } = taker;
    const loss = (order: VenueOrder, ending: SelfTradePrevention): Decimal | undefined => {
      if (mode === 'decrement') return amount;
      return mode === ending || mode === 'expire-both' ? remainingOf(order) : undefined;
    };
    const match: PreventedMatch = {
      preventedMatchId: this.#register.nextPreventedMatchId(tradingPair),
      tradingPair,
      account,
      mode,
      takerOrderId: taker.orderId,
      makerOrderId: maker.orderId,
      price: maker.price,
      amount,
      takerPrevented: loss(taker, 'expire-taker'),
      makerPrevented: loss(maker, 'expire-maker'),
      timeMs: step.timeMs,
    };
    this.#register.addPreventedMatch(match);
    if (match.makerPrevented !== undefined) this.#take(step, maker, match.makerPrevented, match);
    if (match.takerPrevented !== undefined) this.#take(step, taker, match.takerPrevented, match);
  }

  #take(step: EngineStep, order: VenueOrder, loss: Decimal, prevention: PreventedMatch): void {
    this.#endings.goAhead(step, order);
    const held = needOf(order);
    order.preventedBase = order.preventedBase.plus(loss);
    order.updateTimeMs = step.timeMs;
    this.#holds.free(order, held.minus(needOf(order)));
    if (!order.visibleAmount.isZero()) step.market.book.shrink(order);
    const isOver = remainingOf(order).isZero();
    if (isOver) this.#endings.expireInMatch(step, order);
    step.record('trade-prevention', order, { prevention });
    if (isOver) this.#endings.followUp(step, order);
  }
}
