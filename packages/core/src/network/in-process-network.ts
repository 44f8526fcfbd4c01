import { inLaterMacrotask } from '../clock/macrotask-turn.ts';
import type { WorkSource } from '../clock/manual-clock.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { Clock } from '../runtime/clock.ts';
import type { FetchFunction } from '../runtime/fetch.ts';
import type { RequestServer, ServerHandshake, SocketServer } from '../runtime/server-socket.ts';
import type { SocketConnection, SocketHandlers, SocketOpener, SocketRequest } from '../runtime/socket.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { InProcessRequest } from './in-process-request.ts';
import type { RequestFault } from './in-process-request.ts';
import { InProcessSocket } from './in-process-socket.ts';

/** A server of the in-process network: HTTP, sockets or both. */
export type InProcessServer = Partial<RequestServer> & Partial<SocketServer>;

/** How long something is under way, in ms of the clock. */
export type Latency = number | ((direction: 'to-server' | 'to-client') => number);

export interface InProcessNetworkOptions {
  /** The clock that times the deliveries; a manual one is told to stand still while the network is busy. */
  readonly clock: Clock & { watch?(source: WorkSource): void };
  /** Default 1 ms each way. */
  readonly latency?: Latency;
}

const DEFAULT_HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * A network without wires, for tests and simulations: servers stand at origins, clients use `fetch` and `openSocket`. What is
 * sent is copied, arrives after the latency and in order on each connection. Faults are set from outside.
 */
export class InProcessNetwork implements WorkSource {
  readonly #clock: Clock;
  readonly #servers = new Map<string, InProcessServer>();
  readonly #refusing = new Set<string>();
  readonly #sockets = new Set<InProcessSocket>();
  readonly #requests = new Set<InProcessRequest>();
  readonly #faults: PlannedFault[] = [];
  #latency: Latency;
  #busy = 0;
  #openedSockets = 0;

  constructor(options: InProcessNetworkOptions) {
    this.#clock = options.clock;
    this.#latency = options.latency ?? 1;
    options.clock.watch?.(this);
  }

  /** False while something happens that needs no time. */
  get isIdle(): boolean {
    return this.#busy === 0;
  }

