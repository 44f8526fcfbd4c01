import type {
  StreamDegradedEvent,
  StreamProblemEvent,
  StreamRestoredEvent,
  StreamRotatedEvent,
  StreamStateEvent,
} from '../model/events.ts';
import type { RepairAttempt, RepairPart, StreamGap } from '../model/gap.ts';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { StreamAdmission } from '../network/stream-gate.ts';
import type { StreamSession, StreamSessionOptions } from '../network/stream-session.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { UsageReading } from '../web/processors.ts';
import type { UserStreamDataSource } from './user-stream-data-source.ts';

/**
 * `recovering`: something may be missing, it is being connected and asked for; `degraded`: the repair has failed, wholly or in a part,
 * and is being repeated; `live`: nothing is missing, also while the stream moves to a new connection.
 */
export type UserStreamState = 'stopped' | 'recovering' | 'degraded' | 'live';

/** The public state of the private stream. */
export interface UserStreamStatus {
  readonly state: UserStreamState;
  /** Our wall clock in ms when this state began. */
  readonly sinceMs: number;
  /** Why the stream is in this state. */
  readonly reason: string;
  /** The number of the line that delivers, or is to; grows by one with each line that was opened. */
  readonly generation: number;
  /** Since when something may be missing, by our wall clock in ms; undefined while nothing is, and before the stream was whole for the first time. */
  readonly gapFromMs: number | undefined;
  /** The reason of a move to a new line that is under way. */
  readonly replacing: string | undefined;
  /** Failed attempts of the repair that is under way. */
  readonly failedAttempts: number;
  /** The parts that the repair still lacks, where it has succeeded in others. */
  readonly missing: readonly RepairPart[];
}

/** The part of a stream session that the tracker works with. */
export type UserStreamSession = Pick<
  StreamSession,
  'status' | 'start' | 'stop' | 'acknowledge' | 'refuse' | 'restart' | 'noteHeartbeat' | 'reply'
>;

export type UserStreamEvent = StreamStateEvent | StreamRestoredEvent | StreamDegradedEvent | StreamRotatedEvent | StreamProblemEvent;

/** What a user stream tracker is made of. */
export interface UserStreamTrackerOptions {
  readonly runtime: Runtime;
  readonly dataSource: UserStreamDataSource;
  /** The venue's time in ms. */
  nowMs(): number;
  /** One private event. The next is given when a returned promise has settled. What it throws is reported and skipped. */
  onEvent(event: unknown): MaybePromise<void>;
  /**
   * Asks the venue for what the gap may have hidden (open orders, held orders absent from them, trades since, balances) and
   * merges it. Called when every earlier event has been handled; repeated with backoff when it throws, and what it names as failed is
   * repeated alone.
   * @param parts what to ask for; undefined: everything.
   */
  repair(gap: StreamGap, signal: AbortSignal, parts: ReadonlySet<RepairPart> | undefined): Promise<RepairAttempt>;
  /** Asked before each attempt to connect and before each frame that is sent. Default: nothing waits. */
  readonly admit?: StreamAdmission | undefined;
  /** What to do about a login that the venue refuses for its timestamp. Default: it is tried again with the same idea of the time. */
  readonly venueTime?: {
    isClockError(error: Error): boolean;
    /** Asks the venue for its time, before the next login. What it throws makes that login fail, and is tried again with the one after. */
    resynchronise(): Promise<void>;
  };
  onStatus(event: UserStreamEvent): void;
  /** The venue's counts of rate limits, as they come. Default: nobody is told. */
  onUsage?(readings: readonly UsageReading[]): void;
  /**
   * Until when an earlier program had been told everything, by the wall clock in ms: the first repair begins there. Asked when that
   * repair begins. Default: the first repair asks for the present alone.
   */
  restoredWholeUntilMs?(): number | undefined;
  /** The most events held back of one line, by a repair or by a slow `onEvent`; one more discards them all and repairs anew. Default 10,000. */
  readonly bufferLimit?: number;
  /** How long a line that has been replaced is still listened to. Default 1,000 ms. */
  readonly drainMs?: number;
  /** How long after an acknowledged command an event about its order must have come; else the stream counts as dead. 0: never. Default 10,000 ms. */
  readonly eventWithinMs?: number | undefined;
  /** Makes the session that keeps the socket. Default: a `StreamSession`. */
  createSession?(options: StreamSessionOptions): UserStreamSession;
}
