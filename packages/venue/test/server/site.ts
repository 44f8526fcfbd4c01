import type { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Decimal, type Runtime } from '@venuekit/core/connector';
import { createRuntime, InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom, silentLogger } from '@venuekit/core/testing';
import { WebSocket } from 'ws';
import {
  createVenue,
  plainDialect,
  serveInProcess,
  serveOnLoopback,
  spotInstrument,
  type Venue,
  type VenueAccount,
  type VenueOptions,
} from '@venuekit/venue';

export type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function json(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (!isJson(value)) throw new TypeError(`no JSON object: ${text}`);
  return value;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface CallOptions {
  readonly as?: string;
  readonly body?: Json;
  readonly signal?: AbortSignal;
}

const SECRETS: Readonly<Record<string, string>> = { alice: 'secret of alice', bob: 'secret of bob' };

export function sign(account: string, content: string): string {
  return createHmac('sha256', SECRETS[account] ?? '')
    .update(content)
    .digest('hex');
}

function isPacked(data: Buffer): boolean {
  return data[0] === 0x1f && data[1] === 0x8b;
}

/** A client's socket that keeps what it gets. */
export class TestSocket {
  readonly frames: string[] = [];
  /** How many of the frames were binary; those that are packed with gzip are unpacked. */
  binaryFrames = 0;
  pings = 0;
  isOpen = false;
  closed: { readonly code: number; readonly reason: string; readonly error?: Error } | undefined;
  readonly #site: Site;
  readonly #connection: ReturnType<Runtime['openSocket']>;
  #lastId = 0;

  constructor(site: Site, url: string) {
    this.#site = site;
    this.#connection = site.runtime.openSocket(
      { url },
      {
        onOpen: () => {
          this.isOpen = true;
        },
        onMessage: (data, isBinary) => {
          if (isBinary) this.binaryFrames += 1;
          this.frames.push((isPacked(data) ? gunzipSync(data) : data).toString('utf8'));
        },
        onPing: () => {
          this.pings += 1;
        },
        onPong: () => undefined,
        onClose: (info) => {
          this.isOpen = false;
          this.closed = info;
        },
      },
    );
  }

  send(frame: string | Uint8Array): void {
    this.#connection.send(frame);
  }

  terminate(): void {
    this.#connection.terminate();
  }

  /** Sends a request and gives its answer; frames before it stay in `frames`. */
  async request(request: Json): Promise<Json> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.send(JSON.stringify({ id, ...request }));
    const isAnswer = (frame: string): boolean => frame.startsWith(`{"id":${id},`);
    await this.#site.until(() => this.frames.some(isAnswer));
    const at = this.frames.findIndex(isAnswer);
    const [answer = ''] = this.frames.splice(at, 1);
    return json(answer);
  }

  async login(account: string): Promise<Json> {
    const time = String(this.#site.venue.world.nowMs());
    return this.request({ op: 'login', key: account, time, signature: sign(account, `${time}login`) });
  }

  /** Sends a frame and gives the next that comes. */
  async ask(frame: Json): Promise<Json> {
    this.send(JSON.stringify(frame));
    return this.next();
  }

  /** The next frame, which may have come already. */
  async next(): Promise<Json> {
    await this.#site.until(() => this.frames.length > 0);
    return json(this.frames.shift() ?? '');
  }

  /** The events that came so far, once everything that was under way has come. */
  async events(): Promise<readonly Json[]> {
    await this.request({ op: 'unsubscribe', topics: [] });
    return this.frames.splice(0).map(json);
  }
}

/** A venue that somebody can connect to, in process or on loopback, with a clock that only the test moves. */
export class Site {
  readonly clock: ManualClock;
  readonly venue: Venue;
  readonly runtime: Runtime;
  readonly urls: { readonly rest: string; readonly stream: string };
  readonly close: () => Promise<void>;
  /** Connects a client that answers no ping. */
  readonly dialMute: () => void;

  constructor(clock: ManualClock, venue: Venue, runtime: Runtime, urls: Site['urls'], dialMute: () => void, close: () => Promise<void>) {
    this.clock = clock;
    this.venue = venue;
    this.runtime = runtime;
    this.urls = urls;
    this.dialMute = dialMute;
    this.close = close;
  }

  /** Closes. @throws Error when the dialect or the engine threw what they must not. */
  async end(): Promise<void> {
    await this.close();
    const [fault] = [...this.venue.dialectFaults, ...this.venue.engineFaults];
    if (fault !== undefined) throw new Error(`${fault.where} threw`, { cause: fault.error });
  }

