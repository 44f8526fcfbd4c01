import type { TimerHandle } from '../runtime/clock.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { SocketConnection, SocketHandlers } from '../runtime/socket.ts';

function never(): Promise<never> {
  return new Promise(() => {});
}

/**
 * What one life of a program sees of the world. When it dies, as a killed process does, its timers never ring, its sockets are cut
 * and no answer reaches it. For tests of what a crash leaves behind.
 */
export class MortalWorld {
  readonly runtime: Runtime;
  /** Told each moment at which a program may be killed, and may call `die` then. */
  readonly #pass: (moment: string) => void;
  readonly #inner: Runtime;
  readonly #timers = new Set<TimerHandle>();
  readonly #sockets = new Set<SocketConnection>();
  #isAlive = true;

  /** @param pass what is told each moment before and after which the program may die. Default: nobody. */
  constructor(inner: Runtime, pass: (moment: string) => void = () => undefined) {
    this.#inner = inner;
    this.#pass = pass;
    const timers = this.#timers;
    this.runtime = {
      ...inner,
      clock: {
        wallMs: () => inner.clock.wallMs(),
        monotonicMs: () => inner.clock.monotonicMs(),
        get pendingTimers() {
          return timers.size;
        },
        setTimer: (delayMs, callback) => this.#setTimer(delayMs, callback),
      },
      fetch: (request) => this.#fetch(request),
      openSocket: (request, handlers) => this.#openSocket(request, handlers),
    };
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  die(): void {
    this.#isAlive = false;
    for (const timer of this.#timers) timer.cancel();
    for (const socket of this.#sockets) socket.terminate();
    this.#timers.clear();
    this.#sockets.clear();
  }

  #setTimer(delayMs: number, callback: () => void): TimerHandle {
    if (!this.#isAlive) return { cancel() {} };
    const inner = this.#inner.clock.setTimer(delayMs, () => {
      this.#timers.delete(handle);
      callback();
    });
    const handle: TimerHandle = {
      cancel: () => {
        this.#timers.delete(handle);
        inner.cancel();
      },
    };
    this.#timers.add(handle);
    return handle;
  }

  #hasDied(): boolean {
    return !this.#isAlive;
  }

  async #fetch(request: Request): Promise<Response> {
    const what = `${request.method} ${new URL(request.url).pathname}`;
    this.#pass(`before ${what}`);
    if (this.#hasDied()) return never();
    try {
      const response = await this.#inner.fetch(request);
      this.#pass(`answer to ${what}`);
      return this.#hasDied() ? await never() : response;
    } catch (error) {
      if (this.#hasDied()) return never();
      throw error;
    }
  }

  #openSocket(request: Parameters<Runtime['openSocket']>[0], handlers: SocketHandlers): SocketConnection {
    if (!this.#isAlive) return { bufferedBytes: 0, send() {}, ping() {}, close() {}, terminate() {} };
    const ifAlive = (act: () => void): void => {
      if (this.#isAlive) act();
    };
    const socket = this.#inner.openSocket(request, {
      onOpen: () => ifAlive(() => handlers.onOpen()),
      onMessage: (data, isBinary) => {
        ifAlive(() => this.#pass('a frame'));
        ifAlive(() => handlers.onMessage(data, isBinary));
      },
      onPing: () => ifAlive(() => handlers.onPing()),
      onPong: () => ifAlive(() => handlers.onPong()),
      onClose: (info) => {
        this.#sockets.delete(socket);
        ifAlive(() => handlers.onClose(info));
      },
    });
    this.#sockets.add(socket);
    return socket;
  }
}
