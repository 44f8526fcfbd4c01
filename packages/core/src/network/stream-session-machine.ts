import { scrubText } from '../log/scrub-text.ts';
import { backoffDelayMs, failuresAfter } from './backoff.ts';
import { dueProblem, isPingDue, isRotationDue } from './stream-deadlines.ts';
import type { RequestFrame, StreamSessionState } from './stream-session-state.ts';

/** What happened. The driver sends inputs one after the other. */
export type StreamSessionEvent =
  | { readonly kind: 'start' | 'stop' | 'tick' }
  | { readonly kind: 'want' | 'unwant' | 'renew'; readonly topics: readonly string[] }
  | { readonly kind: 'restart'; readonly reason: string }
  | { readonly kind: 'opened' | 'ponged' | 'admitted'; readonly generation: number }
  /** `retryAfterMs`: the least time until the next attempt, where whoever refused this one has said so. */
  | { readonly kind: 'closed'; readonly generation: number; readonly reason: string; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'login-ready'; readonly generation: number; readonly frames: readonly RequestFrame[] }
  | { readonly kind: 'login-failed'; readonly generation: number; readonly error: Error }
  | { readonly kind: 'acknowledged'; readonly requestId: number }
  | { readonly kind: 'refused'; readonly requestId: number; readonly error: Error };

/** An event with the monotonic time and a random number (0 included to 1 excluded) for the jitter that it may need. */
export type StreamSessionInput = StreamSessionEvent & { readonly nowMs: number; readonly chance: number };

/** What the driver has to do, in this order. */
export type StreamSessionEffect =
  | { readonly kind: 'open' | 'prepare-login' | 'live'; readonly generation: number }
  /** One frame is to be sent, and needs a permit: `admitted` follows when there is one. */
  | { readonly kind: 'ask-to-send'; readonly generation: number }
  | { readonly kind: 'close' | 'terminate' | 'ping' | 'stopped' }
  /** The connection is old enough to be replaced, and the owner does that; it stays. */
  | { readonly kind: 'rotation-due'; readonly reason: string }
  | { readonly kind: 'send'; readonly frame: string | Uint8Array }
  | { readonly kind: 'subscribe' | 'unsubscribe'; readonly topics: readonly string[]; readonly requestId: number }
  | { readonly kind: 'interrupted'; readonly reason: string; readonly error: Error | undefined }
  | { readonly kind: 'confirmed'; readonly topics: readonly string[] }
  | { readonly kind: 'refused'; readonly topics: readonly string[]; readonly error: Error };

/** A login that has to wait for something else, such as the venue's time, gets this long for its first frame. */
const LOGIN_PREPARATION_MS = 30_000;
/** Clients that started together do not rotate together; rotation only ever comes earlier. */
const ROTATION_JITTER = 0.05;
const ROTATION_REASON = 'rotation before the age at which the venue cuts connections';
const MAXIMUM_REASON = 200;

/** Moves the session on by one input. No I/O, clock or random; `effects` is filled, never read. */
export function step(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): void {
  handle(state, input, effects);
  settle(state, input, effects);
  // A permit counts for now: what no longer needs to be sent does not leave one for later.
  if (state.permit === 'granted') state.permit = 'none';
}

function handle(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): void {
  switch (input.kind) {
    case 'start':
      if (!state.isStarted) start(state, input);
      return;
    case 'stop':
      if (state.isStarted) stop(state, effects);
      return;
    case 'want': {
      const stillConfirmed = state.registry.want(input.topics);
      if (stillConfirmed.length > 0) effects.push({ kind: 'confirmed', topics: stillConfirmed });
      return;
    }
    case 'unwant':
      state.registry.unwant(input.topics);
      return;
    case 'renew':
      state.registry.renew(input.topics);
      return;
    case 'restart':
      if (isConnected(state)) interrupt(state, input, input.reason, 'terminate', effects);
      return;
    case 'opened':
      if (input.generation === state.generation && state.phase === 'connecting') onOpened(state, input, effects);
      return;
    case 'ponged':
      if (input.generation === state.generation) state.pongDeadlineMs = undefined;
      return;
    case 'admitted':
      if (input.generation === state.generation && state.permit === 'asked') state.permit = 'granted';
      return;
    case 'closed':
      if (input.generation === state.generation) onClosed(state, input, effects);
      return;
    case 'login-ready':
      if (isPreparing(state, input.generation)) state.loginFrames = [...input.frames];
      return;
    case 'login-failed':
      if (isPreparing(state, input.generation)) refuseLogin(state, input, input.error, effects);
      return;
    case 'acknowledged':
      onAcknowledged(state, input, effects);
      return;
    case 'refused':
      onRefused(state, input, effects);
      return;
    case 'tick':
  }
}

