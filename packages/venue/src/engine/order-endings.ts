import type { ExpiryReason, VenueOrderStatus } from '../model/order-kinds.ts';
import { isOpen, type VenueOrder } from '../model/order.ts';
import type { EngineStep } from './engine-step.ts';
import type { Holds } from './holds.ts';
import type { OrderLists } from './order-lists.ts';
import type { OrderRegister } from './order-register.ts';

/** How orders end, and what their ends mean for the other orders of their lists. */
export class OrderEndings {
  readonly #register: OrderRegister;
  readonly #holds: Holds;
  readonly #lists: OrderLists;

  constructor(register: OrderRegister, holds: Holds, lists: OrderLists) {
    this.#register = register;
    this.#holds = holds;
    this.#lists = lists;
  }

  /** An order goes ahead (it trades, loses to self-trade prevention, or is triggered): if it is one of a pair, the other ends first. */
  goAhead(step: EngineStep, order: VenueOrder): void {
    const partner = this.#lists.partnerOf(order);
    if (partner !== undefined) this.expire(step, partner, 'oco-partner');
  }

  expire(step: EngineStep, order: VenueOrder, reason: ExpiryReason): void {
    this.#leave(step, order);
    order.expiryReason = reason;
    this.#close(step, order, 'expired');
    step.record('expired', order);
    this.#endFollowers(step, order);
  }

  /** Ends one order by its owner's wish; whoever calls cancels the other orders of its list too. */
  cancel(step: EngineStep, order: VenueOrder, cancelClientOrderId: string | undefined): void {
    this.#leave(step, order);
    this.#close(step, order, 'canceled');
    step.record('canceled', order, { cancelClientOrderId });
  }

  /** Nothing remains of an order, and its trade is not told yet: `followUp` comes after the telling. */
  fill(step: EngineStep, order: VenueOrder): void {
    this.#close(step, order, 'filled');
  }

  /** Nothing remains of an order because of self-trade prevention, which is not told yet. */
  expireInMatch(step: EngineStep, order: VenueOrder): void {
    this.#close(step, order, 'expired-in-match');
  }

  /** What the end of a working order means for those that wait for it: they are due when it was filled, and end otherwise. */
  followUp(step: EngineStep, order: VenueOrder): void {
    if (order.status !== 'filled') {
      this.#endFollowers(step, order);
      return;
    }
    const record = this.#lists.of(order);
    if (record?.working === order) step.due.push({ kind: 'followers', record });
  }

  #endFollowers(step: EngineStep, order: VenueOrder): void {
    const record = this.#lists.of(order);
    if (record?.working !== order) return;
    for (const follower of record.orders) if (isOpen(follower)) this.expire(step, follower, 'working-order-ended');
  }

  /** Takes an open order out of wherever it is and releases what it holds. */
  #leave({ market }: EngineStep, order: VenueOrder): void {
    if (order.visibleAmount.isZero()) market.triggers.remove(order);
    else market.book.remove(order);
    this.#holds.release(order);
  }

  #close(step: EngineStep, order: VenueOrder, status: VenueOrderStatus): void {
    order.status = status;
    order.updateTimeMs = step.timeMs;
    this.#register.close(order);
    const record = this.#lists.settle(order, step.timeMs);
    if (record === undefined) return;
    step.recordList('all-done', record);
    if (!this.#register.keepsHistory(order.account)) this.#lists.forget(record);
  }
}
