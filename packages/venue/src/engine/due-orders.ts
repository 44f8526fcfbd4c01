import { Decimal } from '@venuekit/core/connector';
import { type ExpiryReason, isPriceless, isTriggerType } from '../model/order-kinds.ts';
import { isOpen, type VenueOrder } from '../model/order.ts';
import type { VenueFill } from '../model/trade.ts';
import type { EngineStep } from './engine-step.ts';
import { type Holds, needOf } from './holds.ts';
import type { Ledger } from './ledger.ts';
import { type MatchPlan, wouldMeet } from './match-plan.ts';
import type { OrderEndings } from './order-endings.ts';
import type { ListRecord } from './order-lists.ts';
import type { TakerPhase } from './taker-phase.ts';
import { reachesStop } from './trigger-rules.ts';

/** Lets orders begin: what waits is put to the others that wait, everything else meets the book. */
export class DueOrders {
  readonly #ledger: Ledger;
  readonly #holds: Holds;
  readonly #endings: OrderEndings;
  readonly #takerPhase: TakerPhase;

  constructor(ledger: Ledger, holds: Holds, endings: OrderEndings, takerPhase: TakerPhase) {
    this.#ledger = ledger;
    this.#holds = holds;
    this.#endings = endings;
    this.#takerPhase = takerPhase;
  }

  /** Begins with an order that is placed and holds what it needs. @returns its fills */
  begin(step: EngineStep, order: VenueOrder, plan: MatchPlan): readonly VenueFill[] {
    if (isTriggerType(order.type)) {
      step.market.triggers.add(order, step.market.tape.last?.price, step.timeMs);
      return [];
    }
    return this.#takerPhase.work(step, order, plan);
  }

  /** Locks what a plan costs that an order without a price carries out. False, and nothing is locked, when its owner has less. */
  lockCost(order: VenueOrder, plan: MatchPlan): boolean {
    const asset = this.#holds.assetOf(order);
    const cost = order.side === 'buy' ? plan.quote : plan.base;
    if (!this.#ledger.canSpend(order.account, asset, cost)) return false;
    this.#ledger.lock(order.account, asset, cost);
    return true;
  }

  /**
   * Carries out whatever the step has made due, and what becomes due meanwhile. It comes to an end, because an order is due at
   * most twice: when its working order is filled, and when it is triggered.
   */
  settle(step: EngineStep): void {
    for (let index = 0; index < step.due.length; index += 1) {
      const due = step.due[index];
      if (due?.kind === 'trigger') this.#trigger(step, due.order);
      else if (due !== undefined) this.#follow(step, due.record);
    }
  }

  #trigger(step: EngineStep, order: VenueOrder): void {
    if (!isOpen(order)) return;
    this.#endings.goAhead(step, order);
    const isCosted = isPriceless(order.type);
    if (isCosted) this.#holds.release(order);
    order.workingTimeMs = step.timeMs;
    order.updateTimeMs = step.timeMs;
    step.record('triggered', order);
    const plan = this.#takerPhase.plan(step, order);
    if (isCosted && !this.lockCost(order, plan)) this.#endings.expire(step, order, 'insufficient-balance');
    else this.#takerPhase.work(step, order, plan);
  }

  /** The working order of a list was filled: those that waited for it are placed, all or none. */
  #follow(step: EngineStep, record: ListRecord): void {
    const followers = record.orders.filter((order) => order.status === 'pending-new');
    const plans = new Map(followers.map((order) => [order, this.#takerPhase.plan(step, order)]));
    const obstacle = this.#obstacle(step, plans);
    if (obstacle !== undefined) {
      for (const order of followers) this.#endings.expire(step, order, obstacle);
      return;
    }
    for (const order of followers) {
      order.status = 'new';
      order.updateTimeMs = step.timeMs;
      if (!isTriggerType(order.type)) order.workingTimeMs = step.timeMs;
    }
    for (const [order, plan] of plans) if (order.type === 'market') this.lockCost(order, plan);
    this.#holds.take(followers.filter(({ type }) => type !== 'market'));
    for (const order of followers) step.record('new', order);
    for (const [order, plan] of plans) this.begin(step, order, plan);
  }

  #obstacle(step: EngineStep, plans: ReadonlyMap<VenueOrder, MatchPlan>): ExpiryReason | undefined {
    for (const [order, plan] of plans) {
      if (order.type === 'limit-maker' && wouldMeet(plan)) return 'would-match';
      const last = step.market.tape.last;
      if (last !== undefined && reachesStop(order, last.price)) return 'would-trigger';
    }
    const costs = Array.from(plans, ([order, plan]) => this.#costOf(order, plan));
    const [first] = plans.keys();
    if (first === undefined) return undefined;
    const canPay = this.#ledger.canSpend(first.account, this.#holds.assetOf(first), Decimal.max(...costs));
    return canPay ? undefined : 'insufficient-balance';
  }

  #costOf(order: VenueOrder, plan: MatchPlan): Decimal {
    if (order.type !== 'market') return needOf({ ...order, status: 'new' });
    return order.side === 'buy' ? plan.quote : plan.base;
  }
}
