import type { Notice, SocketAction, SocketTerms } from '../dialect/dialect.ts';
import type { PlainShape } from './shape.ts';

/** How both sides of a socket tell that they live. */
export interface Heartbeat {
  readonly terms: SocketTerms;
  /** What a frame does that is part of it; undefined for any other frame. */
  actions(text: string): readonly SocketAction[] | undefined;
  /** Of the notices `ping` and `heartbeat`. */
  frame(notice: Notice, timeMs: number): object | undefined;
  /** The topic that must be followed. */
  readonly topic: string | undefined;
}

const LIFETIME_MS = 86_400_000;
const NO_PINGS = { pingIntervalMs: 0, pongTimeoutMs: 0, lifetimeMs: LIFETIME_MS };
const SILENT: Omit<Heartbeat, 'terms'> = { actions: () => undefined, frame: () => undefined, topic: undefined };

/**
 * `protocol`: the venue pings each 20 s and waits 60 s for the pong. `text`: the frame `ping` is answered `pong`; a socket of which nothing
 * is heard for 30 s is closed. `json`: each 20 s the venue sends `{"op":"ping","time"}` and waits 10 s for `{"op":"pong"}`; it answers
 * `{"op":"ping"}` likewise. `channel`: whoever follows the topic `heartbeat` gets `{"topic":"heartbeat","count","time"}` each 5 s; a socket that
 * does not is closed after 10 s.
 */
export function heartbeatOf({ heartbeat = 'protocol' }: PlainShape): Heartbeat {
  switch (heartbeat) {
    case 'protocol':
      return { ...SILENT, terms: { pingIntervalMs: 20_000, pongTimeoutMs: 60_000, lifetimeMs: LIFETIME_MS } };
    case 'text':
      return {
        ...SILENT,
        terms: { ...NO_PINGS, silenceTimeoutMs: 30_000 },
        actions: (text) => (text === 'ping' ? [{ kind: 'reply', frame: 'pong' }] : undefined),
      };
    case 'json':
      return {
        ...SILENT,
        terms: { pingIntervalMs: 20_000, pongTimeoutMs: 10_000, lifetimeMs: LIFETIME_MS, pingForm: 'frame' },
        actions: (text) => {
          if (text === '{"op":"ping"}') return [{ kind: 'reply', frame: '{"op":"pong"}' }];
          return text === '{"op":"pong"}' ? [{ kind: 'pong' }] : undefined;
        },
        frame: (notice, time) => (notice.kind === 'ping' ? { op: 'ping', time } : undefined),
      };
    default:
      return {
        ...SILENT,
        terms: { ...NO_PINGS, heartbeat: { intervalMs: 5_000, withinMs: 10_000 } },
        frame: (notice, time) => (notice.kind === 'heartbeat' ? { topic: 'heartbeat', count: notice.count, time } : undefined),
        topic: 'heartbeat',
      };
  }
}