function start(state: StreamSessionState, input: StreamSessionInput): void {
  state.isStarted = true;
  state.failures = 0;
  state.reason = undefined;
  state.phase = 'backing-off';
  state.resumeAtMs = input.nowMs;
}

function stop(state: StreamSessionState, effects: StreamSessionEffect[]): void {
  state.isStarted = false;
  leave(state, 'stopped');
  if (!state.hasSocket) {
    effects.push({ kind: 'stopped' });
    return;
  }
  state.isStopping = true;
  effects.push({ kind: 'close' });
}

function onOpened(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): void {
  const { rotateAfterMs } = state.timing;
  state.phase = 'logging-in';
  state.lastFrameMs = input.nowMs;
  state.lastPingMs = input.nowMs;
  state.nextSendMs = input.nowMs;
  state.rotateAtMs = rotateAfterMs === 0 ? Number.POSITIVE_INFINITY : input.nowMs + rotateAfterMs * (1 - ROTATION_JITTER * input.chance);
  if (!state.hasLogin) {
    state.loginFrames = [];
    state.loginDeadlineMs = Number.POSITIVE_INFINITY;
    return;
  }
  state.loginDeadlineMs = input.nowMs + LOGIN_PREPARATION_MS;
  effects.push({ kind: 'prepare-login', generation: state.generation });
}

function onClosed(
  state: StreamSessionState,
  input: StreamSessionInput & { readonly kind: 'closed' },
  effects: StreamSessionEffect[],
): void {
  state.hasSocket = false;
  if (isConnected(state)) {
    interrupt(state, input, input.reason, 'gone', effects);
    state.resumeAtMs = Math.max(state.resumeAtMs, input.nowMs + (input.retryAfterMs ?? 0));
  }
  if (!state.isStopping) return;
  state.isStopping = false;
  effects.push({ kind: 'stopped' });
}

function onAcknowledged(
  state: StreamSessionState,
  input: StreamSessionInput & { readonly kind: 'acknowledged' },
  effects: StreamSessionEffect[],
): void {
  if (state.phase === 'logging-in' && input.requestId === state.loginRequestId) {
    state.loginRequestId = undefined;
    state.loginDeadlineMs = Number.POSITIVE_INFINITY;
    return;
  }
  const outcome = state.registry.acknowledge(input.requestId);
  if (outcome?.kind !== 'subscribe' || outcome.wanted.length === 0) return;
  state.dataExpectedSinceMs = input.nowMs;
  effects.push({ kind: 'confirmed', topics: outcome.wanted });
}

function onRefused(
  state: StreamSessionState,
  input: StreamSessionInput & { readonly kind: 'refused' },
  effects: StreamSessionEffect[],
): void {
  if (state.phase === 'logging-in' && input.requestId === state.loginRequestId) {
    refuseLogin(state, input, input.error, effects);
    return;
  }
  const outcome = state.registry.refuse(input.requestId);
  if (outcome?.kind === 'subscribe' && outcome.wanted.length > 0) {
    effects.push({ kind: 'refused', topics: outcome.wanted, error: input.error });
  }
}

function refuseLogin(state: StreamSessionState, input: StreamSessionInput, error: Error, effects: StreamSessionEffect[]): void {
  interrupt(state, input, `login refused: ${scrubText(error.message, MAXIMUM_REASON)}`, 'terminate', effects, error);
}

/** The current connection ends here; the next one is opened after the backoff, and after the end of this one was reported. */
function interrupt(
  state: StreamSessionState,
  input: StreamSessionInput,
  reason: string,
  how: 'terminate' | 'gone',
  effects: StreamSessionEffect[],
  error?: Error,
): void {
  countFailure(state, input);
  leave(state, 'backing-off');
  state.reason = reason;
  if (how === 'terminate') effects.push({ kind: 'terminate' });
  effects.push({ kind: 'interrupted', reason, error });
}

function countFailure(state: StreamSessionState, input: StreamSessionInput): void {
  const { backoff } = state.timing;
  const liveForMs = state.liveSinceMs === undefined ? -1 : input.nowMs - state.liveSinceMs;
  state.failures = failuresAfter(state.failures, liveForMs, backoff);
  state.resumeAtMs = input.nowMs + backoffDelayMs(state.failures, input.chance, backoff);
  state.failures += 1;
}