  /** Lets everything happen that needs no time until this holds; the test's own time limit ends it. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.clock.advance(0);
  }

  async settled<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const mark = (): void => {
      isSettled = true;
    };
    promise.then(mark, mark);
    await this.until(() => isSettled);
    return promise;
  }

  /** Sends a request of a named account, or a public one; somebody must let the clock run. */
  async start(method: string, target: string, { as, body, signal }: CallOptions = {}): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const time = String(this.venue.world.nowMs());
    const headers: Record<string, string> =
      as === undefined ? {} : { 'plain-key': as, 'plain-time': time, 'plain-signature': sign(as, `${time}${method}${target}${text}`) };
    const request = new Request(`${this.urls.rest}${target}`, {
      method,
      headers,
      ...(text !== '' && { body: text }),
      ...(signal !== undefined && { signal }),
    });
    const response = await this.runtime.fetch(request);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  call(method: string, target: string, options: CallOptions = {}): Promise<Answer> {
    return this.settled(this.start(method, target, options));
  }

  startPlace(as: string, order: Json = {}, signal?: AbortSignal): Promise<Answer> {
    const body = { market: 'btc_usdt', side: 'buy', type: 'limit', amount: '1', price: '100', ...order };
    return this.start('POST', '/orders', { as, body, ...(signal !== undefined && { signal }) });
  }

  place(as: string, order: Json = {}): Promise<Answer> {
    return this.settled(this.startPlace(as, order));
  }

  /** Rests a sell of bob that is bought by nobody, so that the book moves. */
  sell(price: string, amount = '1'): void {
    this.venue.world.place({
      account: 'bob',
      tradingPair: 'BTC-USDT',
      side: 'sell',
      type: 'limit',
      timeInForce: 'GTC',
      ...spotAmounts(price, amount),
    });
  }

  async open(path = '/'): Promise<TestSocket> {
    const socket = this.dial(path);
    await this.until(() => socket.isOpen || socket.closed !== undefined);
    return socket;
  }

  dial(path = '/'): TestSocket {
    return new TestSocket(this, `${this.urls.stream}${path}`);
  }
}

function spotAmounts(price: string, amount: string): { readonly price: Decimal; readonly amount: Decimal } {
  return { price: new Decimal(price), amount: new Decimal(amount) };
}

export const transports = ['in process', 'on loopback'] as const;

function account(name: string): VenueAccount {
  return {
    account: name,
    balances: { BTC: '1000', USDT: '1000000', ETH: '1000' },
    keys: [{ key: name, kind: 'hmac', verifier: SECRETS[name] ?? '', canTrade: true }],
  };
}

export function plainVenue(clock: ManualClock, options: Partial<VenueOptions> = {}): Venue {
  return createVenue({
    clock,
    random: new SeededRandom(7),
    dialect: plainDialect(),
    instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' }), spotInstrument({ base: 'ETH', quote: 'USDT' })],
    accounts: [account('alice'), account('bob')],
    ...options,
  });
}

export async function openSite(transport: (typeof transports)[number], options: Partial<VenueOptions> = {}): Promise<Site> {
  const clock = new ManualClock();
  const venue = plainVenue(clock, options);
  if (transport === 'on loopback') {
    const served = await serveOnLoopback(venue);
    const runtime = createRuntime({ clock, log: silentLogger });
    const urls = { rest: served.url('rest').http, stream: served.url('stream').ws };
    const dialMute = (): void => {
      // Cut off by the venue, as the test wants.
      new WebSocket(urls.stream, { autoPong: false }).on('error', () => undefined);
    };
    return new Site(clock, venue, runtime, urls, dialMute, () => served.close());
  }
  const network = new InProcessNetwork({ clock, latency: 0 });
  const served = serveInProcess(venue, network, { rest: 'https://rest.test', stream: 'https://stream.test' });
  const runtime = inProcessRuntime({ clock, network, random: new SeededRandom(8) });
  const urls = { rest: 'https://rest.test', stream: 'wss://stream.test' };
  const dialMute = (): void => {
    runtime.openSocket(
      { url: urls.stream },
      { onOpen: () => network.sockets.at(-1)?.blackHole(), onMessage() {}, onPing() {}, onPong() {}, onClose() {} },
    );
  };
  return new Site(clock, venue, runtime, urls, dialMute, async () => {
    served.close();
    await clock.settle();
  });
}
