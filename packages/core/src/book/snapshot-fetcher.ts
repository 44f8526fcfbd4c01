import { AbortedError } from '../errors/aborted-error.ts';
import { InvalidPayloadError } from '../errors/invalid-payload-error.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import type { TimerHandle } from '../runtime/clock.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RequestContext } from '../web/request-context.ts';
import type { DepthSnapshot } from './depth-message.ts';
import type { OrderBookDataSource } from './order-book-data-source.ts';

/** What a fetcher is made of. */
export interface SnapshotFetcherOptions {
  readonly runtime: Runtime;
  readonly dataSource: OrderBookDataSource;
  /** How many requests may be under way at once. */
  readonly maximumConcurrent: number;
  readonly backoff: BackoffPlan;
  onSnapshot(pair: TradingPair, request: number, snapshot: DepthSnapshot): void;
  onFailure(pair: TradingPair, request: number, error: Error): void;
}

interface Job {
  readonly pair: TradingPair;
  readonly context: RequestContext;
  request: number;
  timer: TimerHandle | undefined;
  controller: AbortController | undefined;
}

/** Fetches snapshots for many books: at most some at once, at most one per book, later after each failure. */
export class SnapshotFetcher {
  readonly #options: SnapshotFetcherOptions;
  readonly #jobs = new Map<TradingPair, Job>();
  readonly #queue: Job[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(options: SnapshotFetcherOptions) {
    this.#options = options;
  }

  /**
   * Fetches a snapshot, after a random delay when `retries` is above 0. A request of the same pair that has not been sent
   * yet is kept with its delay, and answers with the new number; one that is under way is given up.
   */
  request(context: RequestContext, pair: TradingPair, request: number, retries: number): void {
    const earlier = this.#jobs.get(pair);
    if (earlier !== undefined && earlier.controller === undefined) {
      earlier.request = request;
      return;
    }
    this.cancel(pair);
    const job: Job = { pair, context, request, timer: undefined, controller: undefined };
    this.#jobs.set(pair, job);
    if (retries <= 0) {
      this.#enqueue(job);
      return;
    }
    const { runtime, backoff } = this.#options;
    const bound = Math.min(backoff.maximumMs, backoff.initialMs * 2 ** (retries - 1));
    job.timer = runtime.clock.setTimer(runtime.random.next() * bound, () => {
      job.timer = undefined;
      this.#enqueue(job);
    });
  }

  /** Gives the request of a pair up; nothing is heard of it any more. */
  cancel(pair: TradingPair): void {
    const job = this.#jobs.get(pair);
    if (job === undefined) return;
    this.#jobs.delete(pair);
    job.timer?.cancel();
    const position = this.#queue.indexOf(job);
    if (position >= 0) this.#queue.splice(position, 1);
    job.controller?.abort();
  }

  /** Gives everything up; resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    for (const pair of this.#jobs.keys()) this.cancel(pair);
    await Promise.all(this.#running);
  }

  #enqueue(job: Job): void {
    this.#queue.push(job);
    this.#sendNext();
  }

  #sendNext(): void {
    while (this.#running.size < this.#options.maximumConcurrent) {
      const job = this.#queue.shift();
      if (job === undefined) return;
      const run = this.#run(job).finally(() => {
        this.#running.delete(run);
        this.#sendNext();
      });
      this.#running.add(run);
    }
  }

  async #run(job: Job): Promise<void> {
    const controller = new AbortController();
    job.controller = controller;
    let snapshot: DepthSnapshot;
    try {
      snapshot = await this.#fetch(job, controller.signal);
    } catch (error) {
      if (this.#takeBack(job)) this.#options.onFailure(job.pair, job.request, error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.#takeBack(job)) this.#options.onSnapshot(job.pair, job.request, snapshot);
  }

  /** Whether the job is still wanted; it is done with in any case. */
  #takeBack(job: Job): boolean {
    if (this.#jobs.get(job.pair) !== job) return false;
    this.#jobs.delete(job.pair);
    return true;
  }

  async #fetch(job: Job, signal: AbortSignal): Promise<DepthSnapshot> {
    const { pair } = job;
    const snapshot = await endingWith(signal, pair, async () =>
      this.#options.dataSource.requestSnapshot(withSignal(job.context, signal), pair),
    );
    if (snapshot.tradingPair === pair) return snapshot;
    throw new InvalidPayloadError({
      field: 'tradingPair',
      origin: `order book snapshot of ${pair}`,
      expected: pair,
      received: snapshot.tradingPair,
    });
  }
}

/** The context with the signal of one request, which the REST caller hears of too. */
function withSignal(context: RequestContext, signal: AbortSignal): RequestContext {
  return {
    rest: { execute: (call) => context.rest.execute(call.signal === undefined ? { ...call, signal } : call) },
    symbols: context.symbols,
    tradingRule: (pair) => context.tradingRule(pair),
    nowMs: () => context.nowMs(),
    log: context.log,
    signal,
  };
}

/** The result of `work`, or a rejection as soon as `signal` ends, also when the work takes no notice of it. */
async function endingWith<Value>(signal: AbortSignal, pair: TradingPair, work: () => Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(new AbortedError(`order book snapshot of ${pair}`, { mayHaveBeenSent: true }));
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
