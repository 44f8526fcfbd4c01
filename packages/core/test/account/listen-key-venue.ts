import type { Buffer } from 'node:buffer';
import type { StreamCredential } from '../../src/account/stream-credential.ts';
import type { UserStreamDataSource } from '../../src/account/user-stream-data-source.ts';
import type { UserStreamTrackerOptions } from '../../src/account/user-stream-options.ts';
import { UserStreamTracker } from '../../src/account/user-stream-tracker.ts';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { sleep } from '../../src/clock/sleep.ts';
import { RateLimitError } from '../../src/errors/rate-limit-error.ts';
import type { FailedRepairPart, RepairAttempt, StreamGap } from '../../src/model/gap.ts';
import { InProcessNetwork } from '../../src/network/in-process-network.ts';
import { inProcessRuntime } from '../../src/network/in-process-runtime.ts';
import type { StreamPlan } from '../../src/network/stream-plan.ts';
import { SeededRandom } from '../../src/random/seeded-random.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { Secret } from '../../src/runtime/secret.ts';
import type { ServerSocket } from '../../src/runtime/server-socket.ts';

const ORIGIN = 'https://venue.test';
const MINUTE_MS = 60_000;

/** One socket, as the venue has it. */
export interface VenueSocket {
  readonly number: number;
  readonly key: string;
  readonly end: ServerSocket;
  /** Nothing is told here any more. */
  isDeaf: boolean;
  told: number;
}

/** What an event of this venue says. */
export interface VenueEvent {
  readonly id: number;
  readonly socket: number;
  /** Its place among what this socket told. */
  readonly place: number;
}

/** What `recover` may be told to do wrong, once each. */
export type RepairFault = 'everything' | 'orders' | 'balances';

export interface RecoveryWorldOptions {
  readonly plan?: Partial<StreamPlan>;
  readonly tracker?: Partial<UserStreamTrackerOptions>;
  readonly seed?: number;
  /** Default: a listen key as the futures venues have it. */
  readonly hasCredential?: boolean;
  readonly closesKeys?: boolean;
  readonly keepAliveIntervalMs?: number;
}

/**
 * A venue with listen keys, a private stream and a history that can be asked for; and a tracker on it. Keys live 60 min after they
 * were made or kept alive; a valid one is handed out again.
 */
export class RecoveryWorld {
  readonly clock: ManualClock = new ManualClock();
  readonly network: InProcessNetwork;
  readonly runtime: Runtime;
  readonly tracker: UserStreamTracker;
  /** Requests about keys, `<time> <method>`. */
  readonly requests: string[] = [];
  readonly sockets: VenueSocket[] = [];
  /** Every event that ever happened. */
  readonly history: number[] = [];
  /** What the stream told, in order. */
  readonly events: VenueEvent[] = [];
  /** What repairs found that the stream had not told. */
  readonly recovered: Set<number> = new Set();
  readonly gaps: StreamGap[] = [];
  /** Types of public events, with what matters of them. */
  readonly told: string[] = [];
  readonly repairFaults: RepairFault[] = [];
  /** Answers to requests about keys, used up in order: an HTTP status, `hang`, or a ban in ms. */
  readonly keyFaults: (number | 'hang' | { readonly banMs: number })[] = [];
  /** What the venue does with the next sockets: turns them away, closes them, or keeps quiet. */
  readonly socketFaults: ('refuse' | 'close' | 'silent')[] = [];
  repairLatencyMs = 50;
  mostSockets = 0;
  #openSockets = 0;
  #lastSocket = 0;
  #lastKey = 0;
  #key: { readonly name: string; expiresMs: number } | undefined;

