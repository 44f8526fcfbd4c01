import { Decimal } from '@venuekit/core/connector';
import type { FeePlan } from '../model/account.ts';
import type { Side } from '../model/order-kinds.ts';
import { isOpen, remainingOf, type VenueOrder } from '../model/order.ts';
import type { Amendment, VenueFill, VenueTrade } from '../model/trade.ts';
import { Refusal } from '../model/refusal.ts';
import type { Admission, ListAdmission } from './admission.ts';
import { DueOrders } from './due-orders.ts';
import { EngineStep } from './engine-step.ts';
import { Holds } from './holds.ts';
import type { Ledger } from './ledger.ts';
import type { ListenerDesk } from './listener-desk.ts';
import type { Market, Markets } from './market.ts';
import { OrderEndings } from './order-endings.ts';
import { type OrderLists, listView } from './order-lists.ts';
import { makeList, makeOrder } from './order-making.ts';
import type { OrderRegister } from './order-register.ts';
import { SelfTradeGuard } from './self-trade.ts';
import { Settlement } from './settlement.ts';
import { TakerPhase } from './taker-phase.ts';
import type { ListPlacement, Placement } from './world.ts';

/** What the engine works on. */
export interface EngineParts {
  readonly markets: Markets;
  readonly ledger: Ledger;
  readonly register: OrderRegister;
  readonly lists: OrderLists;
  readonly desk: ListenerDesk;
  nowMs(): number;
  feePlanOf(account: string): FeePlan;
}

/** What is to be made of an open order. */
export interface AmendTerms {
  readonly amount: Decimal;
  readonly clientOrderId: string;
}

/**
 * Carries out what was admitted. Each public method is one step: one moment, at most one update id, one report. In it comes first what
 * was asked for, then whatever that has made due, in the order in which it became due: triggered orders, and orders that waited for another.
 */
export class MatchingEngine {
  readonly #parts: EngineParts;
  readonly #holds: Holds;
  readonly #endings: OrderEndings;
  readonly #takerPhase: TakerPhase;
  readonly #dueOrders: DueOrders;
  readonly #nextExecutionId: () => number;

  constructor(parts: EngineParts) {
    const { markets, ledger, register, lists } = parts;
    this.#parts = parts;
    this.#holds = new Holds(ledger, markets, lists);
    this.#endings = new OrderEndings(register, this.#holds, lists);
    const settlement = new Settlement(markets, ledger, register, (account) => parts.feePlanOf(account));
    this.#takerPhase = new TakerPhase(settlement, this.#endings, new SelfTradeGuard(register, this.#holds, this.#endings));
    this.#dueOrders = new DueOrders(ledger, this.#holds, this.#endings, this.#takerPhase);
    this.#nextExecutionId = () => register.nextExecutionId();
  }

  /** The placement is what it was before anything that it made due. */
  place(admission: Admission): Placement {
    return this.#run(admission.market, (step) => this.#place(step, admission));
  }

  placeList({ market, ticket, clientListId, placed, followers }: ListAdmission): ListPlacement {
    return this.#run(market, (step) => {
      const listId = this.#parts.lists.nextListId();
      const orders = placed.map((admission) => this.#create(step, admission, 'new', listId));
      const waiting = followers.map((admission) => this.#create(step, admission, 'pending-new', listId));
      const { account, tradingPair } = placed[0].ticket;
      const { timeMs } = step;
      const record = makeList([...orders, ...waiting], { listId, clientListId, account, tradingPair, kind: ticket.kind, timeMs });
      this.#parts.lists.add(record);
      this.#holds.take(orders);
      for (const order of record.orders) step.record('new', order);
      step.recordList('exec-started', record);
      const fills = orders.map((order, index) => this.#dueOrders.begin(step, order, placed[index]?.plan ?? placed[0].plan));
      const placements = record.orders.map((order, index) => ({ order: { ...order }, fills: fills[index] ?? [] }));
      return { list: listView(record), placements };
    });
  }

  /** One step for all of `orders`, of one market, and for the other orders of their lists. @returns all that were canceled */
  cancel(market: Market, orders: readonly VenueOrder[], cancelClientOrderId: string | undefined): readonly VenueOrder[] {
    return this.#run(market, (step) => this.#cancel(step, orders, cancelClientOrderId).map((order) => ({ ...order })));
  }

  /** One step: cancels `order`, and places what `admit` admits after that. */
  cancelThenPlace(
    market: Market,
    order: VenueOrder,
    cancelClientOrderId: string | undefined,
    admit: () => Admission,
  ): { readonly canceled: VenueOrder; readonly placement: Placement | Refusal } {
    return this.#run(market, (step) => {
      this.#cancel(step, [order], cancelClientOrderId);
      const canceled = { ...order };
      try {
        return { canceled, placement: this.#place(step, admit()) };
      } catch (error) {
        if (error instanceof Refusal) return { canceled, placement: error };
        throw error;
      }
    });
  }

