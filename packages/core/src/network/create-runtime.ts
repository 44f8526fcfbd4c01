import { SystemClock } from '../clock/system-clock.ts';
import { createLogger } from '../log/create-logger.ts';
import { redactingLogger } from '../log/redacting-logger.ts';
import { SystemRandom } from '../random/system-random.ts';
import type { Clock } from '../runtime/clock.ts';
import type { FetchFunction } from '../runtime/fetch.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Random } from '../runtime/random.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { WsSocketOpener } from './ws-socket-opener.ts';

/** What an application may replace; every part has a default. */
export interface RuntimeOptions {
  /** Default: warnings and errors as JSON lines on the standard error output. A logger that is given is redacted too. */
  readonly log?: Logger;
  /** Default: the platform's. */
  readonly fetch?: FetchFunction;
  /** Allows `http:` and `ws:` to other hosts than this one, which shows keys to the network. Default false. */
  readonly allowPlainText?: boolean;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** A runtime that counts what it has open. */
export interface CountingRuntime extends Runtime {
  readonly openSockets: number;
  /** Requests whose answer's head has not come yet. */
  readonly openRequests: number;
}

/** The real world: this machine's clock and randomness, the platform's `fetch`, sockets of `ws`. */
export function createRuntime(options: RuntimeOptions = {}): CountingRuntime {
  const clock = options.clock ?? new SystemClock();
  const allowsPlainText = options.allowPlainText ?? false;
  const sockets = new WsSocketOpener({ clock, allowsPlainText });
  const platformFetch: FetchFunction = options.fetch ?? ((request) => fetch(request));
  let openRequests = 0;
  return {
    clock,
    random: options.random ?? new SystemRandom(),
    log: options.log === undefined ? createLogger({ clock, level: 'warn' }) : redactingLogger(options.log),
    allowsPlainText,
    openSocket: sockets.open,
    async fetch(request) {
      openRequests += 1;
      try {
        return await platformFetch(request);
      } finally {
        openRequests -= 1;
      }
    },
    get openSockets() {
      return sockets.openSockets;
    },
    get openRequests() {
      return openRequests;
    },
  };
}
