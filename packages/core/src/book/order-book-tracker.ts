import type { Buffer } from 'node:buffer';
import { AbortedError } from '../errors/aborted-error.ts';
import { UnknownTradingPairError } from '../errors/unknown-trading-pair-error.ts';
import type { PublicTrade } from '../model/public-trade.ts';
import type { TradingPair } from '../model/trading-pair.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import { StreamSession } from '../network/stream-session.ts';
import type { Clock, TimerHandle } from '../runtime/clock.ts';
import type { RequestContext, SymbolLookup } from '../web/request-context.ts';
import { BookEventOutlet } from './book-event-outlet.ts';
import type { BookEffect, BookEffects, BookInput, DiffInput } from './book-synchronizer-messages.ts';
import type { BookUpdates } from './book-updates.ts';
import { createDepthDiff } from './depth-diff.ts';
import type { DepthDiff, DepthSnapshot } from './depth-message.ts';
import { DepthDiffPool } from './diff-buffer.ts';
import type { MarketDataSink } from './order-book-data-source.ts';
import type { BookStatus, OrderBookTrackerOptions } from './order-book-tracker-options.ts';
import type { OrderBookView } from './order-book-view.ts';
import { SnapshotSupply } from './snapshot-supply.ts';
import { TopicRegistry } from './topic-registry.ts';
import { TrackedBook } from './tracked-book.ts';

const DEFAULT_BACKOFF: BackoffPlan = { initialMs: 1_000, maximumMs: 30_000, stableAfterMs: 60_000 };

/** What lives from a start to a stop. */
interface Run {
  readonly controller: AbortController;
  readonly context: RequestContext;
  readonly session: StreamSession;
  ageTimer: TimerHandle | undefined;
}

/** Keeps the books of many pairs: one socket, one synchroniser for each; trouble of one book leaves the others alone. */
export class OrderBookTracker {
  readonly #options: OrderBookTrackerOptions;
  readonly #clock: Clock;
  readonly #backoff: BackoffPlan;
  readonly #tracked = new Map<TradingPair, TrackedBook>();
  readonly #books = new Map<TradingPair, OrderBookView>();
  readonly #topics = new TopicRegistry();
  readonly #pool = new DepthDiffPool();
  readonly #snapshots: SnapshotSupply;
  readonly #events: BookEventOutlet;
  readonly #sink: MarketDataSink;
  readonly #effects: BookEffects = { isPublished: false, list: [] };
  readonly #diffInput: DiffInput = { type: 'diff', diff: createDepthDiff('-') };
  #run: Run | undefined;
  #frameMs = 0;

