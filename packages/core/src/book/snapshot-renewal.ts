import { TimeoutError } from '../errors/timeout-error.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What a renewal is made of. */
export interface SnapshotRenewalOptions {
  readonly runtime: Runtime;
  readonly backoff: BackoffPlan;
  /** How long a subscription may take to begin with the book. */
  readonly deadlineMs: number;
  onFailure(pair: TradingPair, request: number, error: Error): void;
}

/** Gets books that come at the beginning of a subscription: subscribes anew, later after each failure, and waits for what comes. */
export class SnapshotRenewal {
  readonly #options: SnapshotRenewalOptions;
  readonly #timers = new Map<TradingPair, TimerHandle>();

  constructor(options: SnapshotRenewalOptions) {
    this.#options = options;
  }

  /**
   * Waits for the book of a pair.
   * @param renew subscribes the pair's topics anew; undefined where that has just been done.
   * @param retries after how many failures: above 0 it is renewed after a random delay.
   */
  request(pair: TradingPair, request: number, retries: number, renew: (() => void) | undefined): void {
    const { runtime, backoff } = this.#options;
    if (renew === undefined) {
      this.#await(pair, request);
      return;
    }
    const bound = retries <= 0 ? 0 : Math.min(backoff.maximumMs, backoff.initialMs * 2 ** (retries - 1));
    this.#set(pair, runtime.random.next() * bound, () => {
      this.#await(pair, request);
      renew();
    });
  }

  /** The book has come, or is not wanted any more. */
  cancel(pair: TradingPair): void {
    this.#timers.get(pair)?.cancel();
    this.#timers.delete(pair);
  }

  stop(): void {
    for (const pair of this.#timers.keys()) this.cancel(pair);
  }

  #await(pair: TradingPair, request: number): void {
    const { deadlineMs } = this.#options;
    this.#set(pair, deadlineMs, () =>
      this.#options.onFailure(pair, request, new TimeoutError(`the book of ${pair} on the socket`, deadlineMs)),
    );
  }

  #set(pair: TradingPair, delayMs: number, act: () => void): void {
    this.cancel(pair);
    const timer = this.#options.runtime.clock.setTimer(delayMs, () => {
      this.#timers.delete(pair);
      act();
    });
    this.#timers.set(pair, timer);
  }
}
