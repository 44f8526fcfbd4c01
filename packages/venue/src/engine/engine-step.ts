import type { ListStatus } from '../model/order-list.ts';
import type { VenueOrder } from '../model/order.ts';
import type { Execution, ExecutionKind, FirstFill, VenueTrade } from '../model/trade.ts';
import type { TouchedBalances } from './ledger.ts';
import type { StepReport } from './listener-desk.ts';
import type { Market } from './market.ts';
import { type ListRecord, listView } from './order-lists.ts';

/** Something that what happened before in the step has made due: an order's trigger, or the orders that waited for a working order. */
export type Due = { readonly kind: 'trigger'; readonly order: VenueOrder } | { readonly kind: 'followers'; readonly record: ListRecord };

type Details = Partial<Pick<Execution, 'fill' | 'prevention' | 'previousClientOrderId' | 'cancelClientOrderId'>>;

const NO_DETAILS: Details = {};

/** One moment of one market: all that happens in it, and what is told of it afterwards. */
export class EngineStep {
  readonly market: Market;
  readonly timeMs: number;
  /** First come, first served. */
  readonly due: Due[] = [];
  readonly #nextExecutionId: () => number;
  readonly #executions: Execution[] = [];
  readonly #trades: VenueTrade[] = [];
  readonly #listStatuses: ListStatus[] = [];
  readonly #firstFills: FirstFill[] = [];

  constructor(market: Market, timeMs: number, nextExecutionId: () => number) {
    this.market = market;
    this.timeMs = timeMs;
    this.#nextExecutionId = nextExecutionId;
  }

  /** @returns the execution's id */
  record(kind: ExecutionKind, order: VenueOrder, details: Details = NO_DETAILS): number {
    const executionId = this.#nextExecutionId();
    this.#executions.push({
      executionId,
      kind,
      order: { ...order },
      fill: details.fill,
      prevention: details.prevention,
      previousClientOrderId: details.previousClientOrderId,
      cancelClientOrderId: details.cancelClientOrderId,
      timeMs: this.timeMs,
    });
    return executionId;
  }

  recordTrade(trade: VenueTrade): void {
    this.#trades.push(trade);
  }

  recordList(kind: ListStatus['kind'], record: ListRecord): void {
    this.#listStatuses.push({ kind, list: listView(record), timeMs: this.timeMs });
  }

  recordFirstFill({ account, tradingPair, orderId }: VenueOrder, isMaker: boolean): void {
    this.#firstFills.push({ account, tradingPair, orderId, isMaker, timeMs: this.timeMs });
  }

  /** Ends the book's step too: the report takes the update id. */
  report(balances: readonly TouchedBalances[]): StepReport {
    return {
      executions: this.#executions,
      firstFills: this.#firstFills,
      listStatuses: this.#listStatuses,
      balances,
      trades: this.#trades,
      bookChange: this.market.book.endStep(this.timeMs),
      timeMs: this.timeMs,
    };
  }
}