  constructor(options: OrderBookTrackerOptions) {
    this.#options = options;
    this.#clock = options.runtime.clock;
    this.#events = new BookEventOutlet(options);
    this.#backoff = { ...DEFAULT_BACKOFF, ...options.snapshotBackoff };
    this.#snapshots = new SnapshotSupply({
      runtime: options.runtime,
      dataSource: options.dataSource,
      maximumConcurrent: options.maximumConcurrentSnapshots ?? 4,
      backoff: this.#backoff,
      onSnapshot: (pair, request, snapshot) => {
        const tracked = this.#tracked.get(pair);
        if (tracked !== undefined) this.#step(tracked, { type: 'snapshot-received', request, snapshot });
      },
      onFailure: (pair, request, error) => this.#takeFailure(pair, request, error),
    });
    this.#sink = {
      diff: (diff) => this.#takeDiff(diff),
      snapshot: (snapshot) => this.#takeSnapshot(snapshot),
      trade: (trade) => this.#takeTrade(trade),
      acknowledged: (requestId) => this.#run?.session.acknowledge(requestId),
      refused: (requestId, error) => this.#run?.session.refuse(requestId, error),
      heartbeat: () => this.#run?.session.noteHeartbeat(),
      reply: (frame) => this.#run?.session.reply(frame),
      desynchronised: (reason) => this.#run?.session.restart(reason),
      closingSoon: (reason) => this.#run?.session.restart(reason),
      problem: (error, pair) => this.#takeProblem(error, pair),
    };
    for (const pair of options.tradingPairs ?? []) this.addTradingPair(pair);
  }

  /** The books by pair; the same object for as long as the pair is followed, over stops and starts. */
  get books(): ReadonlyMap<TradingPair, OrderBookView> {
    return this.#books;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  /** Whether the tracker runs and every book is live. */
  get isReady(): boolean {
    if (this.#run === undefined) return false;
    for (const { book } of this.#tracked.values()) if (book.state !== 'live') return false;
    return true;
  }

  /** @throws UnknownTradingPairError naming the pair, when it is not followed. */
  getOrderBook(pair: TradingPair): OrderBookView {
    return this.#find(pair).book;
  }

  /** @throws UnknownTradingPairError naming the pair, when it is not followed. */
  status(pair: TradingPair): BookStatus {
    const { book, synchronizer, sinceMs, lastMessageMs } = this.#find(pair);
    return {
      state: book.state,
      reason: book.stateReason,
      sinceMs,
      ageMs: lastMessageMs === undefined ? undefined : this.#clock.monotonicMs() - lastMessageMs,
      resyncs: synchronizer.resyncs,
      gaps: synchronizer.gaps,
      bufferedDiffs: synchronizer.bufferedDiffs,
    };
  }

  /**
   * The changes of one book, conflated: a slow reader gets the latest only. Ends with the signal, with the pair, and when the
   * tracker stops.
   * @throws UnknownTradingPairError naming the pair, when it is not followed.
   */
  updates(pair: TradingPair, signal?: AbortSignal): BookUpdates {
    return this.#find(pair).updates(signal);
  }

  /** Connects and follows the pairs; does nothing while running. */
  start(): void {
    if (this.#run !== undefined) return;
    const controller = new AbortController();
    const context = this.#options.context(controller.signal);
    const session = this.#createSession(context);
    const run: Run = { controller, context, session, ageTimer: undefined };
    this.#run = run;
    for (const tracked of this.#tracked.values()) {
      this.#step(tracked, { type: 'start' });
      tracked.sinceMs = this.#clock.wallMs();
      tracked.lastMessageMs = undefined;
      try {
        this.#resolveTopics(tracked, run);
      } catch (error) {
        this.#step(tracked, { type: 'interrupted', reason: asError(error).message });
        this.#events.problem('market', `${tracked.pair} cannot be followed`, asError(error));
      }
    }
    // A listener to a problem may have stopped the tracker.
    if (this.#run !== run) return;
    session.want(this.#topics.topics);
    session.start();
    this.#watchAges(run);
  }

  /** Stops; resolves when no socket, timer or request is left. The books stay readable, as `stopped`. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    run.ageTimer?.cancel();
    run.controller.abort(new AbortedError('order book tracker', { mayHaveBeenSent: true }));
    for (const tracked of this.#tracked.values()) this.#end(tracked);
    this.#topics.clear();
    await Promise.all([this.#snapshots.stop(), run.session.stop()]);
  }

  /**
   * Follows one more pair. @returns false when it is followed already.
   * @throws UnknownTradingPairError while running, when the venue does not know the pair; nothing is changed then.
   */
  addTradingPair(pair: TradingPair): boolean {
    if (this.#tracked.has(pair)) return false;
    const { dataSource, bufferLimit } = this.#options;
    const tracked = new TrackedBook(pair, dataSource, this.#pool, bufferLimit ?? 1_000, this.#clock.wallMs());
    const run = this.#run;
    const fresh = run === undefined ? [] : this.#resolveTopics(tracked, run);
    this.#tracked.set(pair, tracked);
    this.#books.set(pair, tracked.book);
    if (fresh.length > 0) run?.session.want(fresh);
    if (this.#topics.isConfirmed(tracked)) this.#step(tracked, { type: 'stream-ready' });
    return true;
  }

  /** Follows a pair no more; its book stays as it is, `stopped`. @returns false when it is not followed. */
  removeTradingPair(pair: TradingPair): boolean {
    const tracked = this.#tracked.get(pair);
    if (tracked === undefined) return false;
    this.#tracked.delete(pair);
    this.#books.delete(pair);
    this.#snapshots.cancel(pair);
    this.#end(tracked);
    const unneeded = this.#topics.remove(tracked);
    if (unneeded.length > 0) this.#run?.session.unwant(unneeded);
    return true;
  }

  #createSession({ symbols }: RequestContext): StreamSession {
    const { runtime, dataSource } = this.#options;
    return new StreamSession({
      runtime,
      plan: dataSource.stream,
      name: 'market',
      admit: this.#options.admit,
      subscribeFrame: (topics, requestId) => dataSource.subscribeFrame(topics, requestId),
      unsubscribeFrame: (topics, requestId) => dataSource.unsubscribeFrame(topics, requestId),
      onFrame: (frame) => this.#takeFrame(frame, symbols),
      onLive: () => this.#takeConnection(),
      onInterrupted: (reason) => this.#takeInterruption(reason),
      onTopicsConfirmed: (topics) => this.#takeConfirmation(topics),
      onTopicsRefused: (topics, error) => this.#takeRefusal(topics, error),
    });
  }

  #takeConnection(): void {
    try {
      this.#options.dataSource.onConnected?.();
    } catch (error) {
      this.#events.problem('market', 'the data source could not begin anew', asError(error));
    }
    this.#events.streamState('stream-connected', undefined);
  }

  #takeFrame(frame: Buffer, symbols: SymbolLookup): void {
    this.#frameMs = this.#clock.monotonicMs();
    try {
      this.#options.dataSource.onFrame(frame, this.#sink, symbols);
    } catch (error) {
      this.#events.problem('market', 'a frame could not be read', asError(error));
    }
  }

  #takeConfirmation(topics: readonly string[]): void {
    this.#topics.confirm(topics);
    for (const tracked of this.#topics.booksOf(topics)) {
      if (!this.#topics.isConfirmed(tracked)) continue;
      tracked.isFreshlySubscribed = true;
      this.#step(tracked, { type: 'stream-ready' });
      tracked.isFreshlySubscribed = false;
    }
  }

  #takeRefusal(topics: readonly string[], error: Error): void {
    this.#events.problem('market', `the venue refused ${topics.join(', ')}`, error);
    for (const tracked of this.#topics.booksOf(topics)) {
      this.#step(tracked, { type: 'interrupted', reason: `subscription refused: ${error.message}` });
    }
  }

  #takeDiff(diff: DepthDiff): void {
    const tracked = this.#tracked.get(diff.tradingPair);
    if (tracked === undefined) return;
    tracked.lastMessageMs = this.#frameMs;
    this.#diffInput.diff = diff;
    this.#step(tracked, this.#diffInput);
  }

  #takeSnapshot(snapshot: DepthSnapshot): void {
    const tracked = this.#tracked.get(snapshot.tradingPair);
    if (tracked === undefined) return;
    tracked.lastMessageMs = this.#frameMs;
    this.#step(tracked, { type: 'snapshot', snapshot, isInSequence: this.#options.dataSource.snapshots === 'by-subscription' });
  }

  #takeTrade(trade: PublicTrade): void {
    const tracked = this.#tracked.get(trade.tradingPair);
    if (tracked === undefined) return;
    tracked.lastMessageMs = this.#frameMs;
    tracked.book.recordTrade(trade.price, trade.eventTimeMs);
    this.#events.trade(trade);
  }

  #takeProblem(error: Error, pair: TradingPair | undefined): void {
    this.#events.problem('market', error.message, error);
    const tracked = pair === undefined ? undefined : this.#tracked.get(pair);
    if (tracked !== undefined) this.#step(tracked, { type: 'problem', reason: error.message });
  }

  #takeFailure(pair: TradingPair, request: number, error: Error): void {
    this.#events.problem('rest', `the order book snapshot of ${pair} could not be fetched, trying again: ${error.message}`, error);
    const tracked = this.#tracked.get(pair);
    if (tracked !== undefined) this.#step(tracked, { type: 'snapshot-failed', request, reason: error.message });
  }

  #takeInterruption(reason: string): void {
    this.#topics.forgetConfirmations();
    this.#events.streamState('stream-interrupted', reason);
    for (const tracked of this.#tracked.values()) this.#step(tracked, { type: 'interrupted', reason });
  }

  #step(tracked: TrackedBook, input: BookInput): void {
    const effects = this.#effects;
    try {
      tracked.synchronizer.step(input, effects);
    } catch (error) {
      this.#events.problem('market', `the continuity rule failed for ${tracked.pair}`, asError(error));
      if (input.type !== 'problem') this.#step(tracked, { type: 'problem', reason: asError(error).message });
      return;
    }
    const { isPublished } = effects;
    effects.isPublished = false;
    if (effects.list.length > 0) {
      const list = effects.list;
      effects.list = [];
      for (const effect of list) this.#follow(tracked, effect);
    }
    if (isPublished) this.#publish(tracked);
  }

  #follow(tracked: TrackedBook, effect: BookEffect): void {
    // An event's listener may have stopped the tracker or removed the pair.
    const isFollowed = tracked.synchronizer.phase !== 'stopped';
    switch (effect.type) {
      case 'became-live':
        tracked.becameLive(this.#clock.monotonicMs(), this.#clock.wallMs());
        this.#events.bookState(effect.isResync ? 'book-resynced' : 'book-live', tracked.book, tracked.sinceMs);
        return;
      case 'became-stale':
        tracked.becameStale(this.#clock.monotonicMs(), this.#clock.wallMs(), this.#backoff.stableAfterMs);
        this.#events.bookState('book-stale', tracked.book, tracked.sinceMs);
        tracked.notifyReaders();
        return;
      case 'request-snapshot':
        if (this.#run !== undefined && isFollowed) {
          const { context, session } = this.#run;
          this.#snapshots.request(context, tracked, effect, () => session.renew(this.#topics.ownOf(tracked)));
        }
        return;
      case 'abandon-snapshot':
        if (isFollowed) this.#snapshots.cancel(tracked.pair);
        return;
    }
  }

  #publish(tracked: TrackedBook): void {
    const { book } = tracked;
    if (book.state !== 'live') return;
    tracked.notifyReaders();
    this.#events.bookUpdated(book);
  }

  #resolveTopics(tracked: TrackedBook, run: Run): string[] {
    tracked.topics = [];
    tracked.topics = this.#options.dataSource.topicsOf(tracked.pair, run.context.symbols);
    return this.#topics.add(tracked);
  }

  #end(tracked: TrackedBook): void {
    this.#step(tracked, { type: 'stop' });
    tracked.sinceMs = this.#clock.wallMs();
    tracked.endReaders();
  }

  #watchAges(run: Run): void {
    const limitMs = this.#options.maximumBookAgeMs ?? 0;
    if (limitMs <= 0) return;
    run.ageTimer = this.#clock.setTimer(limitMs / 4, () => {
      const nowMs = this.#clock.monotonicMs();
      for (const tracked of this.#tracked.values()) {
        if (run.session.status.phase !== 'live' || tracked.book.state !== 'live' || tracked.silenceMs(nowMs) < limitMs) continue;
        this.#step(tracked, { type: 'problem', reason: `no message for ${limitMs} ms` });
      }
      if (this.#run === run) this.#watchAges(run);
    });
  }

  #find(pair: TradingPair): TrackedBook {
    const tracked = this.#tracked.get(pair);
    if (tracked === undefined) throw new UnknownTradingPairError(pair, 'the order books');
    return tracked;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
