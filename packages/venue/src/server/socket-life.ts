import type { Clock, TimerHandle } from '@venuekit/core/connector';
import type { Dialect } from '../dialect/dialect.ts';

/** What a socket does at the stations of its life. */
export interface LifeEvents {
  ping(): void;
  /** A ping was not answered in time. */
  onPongOverdue(): void;
  onClosingSoon(): void;
  onLifetimeOver(): void;
}

/** The timers of one socket: pings, the pong's deadline, the notice, the end. */
export class SocketLife {
  readonly #clock: Clock;
  readonly #terms: Dialect['socketLife'];
  readonly #events: LifeEvents;
  #ping: TimerHandle | undefined;
  #pongDeadline: TimerHandle | undefined;
  #notice: TimerHandle | undefined;
  #end: TimerHandle | undefined;

  /** @param closingNoticeMs how long before the end the notice comes; undefined for none. */
  constructor(clock: Clock, terms: Dialect['socketLife'], closingNoticeMs: number | undefined, events: LifeEvents) {
    this.#clock = clock;
    this.#terms = terms;
    this.#events = events;
    if (terms.pingIntervalMs > 0) this.#schedulePing();
    if (terms.lifetimeMs <= 0) return;
    this.#end = clock.setTimer(terms.lifetimeMs, () => events.onLifetimeOver());
    if (closingNoticeMs === undefined) return;
    this.#notice = clock.setTimer(Math.max(0, terms.lifetimeMs - closingNoticeMs), () => events.onClosingSoon());
  }

  onPong(): void {
    this.#pongDeadline?.cancel();
    this.#pongDeadline = undefined;
  }

  stop(): void {
    for (const timer of [this.#ping, this.#pongDeadline, this.#notice, this.#end]) timer?.cancel();
  }

  #schedulePing(): void {
    this.#ping = this.#clock.setTimer(this.#terms.pingIntervalMs, () => {
      this.#schedulePing();
      if (this.#terms.pongTimeoutMs > 0) {
        this.#pongDeadline ??= this.#clock.setTimer(this.#terms.pongTimeoutMs, () => this.#events.onPongOverdue());
      }
      this.#events.ping();
    });
  }
}
