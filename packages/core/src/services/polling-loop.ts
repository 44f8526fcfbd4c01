import { AbortedError } from '../errors/aborted-error.ts';
import type { Clock, TimerHandle } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Random } from '../runtime/random.ts';

/** What a loop does and how often. */
export interface PollingLoopOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  /** The pause between the end of one round and the start of the next, asked anew each time. */
  readonly intervalMs: () => number;
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Told once per change from good to failing, not once per retry. */
  readonly onFailure?: (error: unknown) => void;
  /** Bounds of the delay after a failure: a random time below 1, 2, 4 … times the first, at most the second. Default 1,000 and 60,000 ms. */
  readonly retryInitialMs?: number;
  readonly retryMaximumMs?: number;
}

/** Does one thing again and again, never twice at once, until it is stopped. */
export class PollingLoop {
  readonly #options: PollingLoopOptions;
  #abort: AbortController | undefined;
  #timer: TimerHandle | undefined;
  #dueMs = 0;
  #running: Promise<void> | undefined;
  #isWanted = false;
  #failures = 0;

  constructor(options: PollingLoopOptions) {
    this.#options = options;
  }

  /** Starts with a round at once, or after one interval. */
  start(first: 'now' | 'after-interval' = 'now'): void {
    if (this.#abort !== undefined) return;
    this.#abort = new AbortController();
    this.#failures = 0;
    if (first === 'now') this.#round();
    else this.#schedule(this.#options.intervalMs());
  }

  /** Asks for a round as soon as possible: now, or right after the one that is running. */
  trigger(): void {
    if (this.#abort === undefined) return;
    if (this.#running !== undefined) {
      this.#isWanted = true;
      return;
    }
    this.#round();
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#abort?.abort(new AbortedError(this.#options.name, { mayHaveBeenSent: true }));
    this.#abort = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#isWanted = false;
    await this.#running;
  }

  /** Sees to it that the next round begins within this time; does nothing while a round runs. */
  hasten(withinMs: number): void {
    if (this.#timer === undefined || this.#dueMs <= this.#options.clock.monotonicMs() + withinMs) return;
    this.#timer.cancel();
    this.#schedule(withinMs);
  }

  #schedule(delayMs: number): void {
    const { clock } = this.#options;
    this.#dueMs = clock.monotonicMs() + delayMs;
    this.#timer = clock.setTimer(delayMs, () => this.#round());
  }

  #round(): void {
    const abort = this.#abort;
    if (abort === undefined) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    const running = this.#runOnce(abort.signal).then((delayMs) => {
      if (this.#running === running) this.#running = undefined;
      if (this.#abort !== abort) return;
      if (this.#isWanted) {
        this.#isWanted = false;
        this.#round();
      } else {
        this.#schedule(delayMs);
      }
    });
    this.#running = running;
  }

  async #runOnce(signal: AbortSignal): Promise<number> {
    const { name, log, random, run, onFailure } = this.#options;
    try {
      await run(signal);
      if (this.#failures > 0) log.info({ loop: name }, 'works again');
      this.#failures = 0;
      return this.#options.intervalMs();
    } catch (error) {
      if (!signal.aborted && this.#failures === 0) {
        log.warn({ loop: name, error }, 'failed, will be tried again');
        onFailure?.(error);
      }
      this.#failures += 1;
      const bound = (this.#options.retryInitialMs ?? 1_000) * 2 ** Math.min(this.#failures - 1, 16);
      return Math.max(1, Math.min(bound, this.#options.retryMaximumMs ?? 60_000) * random.next());
    }
  }
}
