import type { Runtime } from '@venuekit/core';
import type { SocketConnection } from '@venuekit/core/connector';

/** One REST request that left the connector. */
export interface WatchedRequest {
  readonly sentMs: number;
  readonly path: string;
  /** 0 until the answer is there. */
  status: number;
  /** The venue's count of this minute's weight, in its answer. */
  usedWeight: number;
}

/** One socket that the connector asked for, with the times of all that it sent. */
export interface WatchedSocket {
  readonly openedMs: number;
  readonly host: string;
  readonly sentMs: number[];
}

/** Notes what leaves a connector, by the monotonic clock. */
export class WireWatch {
  readonly requests: WatchedRequest[] = [];
  readonly sockets: WatchedSocket[] = [];

  /** The statuses by which the venue said that there was too much. */
  get refusals(): readonly number[] {
    return this.requests.map(({ status }) => status).filter((status) => status === 429 || status === 418);
  }

  readonly wrap = (runtime: Runtime): Runtime => {
    const { clock } = runtime;
    return {
      ...runtime,
      fetch: async (request) => {
        const watched: WatchedRequest = { sentMs: clock.monotonicMs(), path: new URL(request.url).pathname, status: 0, usedWeight: 0 };
        this.requests.push(watched);
        const response = await runtime.fetch(request);
        watched.status = response.status;
        watched.usedWeight = Number.parseInt(response.headers.get('x-mbx-used-weight-1m') ?? '0', 10);
        return response;
      },
      openSocket: (request, handlers) => {
        const watched: WatchedSocket = { openedMs: clock.monotonicMs(), host: new URL(request.url).host, sentMs: [] };
        this.sockets.push(watched);
        return noting(runtime.openSocket(request, handlers), () => watched.sentMs.push(clock.monotonicMs()));
      },
    };
  };
}

/** The most of these times that fall into any span of this length. */
export function mostWithin(times: readonly number[], spanMs: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  let most = 0;
  let first = 0;
  sorted.forEach((time, index) => {
    while (time - (sorted[first] ?? time) >= spanMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

function noting(socket: SocketConnection, note: () => void): SocketConnection {
  return {
    get bufferedBytes(): number {
      return socket.bufferedBytes;
    },
    send: (data) => {
      note();
      socket.send(data);
    },
    ping: () => {
      note();
      socket.ping();
    },
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}
