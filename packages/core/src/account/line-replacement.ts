import { sleep } from '../clock/sleep.ts';
import { backoffDelayMs, failuresAfter } from '../network/backoff.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** A move to a new line that has been asked for. */
interface Move {
  readonly reason: string;
  readonly isUrgent: boolean;
  readonly life: AbortController;
  isOpened: boolean;
}

/**
 * Decides when the line that replaces another one is opened: one move at a time, never before the last line but one is closed, and
 * with growing distance when lines have to be replaced again and again.
 */
export class LineReplacement {
  readonly #runtime: Runtime;
  readonly #backoff: BackoffPlan;
  #move: Move | undefined;
  /** Moves in a row that did not bring a line that stayed. */
  #moves = 0;
  #lastMs: number | undefined;

  constructor(runtime: Runtime, backoff: BackoffPlan) {
    this.#runtime = runtime;
    this.#backoff = backoff;
  }

  /** Why a move is under way; undefined when none is. */
  get reason(): string | undefined {
    return this.#move?.reason;
  }

  /**
   * Asks for a move. Coalesced with one that is under way, unless this one is urgent and that one waits without hurry.
   * @param isUrgent the old line does not deliver any more; otherwise the move waits a random moment, so that many programs which
   * were told the same do not come in step.
   * @returns the work that opens the line, which never rejects; undefined when there is nothing to do.
   */
  ask(reason: string, isUrgent: boolean, whenFree: () => Promise<void>, open: () => void): Promise<void> | undefined {
    if (this.#move !== undefined) {
      if (this.#move.isOpened || this.#move.isUrgent || !isUrgent) return undefined;
      this.#move.life.abort();
    } else {
      const stayedMs = this.#lastMs === undefined ? 0 : this.#runtime.clock.monotonicMs() - this.#lastMs;
      this.#moves = failuresAfter(this.#moves, stayedMs, this.#backoff);
    }
    const move: Move = { reason, isUrgent, life: new AbortController(), isOpened: false };
    this.#move = move;
    return this.#carryOut(move, whenFree, open);
  }

  /** The new line has taken over, or the move is not needed any more. */
  end(): void {
    this.#move?.life.abort();
    this.#move = undefined;
    this.#lastMs = this.#runtime.clock.monotonicMs();
  }

  async #carryOut(move: Move, whenFree: () => Promise<void>, open: () => void): Promise<void> {
    const { clock, random } = this.#runtime;
    const { signal } = move.life;
    const failures = move.isUrgent ? this.#moves - 1 : this.#moves;
    if (failures >= 0) await sleep(clock, backoffDelayMs(failures, random.next(), this.#backoff), signal).catch(() => undefined);
    if (!signal.aborted) await whenFree();
    if (signal.aborted) return;
    this.#moves += 1;
    move.isOpened = true;
    open();
  }
}
