import type { Runtime } from '@venuekit/core';
import type { SocketConnection } from '@venuekit/core/connector';
import type { SentRequest, SentSocket, WireView } from '../card/card-stage.ts';

/** Notes what leaves a connector, by its monotonic clock. */
export class WireLog implements WireView {
  readonly requests: SentRequest[] = [];
  readonly sockets: SentSocket[] = [];
  readonly #serviceOf: (url: URL) => string;
  readonly #tell: (text: string) => void;

  /** @param tell what is told each thing that crosses the wire, in one line without secrets. */
  constructor(serviceOf: (url: URL) => string, tell: (text: string) => void) {
    this.#serviceOf = serviceOf;
    this.#tell = tell;
  }

  readonly wrap = (runtime: Runtime): Runtime => ({
    ...runtime,
    fetch: async (request) => {
      const url = new URL(request.url);
      const sent: SentRequest = {
        sentMs: runtime.clock.monotonicMs(),
        method: request.method,
        path: url.pathname,
        service: this.#serviceOf(url),
        url,
        headers: new Map(request.headers),
        body: request.body === null ? '' : await request.clone().text(),
        status: 0,
      };
      this.requests.push(sent);
      this.#tell(`→ ${sent.method} ${sent.path}`);
      try {
        const response = await runtime.fetch(request);
        sent.status = response.status;
        this.#tell(`← ${sent.status} ${sent.method} ${sent.path}`);
        return response;
      } catch (error) {
        this.#tell(`← no answer to ${sent.method} ${sent.path}`);
        throw error;
      }
    },
    openSocket: (request, handlers) => {
      const url = new URL(request.url);
      const sent: SentSocket = {
        openedMs: runtime.clock.monotonicMs(),
        service: this.#serviceOf(url),
        url,
        frames: [],
        closedMs: undefined,
      };
      const number = this.sockets.push(sent);
      const name = `socket ${number} (${sent.service})`;
      this.#tell(`→ open ${name}`);
      const socket = runtime.openSocket(request, {
        onOpen: () => {
          this.#tell(`← ${name} is open`);
          handlers.onOpen();
        },
        onMessage: (data, isBinary) => handlers.onMessage(data, isBinary),
        onPing: () => handlers.onPing(),
        onPong: () => handlers.onPong(),
        onClose: (info) => {
          sent.closedMs = runtime.clock.monotonicMs();
          this.#tell(`← ${name} is closed: ${info.code}`);
          handlers.onClose(info);
        },
      });
      return noting(socket, (text) => {
        sent.frames.push({ sentMs: runtime.clock.monotonicMs(), text });
        this.#tell(`→ frame on ${name}`);
      });
    },
  });
}

function noting(socket: SocketConnection, note: (text: string) => void): SocketConnection {
  return {
    get bufferedBytes(): number {
      return socket.bufferedBytes;
    },
    send: (data) => {
      note(typeof data === 'string' ? data : new TextDecoder().decode(data));
      socket.send(data);
    },
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}