  /** The sockets of which at least one end does not know yet that they are closed, oldest first. */
  get sockets(): readonly InProcessSocket[] {
    return [...this.#sockets];
  }

  /** Sockets of clients that are open or opening, or whose end has not been told yet. */
  get openSockets(): number {
    let count = 0;
    for (const socket of this.#sockets) if (!socket.isClosedForClient) count += 1;
    return count;
  }

  /** How many sockets clients have asked for so far. */
  get openedSockets(): number {
    return this.#openedSockets;
  }

  /** Requests of clients that have not been answered. */
  get openRequests(): number {
    return this.#requests.size;
  }

  setLatency(latency: Latency): void {
    this.#latency = latency;
  }

  /** Puts a server at an origin such as `https://api.venue.test`; it serves `wss:` of that host too. */
  serve(origin: string, server: InProcessServer): void {
    this.#servers.set(hostKey(origin), server);
  }

  /** From now on connections to this origin are refused, or accepted again; what is connected stays. */
  refuseConnections(origin: string, isRefusing = true): void {
    if (isRefusing) this.#refusing.add(hostKey(origin));
    else this.#refusing.delete(hostKey(origin));
  }

  /** The next `count` requests that match suffer a fault. Faults are used up in the order in which they were planned. */
  planFault(fault: RequestFault, match: FaultMatch = {}): void {
    this.#faults.push({ fault, match, remaining: match.count ?? 1 });
  }

  /** The platform's `fetch`, towards the servers of this network. */
  readonly fetch: FetchFunction = (request) => {
    const url = new URL(request.url);
    const server = this.#reachable(url);
    const exchange = new InProcessRequest(request, {
      clock: this.#clock,
      server: server?.onRequest === undefined ? undefined : server,
      fault: this.#takeFault(request.method, url),
      toServer: this.#queue('to-server'),
      toClient: this.#queue('to-client'),
      busyWith: (work) => this.#busyWith(work),
      onEnded: () => this.#requests.delete(exchange),
    });
    this.#requests.add(exchange);
    return exchange.answer;
  };

  /** Opens sockets to the servers of this network. */
  readonly openSocket: SocketOpener = (request, handlers) => this.#openSocket(request, handlers);

  #openSocket(request: SocketRequest, handlers: SocketHandlers): SocketConnection {
    this.#openedSockets += 1;
    const url = new URL(request.url);
    const handshake: ServerHandshake = { url: request.url, headers: lowerCase(request.headers ?? {}) };
    const toServer = this.#queue('to-server');
    const toClient = this.#queue('to-client');
    const socket = new InProcessSocket(handshake, handlers, {
      clock: this.#clock,
      toServer,
      toClient,
      later: (callback) => this.#later(callback),
      onEnded: () => {
        if (socket.isClosedForClient && socket.isClosedForServer) this.#sockets.delete(socket);
      },
    });
    this.#sockets.add(socket);
    const server = this.#reachable(url);
    if (server === undefined) {
      socket.refuse('connection refused (ECONNREFUSED)', false);
      return socket.client;
    }
    const timeoutMs = request.handshakeTimeoutMs ?? DEFAULT_HANDSHAKE_TIMEOUT_MS;
    socket.expectOpenWithin(timeoutMs, () => new TimeoutError(`CONNECT ${url.host}`, timeoutMs));
    toServer.add(() => this.#answerHandshake(socket, server));
    return socket.client;
  }

  #answerHandshake(socket: InProcessSocket, server: InProcessServer): void {
    if (!server.onSocket) {
      socket.refuse('the handshake was refused with HTTP 404', true);
      return;
    }
    const refusal = server.admit?.(socket.handshake);
    if (refusal === undefined) socket.admit((end) => server.onSocket?.(end) ?? { onMessage() {}, onClose() {} });
    else socket.refuse(`the handshake was refused with HTTP ${refusal.status}`, true);
  }

  #reachable(url: URL): InProcessServer | undefined {
    const key = hostKey(url.href);
    return this.#refusing.has(key) ? undefined : this.#servers.get(key);
  }

  #takeFault(method: string, url: URL): RequestFault | undefined {
    const index = this.#faults.findIndex(({ match }) => isMatching(match, method, url));
    const planned = this.#faults[index];
    if (planned === undefined) return undefined;
    planned.remaining -= 1;
    if (planned.remaining === 0) this.#faults.splice(index, 1);
    return planned.fault;
  }

  #queue(direction: 'to-server' | 'to-client'): DeliveryQueue {
    return new DeliveryQueue(this.#clock, () => (typeof this.#latency === 'number' ? this.#latency : this.#latency(direction)));
  }

  #later(callback: () => void): void {
    this.#busy += 1;
    inLaterMacrotask(() => {
      this.#busy -= 1;
      callback();
    });
  }

  async #busyWith<Value>(work: Promise<Value>): Promise<Value> {
    this.#busy += 1;
    try {
      return await work;
    } finally {
      this.#busy -= 1;
    }
  }
}

/** Which requests a fault hits; what is absent matches all. */
export interface FaultMatch {
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  /** Default 1. */
  readonly count?: number;
}

interface PlannedFault {
  readonly fault: RequestFault;
  readonly match: FaultMatch;
  remaining: number;
}

function isMatching(match: FaultMatch, method: string, url: URL): boolean {
  return (
    (match.host === undefined || match.host === url.host) &&
    (match.path === undefined || match.path === url.pathname) &&
    (match.method === undefined || match.method === method)
  );
}

/** The origin, with the sockets' schemes written as those of HTTP. */
function hostKey(origin: string): string {
  const url = new URL(origin);
  const isEncrypted = url.protocol === 'https:' || url.protocol === 'wss:';
  return `${isEncrypted ? 'https' : 'http'}://${url.host}`;
}

function lowerCase(headers: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
