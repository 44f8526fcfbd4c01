import type { BookChange } from '../model/book-change.ts';
import type { ListStatus } from '../model/order-list.ts';
import type { Execution, FirstFill, VenueTrade } from '../model/trade.ts';
import type { TouchedBalances } from './ledger.ts';
import type { WorldListener } from './world.ts';

/** Everything that one engine step did. */
export interface StepReport {
  readonly executions: readonly Execution[];
  readonly firstFills: readonly FirstFill[];
  readonly listStatuses: readonly ListStatus[];
  readonly balances: readonly TouchedBalances[];
  readonly trades: readonly VenueTrade[];
  readonly bookChange: BookChange | undefined;
  readonly timeMs: number;
}

/**
 * Tells listeners of steps. A listener may make the engine step again: what that step did is told after the running
 * report, so everybody hears the same order.
 */
export class ListenerDesk {
  readonly #listeners = new Set<WorldListener>();
  #waiting: StepReport[] = [];
  #isTelling = false;

  add(listener: WorldListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A listener that throws keeps no other from hearing; the first error is thrown when all has been told. */
  tell(report: StepReport): void {
    this.#waiting.push(report);
    if (this.#isTelling) return;
    this.#isTelling = true;
    const errors: unknown[] = [];
    for (let index = 0; index < this.#waiting.length; index += 1) {
      const next = this.#waiting[index];
      if (next === undefined) break;
      for (const listener of this.#listeners) {
        try {
          tellOne(listener, next);
        } catch (error) {
          errors.push(error);
        }
      }
    }
    this.#waiting = [];
    this.#isTelling = false;
    if (errors.length > 0) throw errors[0];
  }
}

function tellOne(listener: WorldListener, report: StepReport): void {
  for (const execution of report.executions) listener.onExecution(execution);
  for (const firstFill of report.firstFills) listener.onFirstFill?.(firstFill);
  for (const status of report.listStatuses) listener.onListStatus?.(status);
  for (const { account, balances } of report.balances) listener.onBalances(account, balances, report.timeMs);
  for (const trade of report.trades) listener.onTrade(trade);
  if (report.bookChange !== undefined) listener.onBookChange(report.bookChange);
}
