import { StreamError } from '../errors/stream-error.ts';
import { defaultBackoff } from '../network/backoff.ts';
import type { BackoffPlan } from '../network/stream-plan.ts';
import { CredentialKeeper } from './credential-keeper.ts';
import { ExpectedEvents, type CommandWitness } from './expected-events.ts';
import { LineReplacement } from './line-replacement.ts';
import { OrderedDelivery } from './ordered-delivery.ts';
import { PrivateLogin } from './private-login.ts';
import { RepairRun, type RepairRunParts } from './repair-run.ts';
import { StreamReporter } from './stream-reporter.ts';
import type { StreamLine, StreamLineParts } from './stream-line.ts';
import { StreamLines } from './stream-lines.ts';
import { earlierOf, momentOf, startOfGapMs, type Moment } from './stream-moment.ts';
import type { UserStreamState, UserStreamStatus, UserStreamTrackerOptions } from './user-stream-options.ts';

export type { UserStreamState, UserStreamStatus, UserStreamTrackerOptions };

/**
 * Keeps the private stream of an account whole. After each connection the events are held back until what happened in between
 * has been asked for and merged; then they are released in order. A line that is to end is replaced while it still delivers: it is
 * left only when the new one is live and what it may have missed is merged. Nothing is dropped without a repair that covers it.
 */
export class UserStreamTracker {
  readonly #options: UserStreamTrackerOptions;
  readonly #bufferLimit: number;
  readonly #report: StreamReporter;
  readonly #delivery: OrderedDelivery;
  readonly #replacement: LineReplacement;
  readonly #credentials: CredentialKeeper | undefined;
  readonly #expected: ExpectedEvents;
  readonly #lines: StreamLines;
  readonly #repairParts: RepairRunParts;
  #state: UserStreamState = 'stopped';
  #sinceMs = 0;
  #reason = 'start';
  #repairRun: RepairRun | undefined;
  /** A reason to replace the current line as soon as it is whole. */
  #wantedMove: string | undefined;
  readonly #runs = new Set<Promise<void>>();
  #stopping: Promise<void> | undefined;
  /** Counts starts and stops, so that a start which waits for a stop is not carried out after another stop. */
  #epoch = 0;
  /** Until when everything has been told to `onEvent`. */
  #wholeUntil: Moment | undefined;