function rotate(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): void {
  if (state.isRotatedByOwner) {
    state.rotateAtMs = Number.POSITIVE_INFINITY;
    effects.push({ kind: 'rotation-due', reason: ROTATION_REASON });
    return;
  }
  leave(state, 'backing-off');
  state.failures = 0;
  state.resumeAtMs = input.nowMs;
  state.reason = ROTATION_REASON;
  effects.push({ kind: 'close' }, { kind: 'interrupted', reason: ROTATION_REASON, error: undefined });
}

/** Forgets what was true of the connection only. */
function leave(state: StreamSessionState, phase: 'backing-off' | 'stopped'): void {
  state.phase = phase;
  state.liveSinceMs = undefined;
  state.loginFrames = undefined;
  state.loginRequestId = undefined;
  state.pongDeadlineMs = undefined;
  state.permit = 'none';
  state.registry.disconnect();
}

/** Does what is due at this moment. */
function settle(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): void {
  const problem = dueProblem(state, input.nowMs);
  if (problem !== undefined) interrupt(state, input, problem, 'terminate', effects);
  else if (isRotationDue(state, input.nowMs)) rotate(state, input, effects);
  if (state.phase === 'backing-off' && !state.hasSocket && input.nowMs >= state.resumeAtMs) connect(state, effects);
  if (state.phase === 'logging-in') logIn(state, input, effects);
  if (state.phase === 'live') sendSubscriptions(state, input, effects);
  if (isPingDue(state, input.nowMs) && maySend(state, input, effects)) {
    state.pongDeadlineMs = input.nowMs + state.timing.pongTimeoutMs;
    state.lastPingMs = input.nowMs;
    noteSent(state, input);
    effects.push({ kind: 'ping' });
  }
}

function connect(state: StreamSessionState, effects: StreamSessionEffect[]): void {
  state.generation += 1;
  state.hasSocket = true;
  state.phase = 'connecting';
  effects.push({ kind: 'open', generation: state.generation });
}

function logIn(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): void {
  if (state.loginFrames === undefined || state.loginRequestId !== undefined) return;
  const next = state.loginFrames[0];
  if (next === undefined) {
    state.phase = 'live';
    state.liveSinceMs = input.nowMs;
    state.dataExpectedSinceMs = input.nowMs;
    effects.push({ kind: 'live', generation: state.generation });
    return;
  }
  state.loginDeadlineMs = Number.POSITIVE_INFINITY;
  if (!maySend(state, input, effects)) return;
  state.loginFrames.shift();
  state.loginRequestId = next.requestId;
  state.loginDeadlineMs = input.nowMs + state.timing.acknowledgeTimeoutMs;
  noteSent(state, input);
  effects.push({ kind: 'send', frame: next.frame });
}

function sendSubscriptions(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): void {
  if (!state.canSubscribe) return;
  while (state.registry.hasNext && maySend(state, input, effects)) {
    const requestId = state.lastRequestId + 1;
    const request = state.registry.take(requestId, state.timing.topicsPerFrame, input.nowMs + state.timing.acknowledgeTimeoutMs);
    if (request === undefined) return;
    state.lastRequestId = requestId;
    if (request.kind === 'unsubscribe' && !state.canUnsubscribe) {
      state.registry.acknowledge(requestId);
      continue;
    }
    noteSent(state, input);
    effects.push({ kind: request.kind, topics: request.topics, requestId });
    if (!isAcknowledged(state, request.kind)) onAcknowledged(state, { ...input, kind: 'acknowledged', requestId }, effects);
  }
}

function isAcknowledged({ timing }: StreamSessionState, kind: 'subscribe' | 'unsubscribe'): boolean {
  return timing.acknowledges === 'all' || (timing.acknowledges === 'subscriptions' && kind === 'subscribe');
}

/** Whether a frame may be sent now; asks for the permit where one is needed and not asked for yet. */
function maySend(state: StreamSessionState, input: StreamSessionInput, effects: StreamSessionEffect[]): boolean {
  if (input.nowMs < state.nextSendMs) return false;
  if (!state.isGated || state.permit === 'granted') return true;
  if (state.permit === 'none') {
    state.permit = 'asked';
    effects.push({ kind: 'ask-to-send', generation: state.generation });
  }
  return false;
}

function noteSent(state: StreamSessionState, input: StreamSessionInput): void {
  state.nextSendMs = input.nowMs + state.timing.sendSpacingMs;
  state.permit = 'none';
}

/** Whether there is a connection that can be interrupted. */
function isConnected(state: StreamSessionState): boolean {
  return state.phase === 'connecting' || state.phase === 'logging-in' || state.phase === 'live';
}

/** Whether the owner is making the login frames of this connection. */
function isPreparing(state: StreamSessionState, generation: number): boolean {
  return state.phase === 'logging-in' && generation === state.generation && state.loginFrames === undefined;
}
