import type { StreamSessionState } from './stream-session-state.ts';

/** What has gone wrong with the current connection by now; undefined when nothing has. */
export function dueProblem(state: StreamSessionState, nowMs: number): string | undefined {
  if (state.phase !== 'logging-in' && state.phase !== 'live') return undefined;
  const { timing } = state;
  if (state.phase === 'logging-in' && nowMs >= state.loginDeadlineMs) return 'the login was not acknowledged in time';
  if (nowMs >= (state.registry.earliestDeadlineMs ?? Number.POSITIVE_INFINITY)) return 'a subscription was not acknowledged in time';
  if (nowMs >= (state.pongDeadlineMs ?? Number.POSITIVE_INFINITY)) return `no pong within ${timing.pongTimeoutMs} ms`;
  if (nowMs >= silenceDeadlineMs(state)) return `no frame for ${timing.maximumSilenceMs} ms`;
  if (nowMs >= dataDeadlineMs(state)) return `no data for ${timing.maximumDataAgeMs} ms`;
  return undefined;
}

/** Whether the connection is old enough to be replaced. */
export function isRotationDue(state: StreamSessionState, nowMs: number): boolean {
  return state.phase === 'live' && nowMs >= state.rotateAtMs;
}

/** Whether it is time for a ping: the peer has been quiet for so long, or our last one is so old. */
export function isPingDue(state: StreamSessionState, nowMs: number): boolean {
  return nowMs >= pingTimeMs(state);
}

/** When the machine has to be called again if nothing happens before; undefined when only an event can move it. */
export function nextWakeMs(state: StreamSessionState): number | undefined {
  const wakeMs = earliestMs(state);
  return Number.isFinite(wakeMs) ? wakeMs : undefined;
}

function earliestMs(state: StreamSessionState): number {
  if (state.phase === 'stopped' || state.phase === 'connecting') return Number.POSITIVE_INFINITY;
  if (state.phase === 'backing-off') return state.hasSocket ? Number.POSITIVE_INFINITY : state.resumeAtMs;
  return Math.min(
    state.phase === 'live' ? state.rotateAtMs : state.loginDeadlineMs,
    state.registry.earliestDeadlineMs ?? Number.POSITIVE_INFINITY,
    state.pongDeadlineMs ?? Number.POSITIVE_INFINITY,
    silenceDeadlineMs(state),
    dataDeadlineMs(state),
    pingTimeMs(state),
    sendTimeMs(state),
  );
}

function silenceDeadlineMs(state: StreamSessionState): number {
  const { maximumSilenceMs } = state.timing;
  return maximumSilenceMs === 0 ? Number.POSITIVE_INFINITY : state.lastFrameMs + maximumSilenceMs;
}

function dataDeadlineMs(state: StreamSessionState): number {
  const { maximumDataAgeMs } = state.timing;
  const isExpected = maximumDataAgeMs > 0 && state.phase === 'live' && (!state.canSubscribe || state.registry.hasConfirmedWanted);
  return isExpected ? Math.max(state.lastDataMs ?? 0, state.dataExpectedSinceMs) + maximumDataAgeMs : Number.POSITIVE_INFINITY;
}

function pingTimeMs(state: StreamSessionState): number {
  const { pingIntervalMs } = state.timing;
  const canPing = (state.phase === 'logging-in' || state.phase === 'live') && pingIntervalMs > 0 && state.pongDeadlineMs === undefined;
  const sinceMs = state.timing.pingWhen === 'always' ? state.lastPingMs : state.lastFrameMs;
  return canPing ? Math.max(sinceMs + pingIntervalMs, permittedMs(state)) : Number.POSITIVE_INFINITY;
}

/** When the next frame that waits may be sent. */
function sendTimeMs(state: StreamSessionState): number {
  const isWaiting =
    state.phase === 'live'
      ? state.canSubscribe && state.registry.hasNext
      : state.loginRequestId === undefined && state.loginFrames !== undefined;
  return isWaiting ? permittedMs(state) : Number.POSITIVE_INFINITY;
}

/** From when on a frame may be sent, or the permit for it asked for. */
function permittedMs(state: StreamSessionState): number {
  return state.permit === 'asked' ? Number.POSITIVE_INFINITY : state.nextSendMs;
}
