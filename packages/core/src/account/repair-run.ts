import { sleep } from '../clock/sleep.ts';
import type { FailedRepairPart, RepairPart, RepairReport, StreamGap } from '../model/gap.ts';
import { backoffDelayMs } from '../network/backoff.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { StreamLine } from './stream-line.ts';
import type { Moment } from './stream-moment.ts';
import type { UserStreamTrackerOptions } from './user-stream-options.ts';

/** What a repair works with. */
export interface RepairRunParts {
  readonly runtime: Runtime;
  readonly backoff: BackoffPlan;
  /** Resolves when every earlier event has been handled. */
  whenDelivered(): Promise<void>;
  readonly repair: UserStreamTrackerOptions['repair'];
  onFailed(run: RepairRun, error: Error): void;
  /** Nothing is missing any more. */
  onWhole(run: RepairRun): Promise<void>;
}

/** The repair of one gap: repeated until nothing is missing or it is given up. */
export class RepairRun {
  readonly line: StreamLine;
  readonly gap: StreamGap;
  readonly started: Moment;
  readonly #parts: RepairRunParts;
  readonly #life = new AbortController();
  #failedAttempts = 0;
  #missing: ReadonlySet<RepairPart> | undefined;
  #repaired: RepairReport = { recoveredFills: 0, changedOrders: 0 };

  /** @param line the line whose held events the repair goes before */
  constructor(line: StreamLine, gap: StreamGap, started: Moment, parts: RepairRunParts) {
    this.line = line;
    this.gap = gap;
    this.started = started;
    this.#parts = parts;
  }

  /** A function, because the answer changes while one waits. */
  isAbandoned(): boolean {
    return this.#life.signal.aborted;
  }

  get failedAttempts(): number {
    return this.#failedAttempts;
  }

  /** What is missing while other parts have succeeded; empty when nothing has yet. */
  get missing(): readonly RepairPart[] {
    return [...(this.#missing ?? [])];
  }

  /** Summed over all attempts. */
  get repaired(): RepairReport {
    return this.#repaired;
  }

  /** Ends it at the next moment at which it waits. */
  abandon(): void {
    this.#life.abort();
  }

  /** Never rejects. */
  async work(): Promise<void> {
    const { runtime, backoff } = this.#parts;
    const { signal } = this.#life;
    await this.#parts.whenDelivered();
    while (!this.isAbandoned()) {
      const error = await this.#attempt();
      if (this.isAbandoned()) return;
      if (error === undefined) {
        await this.#parts.onWhole(this);
        return;
      }
      this.#failedAttempts += 1;
      this.#parts.onFailed(this, error);
      const delayMs = backoffDelayMs(this.#failedAttempts - 1, runtime.random.next(), backoff);
      await sleep(runtime.clock, delayMs, signal).catch(() => undefined);
    }
  }

  /** @returns what went wrong; undefined when nothing is missing. */
  async #attempt(): Promise<Error | undefined> {
    try {
      const attempt = await this.#parts.repair(this.gap, this.#life.signal, this.#missing);
      this.#repaired = {
        recoveredFills: this.#repaired.recoveredFills + attempt.recoveredFills,
        changedOrders: this.#repaired.changedOrders + attempt.changedOrders,
      };
      const failed: readonly FailedRepairPart[] = attempt.failed ?? [];
      this.#missing = failed.length === 0 ? undefined : new Set(failed.map(({ part }) => part));
      return failed[0]?.error;
    } catch (error) {
      return error instanceof Error ? error : new Error('the repair failed without a reason');
    }
  }
}
