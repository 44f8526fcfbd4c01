import type { Clock, TimerHandle } from '@venuekit/core/connector';
import type { SocketTerms } from '../dialect/dialect.ts';

/** What a socket does at the stations of its life. */
export interface LifeEvents {
  ping(): void;
  heartbeat(count: number): void;
  onClosingSoon(): void;
  /** The socket is to be closed: a ping was not answered in time, nothing was heard for too long, the heartbeat was not followed, its time is over. */
  onEnd(code: number, reason: string): void;
}

/** The timers of one socket: pings and the pong's deadline, silence, heartbeat, the notice of the end, the end. */
export class SocketLife {
  readonly #clock: Clock;
  readonly #terms: SocketTerms;
  readonly #events: LifeEvents;
  #ping: TimerHandle | undefined;
  #pongDeadline: TimerHandle | undefined;
  #silence: TimerHandle | undefined;
  #heartbeat: TimerHandle | undefined;
  #heartbeatDeadline: TimerHandle | undefined;
  #heartbeats = 0;
  #notice: TimerHandle | undefined;
  #end: TimerHandle | undefined;

  /** @param closingNoticeMs how long before the end the notice comes; undefined for none. */
  constructor(clock: Clock, terms: SocketTerms, closingNoticeMs: number | undefined, events: LifeEvents) {
    this.#clock = clock;
    this.#terms = terms;
    this.#events = events;
    if (terms.pingIntervalMs > 0) this.#schedulePing();
    this.onHeard();
    this.unfollowHeartbeat();
    if (terms.lifetimeMs <= 0) return;
    this.#end = clock.setTimer(terms.lifetimeMs, () => events.onEnd(1001, 'lifetime is over'));
    if (closingNoticeMs === undefined) return;
    this.#notice = clock.setTimer(Math.max(0, terms.lifetimeMs - closingNoticeMs), () => events.onClosingSoon());
  }

  onPong(): void {
    this.#pongDeadline?.cancel();
    this.#pongDeadline = undefined;
  }

  /** A frame of the client has come. */
  onHeard(): void {
    const timeoutMs = this.#terms.silenceTimeoutMs ?? 0;
    if (timeoutMs <= 0) return;
    this.#silence?.cancel();
    this.#silence = this.#clock.setTimer(timeoutMs, () => this.#events.onEnd(1008, 'nothing was heard'));
  }

  followHeartbeat(): void {
    const { heartbeat } = this.#terms;
    if (heartbeat === undefined || this.#heartbeat !== undefined) return;
    this.#heartbeatDeadline?.cancel();
    this.#scheduleHeartbeat(heartbeat.intervalMs);
  }

  /** Also how every socket begins. */
  unfollowHeartbeat(): void {
    const { heartbeat } = this.#terms;
    this.#heartbeat?.cancel();
    this.#heartbeat = undefined;
    this.#heartbeatDeadline?.cancel();
    if (heartbeat === undefined || heartbeat.withinMs <= 0) return;
    this.#heartbeatDeadline = this.#clock.setTimer(heartbeat.withinMs, () => this.#events.onEnd(1008, 'the heartbeat is not followed'));
  }

  stop(): void {
    const timers = [this.#ping, this.#pongDeadline, this.#silence, this.#heartbeat, this.#heartbeatDeadline, this.#notice, this.#end];
    for (const timer of timers) timer?.cancel();
  }

  #schedulePing(): void {
    this.#ping = this.#clock.setTimer(this.#terms.pingIntervalMs, () => {
      this.#schedulePing();
      if (this.#terms.pongTimeoutMs > 0) {
        this.#pongDeadline ??= this.#clock.setTimer(this.#terms.pongTimeoutMs, () => this.#events.onEnd(1008, 'pong timeout'));
      }
      this.#events.ping();
    });
  }

  #scheduleHeartbeat(intervalMs: number): void {
    this.#heartbeat = this.#clock.setTimer(intervalMs, () => {
      this.#scheduleHeartbeat(intervalMs);
      this.#heartbeats += 1;
      this.#events.heartbeat(this.#heartbeats - 1);
    });
  }
}
