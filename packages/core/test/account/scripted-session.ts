import { Buffer } from 'node:buffer';
import type { UserStreamDataSource } from '../../src/account/user-stream-data-source.ts';
import type { UserStreamSession, UserStreamTrackerOptions } from '../../src/account/user-stream-options.ts';
import { UserStreamTracker } from '../../src/account/user-stream-tracker.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { RepairAttempt, RepairPart, StreamGap } from '../../src/model/gap.ts';
import type { StreamStatus } from '../../src/network/stream-plan.ts';
import type { StreamSessionOptions } from '../../src/network/stream-session.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';

/** A session that does what the test says. */
export class ScriptedSession implements UserStreamSession {
  readonly options: StreamSessionOptions;
  readonly calls: string[] = [];
  /** What the session's status tells. */
  lastSignOfLifeMs: number | undefined;
  #generation = 0;

  constructor(options: StreamSessionOptions) {
    this.options = options;
  }

  get status(): StreamStatus {
    return { phase: 'live', generation: this.#generation, lastDataMs: undefined, lastFrameMs: this.lastSignOfLifeMs, reason: undefined };
  }

  start(): void {
    this.calls.push('start');
  }

  stop(): Promise<void> {
    this.calls.push('stop');
    return Promise.resolve();
  }

  acknowledge(requestId: number): void {
    this.calls.push(`acknowledge ${requestId}`);
  }

  refuse(requestId: number, error: Error): void {
    this.calls.push(`refuse ${requestId} ${error.message}`);
  }

  noteHeartbeat(): void {
    this.calls.push('heartbeat');
  }

  reply(frame: string | Uint8Array): void {
    this.calls.push(`reply ${frame.toString()}`);
  }

  /** As the real one: the connection is given up, and its owner is told. */
  restart(reason: string): void {
    this.calls.push(`restart ${reason}`);
    this.options.onInterrupted(reason);
  }

  live(): void {
    this.#generation += 1;
    this.options.onLive(this.#generation);
  }

  interrupt(reason: string): void {
    this.options.onInterrupted(reason);
  }

  frame(text: string): void {
    this.options.onFrame(Buffer.from(text));
  }
}

/** Frames: `e:<event>`, `ack:<id>`, `no:<id>`, `end:<reason>`, `soon:<reason>`, `expired:<key>`, `bad:<text>`, `throw`. */
const dataSource: UserStreamDataSource = {
  stream: { url: 'wss://venue.test/private', backoff: { initialMs: 1_000, maximumMs: 4_000 } },
  loginFrames: ({ nowMs, nextRequestId }) => [{ requestId: nextRequestId(), frame: `login at ${nowMs}` }],
  onFrame(frame, sink) {
    const [kind, ...rest] = frame.toString().split(':');
    const text = rest.join(':');
    if (kind === 'e') sink.event(text);
    else if (kind === 'ack') sink.acknowledged(Number.parseInt(text, 10));
    else if (kind === 'no') sink.refused(Number.parseInt(text, 10), new Error('refused'));
    else if (kind === 'end') sink.terminated(text);
    else if (kind === 'soon') sink.closingSoon(text);
    else if (kind === 'expired') sink.credentialExpired(text === '' ? undefined : text);
    else if (kind === 'bad') sink.problem(new Error(text));
    else throw new Error('cannot be read');
  },
};

interface RepairCall {
  readonly gap: StreamGap;
  readonly signal: AbortSignal;
  /** What was asked for; undefined: everything. */
  readonly parts: readonly RepairPart[] | undefined;
  succeed(report?: RepairAttempt): Promise<void>;
  fail(): Promise<void>;
}

/** A tracker on a scripted session; what it tells is collected in `told`, one text each. */
export class UserStreamBench {
  readonly clock = new ManualClock({ wallMs: 1_000_000 });
  readonly told: string[] = [];
  readonly repairs: RepairCall[] = [];
  readonly tracker: UserStreamTracker;
  /** One for each line that was opened. */
  readonly sessions: ScriptedSession[] = [];

  constructor(overrides: Partial<UserStreamTrackerOptions> = {}) {
    const runtime: Runtime = {
      clock: this.clock,
      random: { next: () => 0.5, hex: (length) => '0'.repeat(2 * length) },
      fetch: () => Promise.reject(new Error('no network here')),
      openSocket: () => {
        throw new Error('no network here');
      },
      log: silentLogger,
    };
    this.tracker = new UserStreamTracker({
      runtime,
      dataSource,
      nowMs: () => this.clock.wallMs() + 7,
      onEvent: (event) => void this.told.push(`event ${String(event)}`),
      repair: (gap, signal, parts) => this.#repair(gap, signal, parts),
      onStatus: (event) => {
        if (event.type === 'stream-problem') this.told.push(`problem ${event.error?.message ?? ''}`);
        else if (event.type === 'stream-restored') {
          this.told.push(`restored ${event.gap.fromMs ?? 'start'}..${event.gap.toMs} fills ${event.repaired.recoveredFills}`);
        } else if (event.type === 'stream-degraded') {
          const what = event.missing.length === 0 ? 'all' : event.missing.join(' ');
          this.told.push(`degraded ${what} ${event.isHolding ? 'holding' : 'flowing'} after ${event.attempt}: ${event.error.message}`);
        } else if (event.type === 'stream-rotated') this.told.push(`rotated to ${event.generation}: ${event.reason}`);
        else this.told.push(`${event.type} ${event.reason ?? ''}`.trim());
      },
      createSession: (options) => {
        const session = new ScriptedSession(options);
        this.sessions.push(session);
        return session;
      },
      ...overrides,
    });
  }

  /** The session of the newest line. */
  get session(): ScriptedSession {
    const latest = this.sessions.at(-1);
    if (latest === undefined) throw new Error('the tracker has not been started');
    return latest;
  }

  /** The latest repair that was asked for. */
  get repair(): RepairCall {
    const latest = this.repairs.at(-1);
    if (latest === undefined) throw new Error('no repair has been asked for');
    return latest;
  }

  /** What has been told since the last call. */
  take(): string[] {
    return this.told.splice(0);
  }

  /** Lets everything that waits for nothing but its turn happen. */
  async settle(ms = 0): Promise<void> {
    await this.clock.advance(ms);
  }

  /** Started, connected and repaired. */
  async goLive(): Promise<void> {
    this.tracker.start();
    this.session.live();
    await this.settle();
    await this.repair.succeed();
    this.take();
  }

  #repair(gap: StreamGap, signal: AbortSignal, parts: ReadonlySet<RepairPart> | undefined): Promise<RepairAttempt> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      this.repairs.push({
        gap,
        signal,
        parts: parts && [...parts],
        succeed: async (report = { recoveredFills: 0, changedOrders: 0 }) => {
          resolve(report);
          await this.settle();
        },
        fail: async () => {
          reject(new Error('the query failed'));
          await this.settle();
        },
      });
    });
  }
}
