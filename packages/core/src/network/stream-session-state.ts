import { defaultBackoff } from './backoff.ts';
import type { BackoffPlan, StreamPhase, StreamPlan } from './stream-plan.ts';
import { SubscriptionRegistry } from './subscription-registry.ts';

/** A frame that logs in or subscribes, with the id by which the venue acknowledges it. */
export interface RequestFrame {
  readonly requestId: number;
  /** Text goes out in a text frame, bytes in a binary one. */
  readonly frame: string | Uint8Array;
}

/** A stream plan with every default filled in. */
export type StreamTiming = Required<
  Omit<StreamPlan, 'url' | 'headers' | 'maximumPayloadBytes' | 'backoff' | 'connectLimitId' | 'sendLimitId' | 'pingFrame'>
> & {
  readonly backoff: BackoffPlan;
};

/** Everything a stream session knows; it is owned by one session and changed in place by its machine. */
export interface StreamSessionState {
  readonly timing: StreamTiming;
  /** Whether the stream logs in on each fresh socket. */
  readonly hasLogin: boolean;
  readonly canSubscribe: boolean;
  readonly canUnsubscribe: boolean;
  /** Whether each frame that is sent needs a permit first. */
  readonly isGated: boolean;
  /** Whether the owner replaces a connection that has become old; else it is closed and another one opened. */
  readonly isRotatedByOwner: boolean;
  readonly registry: SubscriptionRegistry;
  /** The owner wants the stream. */
  isStarted: boolean;
  /** The opener has not reported the end of the current generation's socket yet. */
  hasSocket: boolean;
  phase: StreamPhase;
  generation: number;
  reason: string | undefined;
  /** Never reused, so that an answer of an older connection matches nothing. */
  lastRequestId: number;
  /** `stop()` waits for the end of the socket. */
  isStopping: boolean;
  /** Login frames that have not been sent, the next one first; undefined while the owner makes them. */
  loginFrames: RequestFrame[] | undefined;
  /** The login frame that was sent and not answered. */
  loginRequestId: number | undefined;
  /** When the current step of the login must be done. */
  loginDeadlineMs: number;
  /** Connections that failed or ended early, in a row. */
  failures: number;
  /** When the next connection may be opened. */
  resumeAtMs: number;
  /** Undefined while the stream is not live. */
  liveSinceMs: number | undefined;
  /** When the last frame of any kind came on this connection. */
  lastFrameMs: number;
  lastDataMs: number | undefined;
  /** From when on data is expected: the stream became live, or topics were confirmed. */
  dataExpectedSinceMs: number;
  /** When we pinged last on this connection; at first, when it was opened. */
  lastPingMs: number;
  pongDeadlineMs: number | undefined;
  nextSendMs: number;
  /** The permit for the next frame, where frames need one. */
  permit: 'none' | 'asked' | 'granted';
  rotateAtMs: number;
}

const ROTATE_AFTER_MS = 85_800_000;

/** The defaults that `StreamPlan` documents. */
export function streamTiming(plan: StreamPlan): StreamTiming {
  return {
    pingIntervalMs: plan.pingIntervalMs ?? 15_000,
    pingWhen: plan.pingWhen ?? 'quiet',
    pongTimeoutMs: plan.pongTimeoutMs ?? 10_000,
    maximumSilenceMs: plan.maximumSilenceMs ?? 60_000,
    maximumDataAgeMs: plan.maximumDataAgeMs ?? 0,
    rotateAfterMs: plan.rotateAfterMs ?? ROTATE_AFTER_MS,
    acknowledgeTimeoutMs: plan.acknowledgeTimeoutMs ?? 10_000,
    acknowledges: plan.acknowledges ?? 'all',
    sendSpacingMs: plan.sendSpacingMs ?? 250,
    topicsPerFrame: plan.topicsPerFrame ?? 100,
    backoff: { ...defaultBackoff, ...plan.backoff },
  };
}

/** A session that has not been started. */
export function initialStreamSessionState(
  timing: StreamTiming,
  abilities: {
    readonly hasLogin: boolean;
    readonly canSubscribe: boolean;
    readonly canUnsubscribe: boolean;
    /** Default false. */
    readonly isGated?: boolean;
    /** Default false. */
    readonly isRotatedByOwner?: boolean;
  },
): StreamSessionState {
  return {
    timing,
    isGated: false,
    isRotatedByOwner: false,
    ...abilities,
    registry: new SubscriptionRegistry(),
    isStarted: false,
    hasSocket: false,
    phase: 'stopped',
    generation: 0,
    reason: undefined,
    lastRequestId: 0,
    isStopping: false,
    loginFrames: undefined,
    loginRequestId: undefined,
    loginDeadlineMs: 0,
    failures: 0,
    resumeAtMs: 0,
    liveSinceMs: undefined,
    lastFrameMs: 0,
    lastDataMs: undefined,
    dataExpectedSinceMs: 0,
    lastPingMs: 0,
    pongDeadlineMs: undefined,
    nextSendMs: 0,
    permit: 'none',
    rotateAtMs: Number.POSITIVE_INFINITY,
  };
}

/** Whether a frame of this generation is to be listened to. */
export function isListening(state: StreamSessionState, generation: number): boolean {
  return generation === state.generation && (state.phase === 'live' || state.phase === 'logging-in');
}

/** A frame of the current connection came. On the path of every message, therefore no step of its own. */
export function noteFrame(state: StreamSessionState, nowMs: number, isData: boolean): void {
  state.lastFrameMs = nowMs;
  if (isData) state.lastDataMs = nowMs;
}