  constructor(options: RecoveryWorldOptions = {}) {
    this.network = new InProcessNetwork({ clock: this.clock, latency: 5 });
    const inner = inProcessRuntime({ clock: this.clock, network: this.network, random: new SeededRandom(options.seed ?? 1) });
    this.runtime = {
      ...inner,
      openSocket: (request, handlers) => {
        this.#openSockets += 1;
        this.mostSockets = Math.max(this.mostSockets, this.#openSockets);
        return inner.openSocket(request, {
          ...handlers,
          onOpen: () => handlers.onOpen(),
          onMessage: (data, isBinary) => handlers.onMessage(data, isBinary),
          onPing: () => handlers.onPing(),
          onPong: () => handlers.onPong(),
          onClose: (info) => {
            this.#openSockets -= 1;
            handlers.onClose(info);
          },
        });
      },
    };
    this.#serve();
    this.tracker = new UserStreamTracker({
      runtime: this.runtime,
      dataSource: this.#dataSource(options),
      nowMs: () => this.clock.wallMs(),
      onEvent: (event) => void this.events.push(event as VenueEvent),
      repair: (gap, signal) => this.#recover(gap, signal),
      onStatus: (event) => {
        if (event.type === 'stream-restored') this.told.push(`restored ${event.gap.fromMs === undefined ? 'first' : 'gap'}`);
        else this.told.push(event.type.replace('stream-', ''));
      },
      ...options.tracker,
    });
  }

  /** Sockets that the venue would tell an event to. */
  get listening(): readonly VenueSocket[] {
    return this.sockets.filter((socket) => socket.end.isOpen && !socket.isDeaf);
  }

  /** Sockets that the client has not seen the end of. */
  get openSockets(): number {
    return this.#openSockets;
  }

  get key(): string | undefined {
    return this.#key === undefined || this.#key.expiresMs <= this.clock.monotonicMs() ? undefined : this.#key.name;
  }

  /** Something happens at the venue. */
  happen(): number {
    const id = this.history.length + 1;
    this.history.push(id);
    for (const socket of this.listening) this.#tell(socket, id);
    return id;
  }

  /** Something happens at the venue, and only these sockets tell of it. */
  happenOn(...sockets: readonly (VenueSocket | undefined)[]): number {
    const id = this.history.length + 1;
    this.history.push(id);
    for (const socket of sockets) if (socket?.end.isOpen === true) this.#tell(socket, id);
    return id;
  }

  say(text: string, sockets: readonly (VenueSocket | undefined)[] = this.listening): void {
    for (const socket of sockets) socket?.end.send(text);
  }

  /** The key ends, and the venue says so, as often as told. */
  expireKey(times = 1): void {
    const ended = this.#key?.name ?? '';
    if (this.#key !== undefined) this.#key.expiresMs = 0;
    for (const socket of this.listening) {
      if (socket.key !== ended) continue;
      for (let count = 0; count < times; count += 1) socket.end.send(`expired ${ended}`);
      socket.isDeaf = true;
    }
  }

  async goLive(): Promise<void> {
    this.tracker.start();
    await this.clock.runUntil(() => this.tracker.isLive, { maximumMs: 300_000 });
    this.told.length = 0;
  }

  async stop(): Promise<void> {
    let isStopped = false;
    const stopped = this.tracker.stop().then(() => {
      isStopped = true;
    });
    await this.clock.runUntil(() => isStopped, { maximumMs: 60_000 });
    await stopped;
  }

  /** Until nothing is under way any more. */
  async settle(maximumMs = 600_000): Promise<void> {
    await this.clock.advance(20);
    await this.clock.runUntil(
      () => {
        const { state, replacing } = this.tracker.status;
        return state === 'live' && replacing === undefined && this.#openSockets === 1;
      },
      { maximumMs },
    );
    await this.clock.advance(20);
  }

  /** What is wrong with what was told so far; empty when nothing is. */
  faults(): string[] {
    const faults: string[] = [];
    const known = new Set([...this.events.map(({ id }) => id), ...this.recovered]);
    for (const id of this.history) if (!known.has(id)) faults.push(`event ${id} is lost`);
    const places = new Map<number, number>();
    const ids = new Set<number>();
    for (const { id, socket, place } of this.events) {
      if (place <= (places.get(socket) ?? 0)) faults.push(`event ${id} of socket ${socket} is out of order`);
      places.set(socket, place);
      if (ids.has(id)) faults.push(`event ${id} was told twice`);
      ids.add(id);
    }
    if (this.mostSockets > 2) faults.push(`${this.mostSockets} sockets at once`);
    return faults;
  }

  /** What is left of it; all 0 after a stop. */
  leftovers(): Record<string, number> {
    return {
      timers: this.clock.pendingTimers,
      sockets: this.network.openSockets,
      requests: this.network.openRequests,
      held: this.tracker.heldEvents,
    };
  }

  #tell(socket: VenueSocket, id: number): void {
    socket.told += 1;
    socket.end.send(`event ${id} ${socket.number} ${socket.told}`);
  }

  async #recover(gap: StreamGap, signal: AbortSignal): Promise<RepairAttempt> {
    this.gaps.push(gap);
    await sleep(this.clock, this.repairLatencyMs / 2, signal);
    const fault = this.repairFaults.shift();
    if (fault === 'everything') throw new Error('no answer');
    const found =
      fault === 'orders' ? [] : this.history.filter((id) => !this.recovered.has(id) && !this.events.some((event) => event.id === id));
    await sleep(this.clock, this.repairLatencyMs / 2, signal);
    for (const id of found) this.recovered.add(id);
    const failed: FailedRepairPart[] = fault === undefined ? [] : [{ part: fault, error: new Error(`no ${fault}`) }];
    return { recoveredFills: found.length, changedOrders: 0, failed };
  }

