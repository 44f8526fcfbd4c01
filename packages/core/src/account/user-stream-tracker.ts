import type { Buffer } from 'node:buffer';
import { sleep } from '../clock/sleep.ts';
import { StreamError } from '../errors/stream-error.ts';
import type { RepairReport, StreamGap } from '../model/gap.ts';
import { backoffDelayMs, defaultBackoff } from '../network/backoff.ts';
import { StreamSession, type StreamSessionOptions } from '../network/stream-session.ts';
import { OrderedDelivery } from './ordered-delivery.ts';
import type { UserStreamDataSource, UserStreamSink } from './user-stream-data-source.ts';
import type { UserStreamSession, UserStreamState, UserStreamTrackerOptions } from './user-stream-options.ts';

export type { UserStreamSession, UserStreamState, UserStreamTrackerOptions };

/**
 * Keeps the private stream of an account whole. After each connection the events are held back until what happened in between
 * has been asked for and merged; then they are released in order. Nothing is dropped without a repair that covers it.
 */
export class UserStreamTracker {
  readonly #options: UserStreamTrackerOptions;
  readonly #bufferLimit: number;
  readonly #delivery: OrderedDelivery;
  readonly #sink: UserStreamSink;
  #session: UserStreamSession | undefined;
  #state: UserStreamState = 'stopped';
  /** Events held back until the repair is done; undefined while they flow. */
  #buffer: unknown[] | undefined = [];
  #repairRun: AbortController | undefined;
  readonly #runs = new Set<Promise<void>>();
  /** Until when everything has been told to `onEvent`. */
  #wholeUntil: Moment | undefined;
  #interruptionReason = 'start';
  /** The venue has refused a login for its timestamp, and its time has not been asked for since. */
  #isTimeDoubted = false;

