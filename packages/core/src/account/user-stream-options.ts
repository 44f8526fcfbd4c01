import type { StreamRestoredEvent, StreamStateEvent, StreamProblemEvent } from '../model/events.ts';
import type { RepairReport, StreamGap } from '../model/gap.ts';
import type { MaybePromise } from '../model/maybe-promise.ts';
import type { StreamAdmission } from '../network/stream-gate.ts';
import type { StreamSession, StreamSessionOptions } from '../network/stream-session.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { UserStreamDataSource } from './user-stream-data-source.ts';

/**
 * `connecting`: no live connection, what happens is missed; `buffering`: live, events are held back while the gap is repaired;
 * `degraded`: as buffering, but the repair has failed and is being repeated; `live`: nothing is missing.
 */
export type UserStreamState = 'stopped' | 'connecting' | 'buffering' | 'degraded' | 'live';

/** The part of a stream session that the tracker works with. */
export type UserStreamSession = Pick<StreamSession, 'status' | 'start' | 'stop' | 'acknowledge' | 'refuse' | 'restart'>;

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
   * merges it. Called when every earlier event has been handled; repeated with backoff when it throws.
   */
  repair(gap: StreamGap, signal: AbortSignal): Promise<RepairReport>;
  /** Asked before each attempt to connect and before each frame that is sent. Default: nothing waits. */
  readonly admit?: StreamAdmission | undefined;
  /** What to do about a login that the venue refuses for its timestamp. Default: it is tried again with the same idea of the time. */
  readonly venueTime?: {
    isClockError(error: Error): boolean;
    /** Asks the venue for its time, before the next login. What it throws makes that login fail, and is tried again with the one after. */
    resynchronise(): Promise<void>;
  };
  onStatus(event: StreamStateEvent | StreamRestoredEvent | StreamProblemEvent): void;
  /** The most events held back, by a repair or by a slow `onEvent`; one more discards them all and repairs anew. Default 10,000. */
  readonly bufferLimit?: number;
  /** Makes the session that keeps the socket. Default: a `StreamSession`. */
  createSession?(options: StreamSessionOptions): UserStreamSession;
}