  #serve(): void {
    this.network.serve(ORIGIN, {
      onRequest: async ({ method }) => {
        this.requests.push(`${this.clock.monotonicMs()} ${method}`);
        const fault = this.keyFaults.shift();
        if (fault === 'hang') throw new Error('a fault of the client');
        if (typeof fault === 'number') return { status: fault, headers: {}, body: '' };
        if (fault !== undefined) return { status: 418, headers: {}, body: String(fault.banMs) };
        if (method === 'DELETE') this.#key = undefined;
        if (method === 'PUT' && this.key === undefined) return { status: 400, headers: {}, body: '' };
        if (method === 'POST' && this.key === undefined) {
          this.#lastKey += 1;
          this.#key = { name: `key-${this.#lastKey}`, expiresMs: 0 };
        }
        if (this.#key !== undefined) this.#key.expiresMs = this.clock.monotonicMs() + 60 * MINUTE_MS;
        return { status: 200, headers: {}, body: this.#key?.name ?? '' };
      },
      admit: () => (this.socketFaults[0] === 'refuse' ? { status: Number(this.socketFaults.shift() && 503) } : undefined),
      onSocket: (end) => {
        this.#lastSocket += 1;
        const key = new URL(end.url).pathname.slice('/ws/'.length);
        const socket: VenueSocket = { number: this.#lastSocket, key, end, isDeaf: false, told: 0 };
        this.sockets.push(socket);
        const fault = this.socketFaults.shift();
        if (fault === 'close') end.close(1001, 'no');
        if (fault === 'silent') socket.isDeaf = true;
        return {
          onMessage: (data) => {
            if (fault !== 'silent') end.send(`acknowledged ${data.toString().slice('login '.length)}`);
          },
          onClose: () => {},
        };
      },
    });
  }

  #dataSource(options: RecoveryWorldOptions): UserStreamDataSource {
    return {
      stream: { url: 'wss://venue.test/ws/none', ...options.plan },
      ...(options.hasCredential === false ? {} : { credential: this.#credential(options) }),
      loginFrames: ({ nextRequestId }) => {
        const requestId = nextRequestId();
        return [{ requestId, frame: `login ${requestId}` }];
      },
      eventIdentity: (event) => String((event as VenueEvent).id),
      onFrame(frame: Buffer, sink) {
        const [kind = '', first = '', second = '', third = ''] = frame.toString().split(' ');
        if (kind === 'acknowledged') sink.acknowledged(integer(first));
        else if (kind === 'event') sink.event({ id: integer(first), socket: integer(second), place: integer(third) });
        else if (kind === 'terminated') sink.terminated('the venue said so');
        else if (kind === 'soon') sink.closingSoon('the venue said so');
        else if (kind === 'expired') sink.credentialExpired(first === '' ? undefined : first);
        else sink.problem(new Error(kind));
      },
    };
  }

  #credential(options: RecoveryWorldOptions): StreamCredential {
    const ask = async (method: string, signal: AbortSignal): Promise<string> => {
      if (this.keyFaults[0] === 'hang') {
        this.keyFaults.shift();
        this.requests.push(`${this.clock.monotonicMs()} ${method}`);
        await sleep(this.clock, 10_000_000, signal);
      }
      const response = await this.runtime.fetch(new Request(`${ORIGIN}/key`, { method, signal }));
      const body = await response.text();
      if (response.status === 418) {
        throw new RateLimitError({
          status: 418,
          venueCode: '',
          venueMessage: 'banned',
          retryAfterMs: Number.parseInt(body, 10),
          isBan: true,
        });
      }
      if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
      return body;
    };
    return {
      keepAliveIntervalMs: options.keepAliveIntervalMs ?? 30 * MINUTE_MS,
      validityMs: 60 * MINUTE_MS,
      create: async (signal) => new Secret(await ask('POST', signal)),
      keepAlive: async (_credential, signal) => void (await ask('PUT', signal)),
      classify: (error) => (error instanceof Error && error.message === 'HTTP 400' ? 'gone' : 'temporary'),
      url: (credential) => `wss://venue.test/ws/${credential.reveal()}`,
      ...(options.closesKeys === true
        ? { close: async (_credential: Secret, signal: AbortSignal) => void (await ask('DELETE', signal)) }
        : {}),
    };
  }
}

function integer(text: string): number {
  return Number.parseInt(text, 10);
}