  constructor(options: UserStreamTrackerOptions) {
    this.#options = options;
    this.#bufferLimit = options.bufferLimit ?? 10_000;
    this.#delivery = new OrderedDelivery(
      (event) => options.onEvent(event),
      (error) => this.#reportProblem('a private event could not be handled', error),
    );
    this.#sink = {
      event: (event) => this.#receive(event),
      acknowledged: (requestId) => this.#session?.acknowledge(requestId),
      refused: (requestId, error) => this.#refuse(requestId, error),
      terminated: (reason) => this.#restart(new StreamError('terminated', `the venue has ended the private stream: ${reason}`)),
      closingSoon: (reason) => this.#restart(new StreamError('closed', `the venue is about to close the private stream: ${reason}`)),
      problem: (error) => this.#reportProblem('a private message could not be used', error),
    };
  }

  get state(): UserStreamState {
    return this.#state;
  }

  /** True while nothing is missing: connected, repaired, and every held event released. */
  get isLive(): boolean {
    return this.#state === 'live';
  }

  /** Our monotonic time of the last sign of life: a frame, whatever it was, a ping or a pong; undefined before the first connection. */
  get lastReceivedMs(): number | undefined {
    return this.#session?.status.lastFrameMs;
  }

  /** Events received and not yet handed over. */
  get heldEvents(): number {
    return (this.#buffer?.length ?? 0) + this.#delivery.waiting;
  }

  /** Starts connecting; does nothing when started already. */
  start(): void {
    if (this.#state !== 'stopped') return;
    this.#state = 'connecting';
    this.#buffer = [];
    this.#session ??= this.#createSession();
    this.#session.start();
  }

  /** Ends everything; resolves when no socket, timer, repair or handler is left. Can be started again, and repairs the time between. */
  async stop(): Promise<void> {
    if (this.#state !== 'stopped') {
      this.#abandonRepair();
      this.#state = 'stopped';
      this.#buffer = [];
      this.#delivery.drop();
      this.#interruptionReason = 'stopped';
    }
    await Promise.all([this.#session?.stop(), this.#delivery.whenDelivered(), ...this.#runs]);
  }

  #createSession(): UserStreamSession {
    const { runtime, dataSource } = this.#options;
    const options: StreamSessionOptions = {
      runtime,
      plan: dataSource.stream,
      name: 'private',
      admit: this.#options.admit,
      login: (nextRequestId) => this.#login(nextRequestId),
      onFrame: (frame) => this.#onFrame(frame),
      onLive: () => this.#onLive(),
      onInterrupted: (reason) => this.#onInterrupted(reason),
    };
    return this.#options.createSession?.(options) ?? new StreamSession(options);
  }

  #login(nextRequestId: () => number): ReturnType<UserStreamDataSource['loginFrames']> {
    const { dataSource, nowMs, venueTime } = this.#options;
    const frames = (): ReturnType<UserStreamDataSource['loginFrames']> => dataSource.loginFrames({ nowMs: nowMs(), nextRequestId });
    if (!this.#isTimeDoubted || venueTime === undefined) return frames();
    return venueTime.resynchronise().then(() => {
      this.#isTimeDoubted = false;
      return frames();
    });
  }

  #refuse(requestId: number, error: Error): void {
    if (this.#options.venueTime?.isClockError(error) === true) this.#isTimeDoubted = true;
    this.#session?.refuse(requestId, error);
  }

  #onFrame(frame: Buffer): void {
    if (this.#state === 'stopped') return;
    if (this.#state === 'live' && this.#delivery.isIdle) this.#wholeUntil = this.#now();
    try {
      this.#options.dataSource.onFrame(frame, this.#sink);
    } catch (error) {
      this.#reportProblem('a private frame could not be read', error);
    }
  }

  #receive(event: unknown): void {
    if (this.#state === 'stopped') return;
    if (this.heldEvents >= this.#bufferLimit) {
      this.#onOverflow();
      return;
    }
    if (this.#buffer === undefined) this.#delivery.deliver(event);
    else this.#buffer.push(event);
  }

  #onLive(): void {
    if (this.#state !== 'connecting') return;
    this.#reportState('stream-connected', undefined);
    this.#startRepair(this.#interruptionReason);
  }

  #onInterrupted(reason: string): void {
    if (this.#state === 'stopped') return;
    if (this.#state === 'connecting') {
      const error = new StreamError('closed', `the private stream could not be connected: ${reason}`);
      this.#reportProblem(error.message, error);
      return;
    }
    this.#abandonRepair();
    this.#state = 'connecting';
    this.#interruptionReason = reason;
    // The next repair asks for the whole gap. A held balance, released after it, would hide what changed while nobody listened.
    this.#buffer = [];
    this.#reportState('stream-interrupted', reason);
  }

  #restart(error: StreamError): void {
    if (this.#state === 'stopped') return;
    this.#reportProblem(error.message, error);
    this.#session?.restart(error.message);
  }

  #onOverflow(): void {
    const error = new StreamError(
      'overflow',
      `more than ${this.#bufferLimit} private events are waiting; they are discarded and asked for`,
    );
    this.#reportProblem(error.message, error);
    this.#abandonRepair();
    this.#buffer = [];
    this.#delivery.drop();
    if (this.#state === 'connecting') return;
    this.#startRepair(error.message);
  }

  #startRepair(reason: string): void {
    const run = new AbortController();
    this.#repairRun = run;
    this.#state = 'buffering';
    this.#buffer ??= [];
    const started = this.#now();
    const gap: StreamGap = { fromMs: startOfGapMs(this.#wholeUntil, started), toMs: started.wallMs, reason };
    const work = this.#repair({ gap, started, signal: run.signal }).finally(() => this.#runs.delete(work));
    this.#runs.add(work);
  }

  #abandonRepair(): void {
    this.#repairRun?.abort();
    this.#repairRun = undefined;
  }

  /** Repairs until it succeeds or is given up, then releases what was held back. Never rejects. */
  async #repair(work: RepairWork): Promise<void> {
    const { gap, signal } = work;
    const { clock, random } = this.#options.runtime;
    const plan = { ...defaultBackoff, ...this.#options.dataSource.stream.backoff };
    await this.#delivery.whenDelivered();
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const repaired = await this.#options.repair(gap, signal);
        if (!isAborted(signal)) await this.#release(work, repaired);
        return;
      } catch (error) {
        if (isAborted(signal)) return;
        this.#state = 'degraded';
        this.#reportProblem('the gap of the private stream could not be repaired, trying again', error);
      }
      await sleep(clock, backoffDelayMs(failures, random.next(), plan), signal).catch(() => undefined);
    }
  }

  async #release({ gap, started, signal }: RepairWork, repaired: RepairReport): Promise<void> {
    const held = this.#buffer ?? [];
    this.#buffer = undefined;
    for (const event of held) this.#delivery.deliver(event);
    await this.#delivery.whenDelivered();
    if (signal.aborted) return;
    this.#wholeUntil = started;
    this.#state = 'live';
    this.#options.onStatus({
      type: 'stream-restored',
      stream: 'private',
      gap,
      repaired,
      eventTimeMs: this.#options.nowMs(),
    });
  }

  #now(): Moment {
    const { clock } = this.#options.runtime;
    return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
  }

  #reportState(type: 'stream-connected' | 'stream-interrupted', reason: string | undefined): void {
    this.#options.onStatus({ type, stream: 'private', reason, eventTimeMs: this.#options.nowMs() });
  }

  #reportProblem(message: string, error: unknown): void {
    this.#options.onStatus({
      type: 'stream-problem',
      stream: 'private',
      message,
      error: error instanceof Error ? error : new Error(String(error)),
      eventTimeMs: this.#options.nowMs(),
    });
  }
}

interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

interface RepairWork {
  readonly gap: StreamGap;
  readonly started: Moment;
  readonly signal: AbortSignal;
}

/** By the wall clock as it is now. It may have been set since, and the other one stands still while a machine sleeps: the earlier counts. */
function startOfGapMs(wholeUntil: Moment | undefined, started: Moment): number | undefined {
  if (wholeUntil === undefined) return undefined;
  return Math.min(wholeUntil.wallMs, started.wallMs - (started.monotonicMs - wholeUntil.monotonicMs));
}

/** Asked anew after each wait, because the signal may have been aborted meanwhile. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