  /** Makes an open order smaller, and with it the other one of its pair; it keeps its id and its place. */
  amend(market: Market, order: VenueOrder, { amount, clientOrderId }: AmendTerms): Amendment {
    return this.#run(market, (step) => {
      const { register, lists } = this.#parts;
      const before = { clientOrderId: order.clientOrderId, amount: order.amount };
      const mate = lists.mateOf(order);
      const held = this.#holds.heldWith(order);
      register.rename(order, clientOrderId);
      for (const one of mate === undefined ? [order] : [order, mate]) {
        one.amount = Decimal.max(amount, one.executedBase.plus(one.preventedBase));
        one.updateTimeMs = step.timeMs;
        if (!one.visibleAmount.isZero()) market.book.shrink(one);
      }
      this.#holds.free(order, held.minus(this.#holds.heldWith(order)));
      const executionId = step.record('replaced', order, { previousClientOrderId: before.clientOrderId });
      if (mate !== undefined) step.record('replaced', mate, { previousClientOrderId: mate.clientOrderId });
      const record = lists.of(order);
      if (record !== undefined && before.clientOrderId !== clientOrderId) {
        record.updateTimeMs = step.timeMs;
        step.recordList('updated', record);
      }
      const { tradingPair, orderId } = order;
      const amendment: Amendment = {
        tradingPair,
        orderId,
        executionId,
        previousClientOrderId: before.clientOrderId,
        clientOrderId,
        previousAmount: before.amount,
        amount: order.amount,
        timeMs: step.timeMs,
      };
      register.addAmendment(order, amendment);
      if (remainingOf(order).isZero()) this.#endings.expire(step, order, 'amended-to-nothing');
      return amendment;
    });
  }

  /** Lets an admitted order trade with this one resting order, whatever stands before it. @returns the resting order's fill. */
  fillDirectly(admission: Admission, maker: VenueOrder): VenueFill {
    return this.#run(admission.market, (step) => {
      const taker = this.#create(step, admission, 'new', undefined);
      this.#holds.take([taker]);
      step.record('new', taker);
      return this.#takerPhase.trade(step, taker, maker, admission.amount).maker;
    });
  }

  /** Prints a trade that moves nobody's balance. */
  printTrade(market: Market, price: Decimal, amount: Decimal, takerSide: Side): VenueTrade {
    return this.#run(market, (step) => {
      const trade = market.tape.print({ price, amount, takerSide, timeMs: step.timeMs });
      this.#takerPhase.publish(step, trade);
      return trade;
    });
  }

  #place(step: EngineStep, admission: Admission): Placement {
    const order = this.#create(step, admission, 'new', undefined);
    if (order.type === 'market') this.#dueOrders.lockCost(order, admission.plan);
    else this.#holds.take([order]);
    step.record('new', order);
    const fills = this.#dueOrders.begin(step, order, admission.plan);
    return { order: { ...order }, fills };
  }

  #create(step: EngineStep, admission: Admission, status: 'new' | 'pending-new', listId: number | undefined): VenueOrder {
    const { register } = this.#parts;
    const order = makeOrder(admission, { orderId: register.nextOrderId(), listId, status, timeMs: step.timeMs });
    register.add(order);
    return order;
  }

  #cancel(step: EngineStep, orders: readonly VenueOrder[], cancelClientOrderId: string | undefined): readonly VenueOrder[] {
    const canceled: VenueOrder[] = [];
    for (const order of orders) {
      for (const member of this.#parts.lists.of(order)?.orders ?? [order]) {
        if (!isOpen(member)) continue;
        this.#endings.cancel(step, member, cancelClientOrderId);
        canceled.push(member);
      }
    }
    return canceled;
  }

  #run<Result>(market: Market, act: (step: EngineStep) => Result): Result {
    const step = new EngineStep(market, this.#parts.nowMs(), this.#nextExecutionId);
    const result = act(step);
    this.#dueOrders.settle(step);
    this.#parts.desk.tell(step.report(this.#parts.ledger.endStep()));
    return result;
  }
}