  constructor(options: UserStreamTrackerOptions) {
    this.#options = options;
    this.#bufferLimit = options.bufferLimit ?? 10_000;
    this.#report = new StreamReporter(options);
    const { runtime, dataSource } = options;
    const backoff: BackoffPlan = { ...defaultBackoff, ...dataSource.stream.backoff };
    this.#delivery = new OrderedDelivery(
      (event) => options.onEvent(event),
      (error) => this.#report.problem('a private event could not be handled', error),
    );
    this.#replacement = new LineReplacement(runtime, backoff);
    this.#credentials =
      dataSource.credential &&
      new CredentialKeeper({
        runtime,
        credential: dataSource.credential,
        backoff,
        generationOf: (credential) => this.#lines.withCredential(credential)?.number ?? this.#lines.lastNumber,
        onGone: (credential, error) => this.#onBroken(this.#lines.withCredential(credential), `its credential has ended: ${error.message}`),
        onExpiring: (credential, error) =>
          this.#onAgeing(this.#lines.withCredential(credential), `its credential will end: ${error.message}`),
      });
    this.#expected = new ExpectedEvents({
      clock: runtime.clock,
      withinMs: options.eventWithinMs ?? 10_000,
      isWatching: () => this.#lines.isFlowing,
      isBehind: () => !this.#delivery.isIdle,
      onMissing: (clientOrderId, sentMs) => this.#onMissing(clientOrderId, sentMs),
    });
    const lineParts: StreamLineParts = {
      options,
      login: new PrivateLogin(options),
      credentials: this.#credentials,
      handlers: {
        onFrame: (line) => this.#onFrame(line),
        onEvent: (line, event) => this.#receive(line, event),
        onLive: (line) => this.#onLive(line),
        onInterrupted: (line, reason, wasConnected) => this.#onInterrupted(line, reason, wasConnected),
        onRotationDue: (line, reason) => this.#onAgeing(line, reason),
        onTerminated: (line, reason) => this.#onBroken(line, `the venue has ended the private stream: ${reason}`),
        onClosingSoon: (line, reason) => this.#onAgeing(line, `the venue is about to close the private stream: ${reason}`),
        onCredentialExpired: (line, reason) => this.#onBroken(line, reason),
        onProblem: (message, error) => this.#report.problem(message, error),
      },
    };
    this.#lines = new StreamLines(runtime.clock, lineParts, options.drainMs ?? 1_000, this.#bufferLimit);
    this.#repairParts = {
      runtime,
      backoff,
      whenDelivered: () => this.#delivery.whenDelivered(),
      repair: (gap, signal, parts) => options.repair(gap, signal, parts),
      onFailed: (run, error) => this.#onRepairFailed(run, error),
      onWhole: (run) => this.#onWhole(run),
    };
  }

  get state(): UserStreamState {
    return this.#state;
  }

  get status(): UserStreamStatus {
    return {
      state: this.#state,
      sinceMs: this.#sinceMs,
      reason: this.#reason,
      generation: this.#lines.current?.number ?? this.#lines.lastNumber,
      gapFromMs: this.#state === 'live' ? undefined : startOfGapMs(this.#wholeUntil, this.#now()),
      replacing: this.#replacement.reason,
      failedAttempts: this.#repairRun?.failedAttempts ?? 0,
      missing: this.#repairRun?.missing ?? [],
    };
  }

  /** True while nothing is missing: connected, repaired, and every held event released. */
  get isLive(): boolean {
    return this.#state === 'live';
  }

  /** Until when everything has been told to `onEvent`, by our wall clock in ms; undefined before the stream was whole for the first time. */
  get wholeUntilMs(): number | undefined {
    return startOfGapMs(this.#wholeUntil, this.#now());
  }

  /** Our monotonic time of the last sign of life: a frame, whatever it was, a ping or a pong; undefined before the first connection. */
  get lastReceivedMs(): number | undefined {
    return this.#lines.current?.lastFrameMs;
  }

  /** Events received and not yet handed over, of both lines while there are two. */
  get heldEvents(): number {
    return this.#lines.held + this.#delivery.waiting;
  }

  /** Is to be told of commands, so that a stream that does not tell of them is found out. */
  get witness(): CommandWitness {
    return this.#expected;
  }

  /** Starts connecting; does nothing when started already. While a stop is under way, the start follows it. */
  start(): void {
    if (this.#state !== 'stopped') return;
    this.#enter('recovering', this.#reason);
    this.#epoch += 1;
    const epoch = this.#epoch;
    if (this.#stopping === undefined) this.#begin();
    else
      void this.#stopping.then(() => {
        if (this.#epoch === epoch) this.#begin();
      });
  }

  /** Ends everything; resolves when no socket, timer, repair or handler is left. Can be started again, and repairs the time between. */
  async stop(): Promise<void> {
    if (this.#state !== 'stopped') {
      this.#epoch += 1;
      this.#enter('stopped', 'stopped');
      this.#abandonRepair();
      this.#replacement.end();
      this.#expected.forgetDue();
      this.#wantedMove = undefined;
      this.#report.reset();
      this.#delivery.drop();
      const stopping = Promise.all([
        this.#stopping,
        this.#lines.stop(),
        this.#credentials?.stop(),
        this.#delivery.whenDelivered(),
        ...this.#runs,
      ]);
      const stopped = stopping.then(() => {
        if (this.#stopping === stopped) this.#stopping = undefined;
      });
      this.#stopping = stopped;
    }
    await this.#stopping;
  }

  #begin(): void {
    this.#credentials?.start();
    this.#lines.openFirst();
  }

  #onFrame(line: StreamLine): void {
    if (this.#state === 'live' && line === this.#lines.current && this.#delivery.isIdle) this.#wholeUntil = this.#now();
  }

  #receive(line: StreamLine, event: unknown): void {
    if ((line.held?.length ?? 0) + this.#delivery.waiting >= this.#bufferLimit) this.#onOverflow(line);
    else if (line.held !== undefined) line.held.push(event);
    else if (this.#lines.admits(line, event)) this.#delivery.deliver(event);
  }

  #onLive(line: StreamLine): void {
    const isRotation = line === this.#lines.next && this.#state === 'live';
    if (!isRotation && !this.#report.isToldConnected) this.#report.connected();
    this.#startRepair(line, (isRotation ? this.#replacement.reason : undefined) ?? this.#reason);
  }

  #onInterrupted(line: StreamLine, reason: string, wasConnected: boolean): void {
    if (!this.#lines.has(line)) {
      this.#follow(this.#lines.endDrain());
      return;
    }
    if (this.#repairRun?.line === line) this.#abandonRepair();
    // The next repair asks for the whole gap. A held balance, released after it, would hide what changed while nobody listened.
    line.held = [];
    if (line === this.#lines.next || !wasConnected) {
      const error = new StreamError('closed', `the private stream could not be connected: ${reason}`);
      this.#report.problem(error.message, error);
      // What was being repaired before the new line came goes on without it.
      if (this.#state === 'degraded' && this.#lines.isFlowing && this.#repairRun === undefined)
        this.#startRepair(this.#lines.current, this.#reason);
    } else if (this.#lines.next === undefined) {
      // This line connects again by itself.
      this.#wantedMove = undefined;
      this.#replacement.end();
      if (this.#report.isToldConnected) this.#interrupt(reason);
    } else {
      this.#onEndBeforeSwap(reason);
    }
  }

  /** The current line has ended while the next one is on its way: that one goes on alone. */
  #onEndBeforeSwap(reason: string): void {
    this.#takeOver();
    this.#follow(this.#lines.endDrain());
    if (this.#state !== 'recovering') {
      this.#interrupt(reason);
      if (this.#lines.current?.isConnected === true) this.#report.connected();
    }
    const run = this.#repairRun;
    if (run !== undefined && run.failedAttempts > 0) this.#startRepair(run.line, this.#reason);
  }

  #interrupt(reason: string): void {
    // A listener may have stopped everything.
    if (this.#state === 'stopped') return;
    this.#enter('recovering', reason);
    this.#expected.forgetDue();
    this.#report.interrupted(reason);
  }

  /** The line does not deliver any more, or not everything. */
  #onBroken(line: StreamLine | undefined, reason: string): void {
    if (!this.#lines.has(line)) return;
    const error = new StreamError('terminated', reason);
    if (line === this.#lines.next || line.held !== undefined) {
      this.#report.problem(error.message, error);
      line.restart(reason);
      return;
    }
    if (this.#state !== 'recovering') {
      this.#report.problem(error.message, error);
      this.#interrupt(reason);
      if (this.#repairRun?.line === line) this.#abandonRepair();
    }
    this.#move(reason, true);
  }

  /** The line will end; until then it delivers. */
  #onAgeing(line: StreamLine | undefined, reason: string): void {
    if (!this.#lines.has(line)) return;
    if (line === this.#lines.next) line.restart(reason);
    else if (line.held !== undefined) this.#wantedMove = reason;
    else this.#move(reason, false);
  }

  #onMissing(clientOrderId: string, sentMs: number): void {
    const now = this.#now();
    const sent: Moment = { wallMs: now.wallMs - (now.monotonicMs - sentMs), monotonicMs: sentMs };
    if (this.#wholeUntil !== undefined) this.#wholeUntil = earlierOf(this.#wholeUntil, sent);
    this.#onBroken(this.#lines.current, `no private event came about the acknowledged order ${clientOrderId}`);
  }

  #move(reason: string, isUrgent: boolean): void {
    if (this.#state === 'stopped') return;
    const work = this.#replacement.ask(
      reason,
      isUrgent,
      () => this.#lines.endDrain(),
      () => this.#lines.openNext(),
    );
    if (work !== undefined) this.#follow(work);
  }

  #onOverflow(line: StreamLine): void {
    const error = new StreamError(
      'overflow',
      `more than ${this.#bufferLimit} private events are waiting; they are discarded and asked for`,
    );
    this.#report.problem(error.message, error);
    if (!this.#lines.has(line)) return;
    if (line === this.#lines.next && this.#lines.isFlowing && this.#delivery.waiting < this.#bufferLimit) {
      // What the current line delivers is not touched.
      line.held = [];
      if (line.isConnected) this.#startRepair(line, this.#repairRun?.gap.reason ?? error.message);
      return;
    }
    this.#abandonRepair();
    this.#delivery.drop();
    const { current, next } = this.#lines;
    for (const holding of [current, next]) if (holding !== undefined) holding.held = [];
    if (this.#state !== 'recovering') this.#enter('recovering', error.message);
    const repaired = next?.isConnected === true ? next : current;
    if (repaired?.isConnected === true) this.#startRepair(repaired, error.message);
  }

  #startRepair(line: StreamLine | undefined, reason: string): void {
    // A listener may have stopped everything.
    if (line === undefined || this.#state === 'stopped') return;
    this.#abandonRepair();
    const started = this.#now();
    const fromMs = startOfGapMs(this.#wholeUntil, started) ?? this.#options.restoredWholeUntilMs?.();
    const gap = { fromMs, toMs: Math.ceil(started.wallMs), reason };
    const run = new RepairRun(line, gap, started, this.#repairParts);
    this.#repairRun = run;
    this.#follow(run.work());
  }

  #abandonRepair(): void {
    this.#repairRun?.abandon();
    this.#repairRun = undefined;
  }

  #onRepairFailed(run: RepairRun, error: Error): void {
    const isPartial = run.missing.length > 0;
    if (run.line === this.#lines.next && this.#state === 'live') {
      if (run.failedAttempts === 1) this.#report.problem('the snapshot beside a new private stream failed, the old one goes on', error);
      return;
    }
    if (this.#state !== 'degraded') this.#enter('degraded', run.gap.reason);
    this.#report.degraded(run, !isPartial && run.line.held !== undefined, error);
    // What is known of our orders is enough for the events to make sense; the rest is asked for while they flow.
    if (isPartial && !run.isAbandoned()) this.#release(run.line);
  }

  async #onWhole(run: RepairRun): Promise<void> {
    const wasLive = this.#state === 'live';
    this.#release(run.line);
    await this.#delivery.whenDelivered();
    if (run.isAbandoned()) return;
    this.#repairRun = undefined;
    if (wasLive) {
      this.#report.rotated(run);
    } else {
      this.#wholeUntil = run.started;
      this.#enter('live', run.gap.reason);
      this.#report.restored(run);
    }
  }

  /** What the line held back is told, and its events flow from now on. */
  #release(line: StreamLine): void {
    if (line === this.#lines.next) this.#takeOver();
    for (const event of this.#lines.release()) this.#delivery.deliver(event);
    const wanted = this.#wantedMove;
    if (wanted === undefined || !this.#lines.isFlowing) return;
    this.#wantedMove = undefined;
    this.#move(wanted, false);
  }

  #takeOver(): void {
    this.#lines.takeOver();
    this.#replacement.end();
  }

  #follow(work: Promise<void>): void {
    this.#runs.add(work);
    void work.finally(() => this.#runs.delete(work));
  }

  #enter(state: UserStreamState, reason: string): void {
    this.#state = state;
    this.#reason = reason;
    this.#sinceMs = this.#options.runtime.clock.wallMs();
  }

  #now(): Moment {
    return momentOf(this.#options.runtime.clock);
  }
}
