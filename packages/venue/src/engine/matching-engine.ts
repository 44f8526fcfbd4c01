import { type Decimal, ZERO } from '@venuekit/core/connector';
import type { FeePlan } from '../model/account.ts';
import type { ExpiryReason, VenueOrder } from '../model/order.ts';
import type { Execution, VenueFill, VenueTrade } from '../model/trade.ts';
import type { Admission } from './admission.ts';
import { feeFor } from './fees.ts';
import type { Ledger } from './ledger.ts';
import type { ListenerDesk } from './listener-desk.ts';
import type { Market, Markets } from './market.ts';
import type { OrderRegister } from './order-register.ts';
import { remainingOf } from './price-level.ts';
import type { Placement } from './world.ts';

/** What the engine works on. */
export interface EngineParts {
  readonly markets: Markets;
  readonly ledger: Ledger;
  readonly register: OrderRegister;
  readonly desk: ListenerDesk;
  nowMs(): number;
  feePlanOf(account: string): FeePlan;
}

/** Carries out what was admitted. Each public method is one step: one moment, at most one update id, one report. */
export class MatchingEngine {
  readonly #parts: EngineParts;
  #lastExecutionId = 0;
  #executions: Execution[] = [];
  #trades: VenueTrade[] = [];
  #timeMs = 0;
  /** A market order given in quote for which the book holds too little: it has traded all that it can, yet it is not filled. */
  #starving: VenueOrder | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  place(admission: Admission): Placement {
    const { market, ticket, plan } = admission;
    this.#begin();
    const order = this.#create(admission);
    const fills: VenueFill[] = [];
    if (ticket.quoteAmount !== undefined && plan.end !== 'satisfied') this.#starving = order;
    const isKilled = ticket.timeInForce === 'FOK' && ticket.type !== 'market' && plan.base.lt(order.amount);
    if (!isKilled) {
      for (const { maker, amount } of plan.matches) fills.push(this.#trade(market, order, maker, amount).taker);
    }
    const reason = expiryOf(admission, isKilled);
    if (order.status !== 'filled') {
      if (reason === undefined) market.book.rest(order);
      else this.#expire(market, order, reason);
    }
    const placed = { ...order };
    this.#end(market);
    return { order: placed, fills };
  }

  /** One step for all of `orders`, which rest in `market`. */
  cancel(market: Market, orders: readonly VenueOrder[], cancelClientOrderId: string | undefined): readonly VenueOrder[] {
    this.#begin();
    for (const order of orders) {
      market.book.reduce(order, remainingOf(order), true);
      this.#unlock(market, order);
      this.#close(order, 'canceled');
      this.#record('canceled', order, undefined, cancelClientOrderId);
    }
    const canceled = orders.map((order) => ({ ...order }));
    this.#end(market);
    return canceled;
  }

  /** Lets an admitted order trade with this one resting order, whatever stands before it. @returns the resting order's fill. */
  fillDirectly(admission: Admission, maker: VenueOrder): VenueFill {
    this.#begin();
    const taker = this.#create(admission);
    const fills = this.#trade(admission.market, taker, maker, admission.amount);
    this.#end(admission.market);
    return fills.maker;
  }

