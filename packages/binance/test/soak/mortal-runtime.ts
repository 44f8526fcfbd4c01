import type { Clock, Logger, Random, Runtime, SocketConnection, SocketHandlers, TimerHandle } from '@venuekit/core';
import type { InProcessNetwork, ManualClock } from '@venuekit/core/testing';

/** What a program sees of the world, and who watches it. */
export interface MortalRuntimeParts {
  readonly clock: ManualClock;
  readonly network: InProcessNetwork;
  readonly random: Random;
  readonly log: Logger;
  /** How far this machine's wall clock is off. */
  readonly wallOffsetMs: () => number;
  /** Told of everything that crosses the wire; may be costly, so it is only there when somebody looks. */
  readonly onWire?: ((text: string) => void) | undefined;
}

/** A new one each time: whoever waits for one that lives on would be kept alive by it. */
function never(): Promise<never> {
  return new Promise(() => {});
}

/**
 * The world of one life of the program. When it dies, as a killed process does, its timers never ring, its sockets are cut, and no
 * answer arrives any more; nothing of it gets the time to put anything in order.
 */
export class MortalRuntime {
  readonly runtime: Runtime;
  readonly #parts: MortalRuntimeParts;
  readonly #timers = new Set<TimerHandle>();
  readonly #sockets = new Set<SocketConnection>();
  #openRequests = 0;
  #isAlive = true;

  constructor(parts: MortalRuntimeParts) {
    this.#parts = parts;
    this.runtime = {
      clock: this.#clock(),
      random: parts.random,
      log: parts.log,
      fetch: (request) => this.#fetch(request),
      openSocket: (request, handlers) => this.#openSocket(request.url, parts.network.openSocket, request, handlers),
    };
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** What this program would have to put in order before it ends. */
  get leftovers(): { readonly timers: number; readonly sockets: number; readonly requests: number } {
    return { timers: this.#timers.size, sockets: this.#sockets.size, requests: this.#openRequests };
  }

  die(): void {
    this.#isAlive = false;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.clear();
  }

  #clock(): Clock {
    const { clock, wallOffsetMs } = this.#parts;
    const timers = this.#timers;
    return {
      wallMs: () => clock.wallMs() + wallOffsetMs(),
      monotonicMs: () => clock.monotonicMs(),
      get pendingTimers() {
        return timers.size;
      },
      setTimer: (delayMs, callback) => {
        if (!this.#isAlive) return { cancel: () => {} };
        const inner = clock.setTimer(delayMs, () => {
          timers.delete(handle);
          callback();
        });
        const handle: TimerHandle = {
          cancel: () => {
            timers.delete(handle);
            inner.cancel();
          },
        };
        timers.add(handle);
        return handle;
      },
    };
  }

  async #fetch(request: Request): Promise<Response> {
    if (!this.#isAlive) return never();
    const { network, onWire } = this.#parts;
    const line = onWire && `${request.method} ${shortUrl(request.url)}`;
    onWire?.(`→ ${line}`);
    this.#openRequests += 1;
    try {
      const response = await network.fetch(request);
      if (!this.isAlive) return await never();
      if (onWire) {
        const body = await response
          .clone()
          .text()
          .catch(() => 'a body that breaks off');
        onWire(`← ${response.status} ${line} ${body.slice(0, 200)}`);
      }
      return response;
    } catch (error) {
      if (!this.isAlive) return await never();
      onWire?.(`← ${line}: ${error instanceof Error ? error.message : 'failed'}`);
      throw error;
    } finally {
      this.#openRequests -= 1;
    }
  }

  #openSocket(
    url: string,
    open: Runtime['openSocket'],
    request: Parameters<Runtime['openSocket']>[0],
    handlers: SocketHandlers,
  ): SocketConnection {
    if (!this.#isAlive) return { bufferedBytes: 0, send() {}, ping() {}, close() {}, terminate() {} };
    const { onWire } = this.#parts;
    const name = shortUrl(url);
    onWire?.(`→ open ${name}`);
    const ifAlive = (act: () => void): void => {
      if (this.#isAlive) act();
    };
    const socket = open(request, {
      onOpen: () => ifAlive(() => handlers.onOpen()),
      onMessage: (data, isBinary) => {
        onWire?.(`← ${name} ${data.toString('utf8').slice(0, 300)}`);
        ifAlive(() => handlers.onMessage(data, isBinary));
      },
      onPing: () => ifAlive(() => handlers.onPing()),
      onPong: () => ifAlive(() => handlers.onPong()),
      onClose: (info) => {
        onWire?.(`← ${name} closed with ${info.code} ${info.reason}`);
        this.#sockets.delete(socket);
        ifAlive(() => handlers.onClose(info));
      },
    });
    this.#sockets.add(socket);
    if (onWire === undefined) return socket;
    return {
      get bufferedBytes() {
        return socket.bufferedBytes;
      },
      send: (data) => {
        onWire(`→ ${name} ${typeof data === 'string' ? data.slice(0, 200) : 'bytes'}`);
        socket.send(data);
      },
      ping: () => socket.ping(),
      close: (code, reason) => socket.close(code, reason),
      terminate: () => socket.terminate(),
    };
  }
}

function shortUrl(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  searchParams.delete('signature');
  const query = searchParams.toString();
  return `${host.split('.')[0] ?? host}${pathname}${query === '' ? '' : `?${query}`}`;
}