  #create({ market, ticket, clientOrderId, plan, amount }: Admission): VenueOrder {
    const { ledger, register } = this.#parts;
    const order: VenueOrder = {
      orderId: register.nextOrderId(),
      clientOrderId,
      account: ticket.account,
      tradingPair: ticket.tradingPair,
      side: ticket.side,
      type: ticket.type,
      timeInForce: ticket.timeInForce,
      price: ticket.price ?? ZERO,
      amount,
      quoteAmount: ticket.quoteAmount,
      executedBase: ZERO,
      executedQuote: ZERO,
      status: 'new',
      expiryReason: undefined,
      creationTimeMs: this.#timeMs,
      updateTimeMs: this.#timeMs,
    };
    register.add(order);
    const { base, quote } = market.instrument;
    if (order.side === 'sell') ledger.lock(order.account, base, order.type === 'market' ? plan.base : amount);
    else ledger.lock(order.account, quote, order.type === 'market' ? plan.quote : amount.times(order.price));
    this.#record('new', order, undefined);
    return order;
  }

  #trade(market: Market, taker: VenueOrder, maker: VenueOrder, amount: Decimal): { readonly taker: VenueFill; readonly maker: VenueFill } {
    const { ledger } = this.#parts;
    const { base, quote } = market.instrument;
    const trade = market.tape.print({ price: maker.price, amount, takerSide: taker.side, timeMs: this.#timeMs });
    this.#trades.push(trade);
    const [buyer, seller] = taker.side === 'buy' ? [taker, maker] : [maker, taker];
    ledger.pay(buyer.account, seller.account, quote, trade.quoteAmount);
    ledger.pay(seller.account, buyer.account, base, amount);
    if (buyer.type !== 'market') {
      const saved = buyer.price.minus(trade.price).times(amount);
      if (!saved.isZero()) ledger.release(buyer.account, quote, saved);
    }
    market.book.reduce(maker, amount, remainingOf(maker).eq(amount));
    return { maker: this.#fill(market, maker, trade, true), taker: this.#fill(market, taker, trade, false) };
  }

  #fill(market: Market, order: VenueOrder, trade: VenueTrade, isMaker: boolean): VenueFill {
    const { markets, ledger, register } = this.#parts;
    const { account, side } = order;
    order.executedBase = order.executedBase.plus(trade.amount);
    order.executedQuote = order.executedQuote.plus(trade.quoteAmount);
    const fee = feeFor(
      {
        plan: this.#parts.feePlanOf(account),
        instrument: market.instrument,
        side,
        isMaker,
        amount: trade.amount,
        quoteAmount: trade.quoteAmount,
      },
      {
        canSpend: (asset, amount) => ledger.canSpend(account, asset, amount),
        priceOf: (asset, quote) => markets.priceOf(asset, quote),
        precisionOf: (asset) => markets.precisionOf(asset),
      },
    );
    if (!fee.amount.isZero()) ledger.takeFee(account, fee.asset, fee.amount);
    const fill: VenueFill = {
      trade,
      orderId: order.orderId,
      clientOrderId: order.clientOrderId,
      account,
      side,
      isMaker,
      feeAsset: fee.asset,
      feeAmount: fee.amount,
    };
    if (remainingOf(order).isZero() && order !== this.#starving) this.#close(order, 'filled');
    else order.status = 'partially-filled';
    order.updateTimeMs = this.#timeMs;
    register.addFill(fill);
    this.#record('trade', order, fill);
    return fill;
  }

  #expire(market: Market, order: VenueOrder, reason: ExpiryReason): void {
    this.#unlock(market, order);
    order.expiryReason = reason;
    this.#close(order, 'expired');
    this.#record('expired', order, undefined);
  }

  /** A market order holds exactly what its trades cost, so nothing of it is left to release. */
  #unlock({ instrument }: Market, order: VenueOrder): void {
    if (order.type === 'market') return;
    const remaining = remainingOf(order);
    if (order.side === 'sell') this.#parts.ledger.release(order.account, instrument.base, remaining);
    else this.#parts.ledger.release(order.account, instrument.quote, remaining.times(order.price));
  }

  #close(order: VenueOrder, status: 'filled' | 'canceled' | 'expired'): void {
    order.status = status;
    order.updateTimeMs = this.#timeMs;
    this.#parts.register.close(order);
  }

  #record(kind: Execution['kind'], order: VenueOrder, fill: VenueFill | undefined, cancelClientOrderId?: string): void {
    this.#lastExecutionId += 1;
    const executionId = this.#lastExecutionId;
    this.#executions.push({ executionId, kind, order: { ...order }, fill, cancelClientOrderId, timeMs: this.#timeMs });
  }

  #begin(): void {
    this.#timeMs = this.#parts.nowMs();
    this.#executions = [];
    this.#trades = [];
    this.#starving = undefined;
  }

  #end(market: Market): void {
    this.#parts.desk.tell({
      executions: this.#executions,
      balances: this.#parts.ledger.endStep(),
      trades: this.#trades,
      bookChange: market.book.endStep(this.#timeMs),
      timeMs: this.#timeMs,
    });
  }
}

/** Why what the plan leaves over expires; undefined when it rests in the book. */
function expiryOf({ ticket, plan }: Admission, isKilled: boolean): ExpiryReason | undefined {
  if (plan.end === 'self-trade') return 'self-trade';
  if (ticket.type === 'market') return 'insufficient-liquidity';
  if (isKilled) return 'unfilled-fok';
  return ticket.timeInForce === 'IOC' ? 'unfilled-ioc' : undefined;
}
