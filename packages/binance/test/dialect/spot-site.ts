import { createHmac, createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { Decimal, type Runtime } from '@venuekit/core/connector';
import { createRuntime, InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom, silentLogger } from '@venuekit/core/testing';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import {
  createVenue,
  createWorld,
  serveInProcess,
  serveOnLoopback,
  spotInstrument,
  type SpotInstrumentOptions,
  type Venue,
  type VenueOptions,
} from '@venuekit/venue';
import { onTestFinished } from 'vitest';

export const START_MS = 1_790_000_000_000;

/** The documents' own key pair of `rest-api.md`. */
export const HMAC_KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
export const HMAC_SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
export const RSA_KEY = 'CAvIjXy3F44yW6Pou5k8Dy1swsYDWJZLeoK2r8G4cFDnE9nosRppc2eKc1T8TRTQ';
export const ED25519_KEY = '4yNzx3yWC5bS6YTwEkSRaC0nRmSQIIStAUOh1b6kqaBrTLIhjCpI5lJH8q8R8WNO';
export const READ_ONLY_KEY = 'r'.repeat(64);
/** The key of RFC 8032, test 1. */
export const ED25519_PUBLIC =
  '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n';
const ED25519_PRIVATE = createPrivateKey(
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n',
);
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });

export type Json = Readonly<Record<string, unknown>>;
export type Params = Readonly<Record<string, string | number | boolean>>;

/** Signs as a client with that key does. */
export function signature(apiKey: string, payload: string): string {
  const bytes = Buffer.from(payload);
  if (apiKey === ED25519_KEY) return signBytes(null, bytes, ED25519_PRIVATE).toString('base64');
  if (apiKey === RSA_KEY) return signBytes('RSA-SHA256', bytes, RSA.privateKey).toString('base64');
  return createHmac('sha256', HMAC_SECRET).update(payload).digest('hex');
}

export function query(params: Params): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

/** One socket of a client; keeps what it gets. */
export class ClientSocket {
  readonly frames: string[] = [];
  pings = 0;
  isOpen = false;
  closed: { readonly code: number; readonly reason: string } | undefined;
  readonly #site: SpotSite;
  readonly #connection: ReturnType<Runtime['openSocket']>;

  constructor(site: SpotSite, url: string) {
    this.#site = site;
    this.#connection = site.runtime.openSocket(
      { url },
      {
        onOpen: () => void (this.isOpen = true),
        onMessage: (data) => void this.frames.push(data.toString('utf8')),
        onPing: () => void (this.pings += 1),
        onPong: () => undefined,
        onClose: (info) => {
          this.isOpen = false;
          this.closed = info;
        },
      },
    );
  }

  sendText(text: string): void {
    this.#connection.send(text);
  }

  /** Sends and gives the frames that came until everything rested. */
  async exchange(frame: unknown): Promise<readonly Json[]> {
    this.frames.length = 0;
    this.sendText(typeof frame === 'string' ? frame : JSON.stringify(frame));
    await this.#site.clock.advance(0);
    return this.taken();
  }

  /** The frames so far; they are forgotten. */
  taken(): readonly Json[] {
    return this.frames.splice(0).map((frame) => JSON.parse(frame) as Json);
  }

  /** A call of the WebSocket API, signed where a key is named; gives the reply without its limits. */
  async call(method: string, params: Params = {}, apiKey?: string): Promise<Json> {
    const replies = await this.exchange({ id: 1, method, params: this.#site.signedParams(params, apiKey) });
    const reply = replies.find((frame) => 'status' in frame);
    if (reply === undefined) throw new Error(`no reply to ${method}`);
    const { rateLimits: _rateLimits, ...rest } = reply;
    return rest;
  }
}

/** A venue that speaks Binance spot, in process, with a clock that only the test moves. */
export class SpotSite {
  readonly clock: ManualClock;
  readonly venue: Venue;
  readonly runtime: Runtime;
  readonly #urls: Readonly<Record<string, string>>;

  constructor(clock: ManualClock, venue: Venue, runtime: Runtime, urls: Readonly<Record<string, string>>) {
    this.clock = clock;
    this.venue = venue;
    this.runtime = runtime;
    this.#urls = urls;
  }

  now(): number {
    return this.venue.world.nowMs();
  }

  /** Lets what comes over real connections arrive; the clock stands. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.clock.advance(0);
  }

  async send(
    method: string,
    target: string,
    options: { readonly body?: string; readonly headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const url = `${this.#urls['rest']}${target}`;
    const form = options.body === undefined ? {} : { body: options.body };
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...options.headers };
    let answer: Answer | undefined;
    const asked = this.runtime.fetch(new Request(url, { method, headers, ...form })).then(async (response) => {
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
      answer = { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Json };
    });
    await this.until(() => answer !== undefined);
    await asked;
    if (answer === undefined) throw new Error(`no answer to ${method} ${target}`);
    return answer;
  }

  get(path: string, params: Params = {}): Promise<Answer> {
    return this.send('GET', `/api/v3/${path}${Object.keys(params).length === 0 ? '' : `?${query(params)}`}`);
  }

  /** A signed call with everything in the query. */
  signed(method: string, path: string, params: Params = {}, apiKey: string = HMAC_KEY): Promise<Answer> {
    const payload = query({ ...params, timestamp: this.now(), ...params });
    const target = `/api/v3/${path}?${payload}&signature=${encodeURIComponent(signature(apiKey, payload))}`;
    return this.send(method, target, { headers: { 'x-mbx-apikey': apiKey } });
  }

  /** Status and body of a signed call. */
  async result(method: string, path: string, params: Params = {}, apiKey: string = HMAC_KEY): Promise<readonly [number, unknown]> {
    const { status, body } = await this.signed(method, path, params, apiKey);
    return [status, body];
  }

  /** Parameters of the WebSocket API; without a key they are not signed. */
  signedParams(params: Params, apiKey: string | undefined): Params {
    if (apiKey === undefined) return params;
    const all: Params = { apiKey, timestamp: this.now(), ...params };
    const payload = Object.keys(all)
      .sort()
      .map((name) => `${name}=${all[name]}`)
      .join('&');
    return { ...all, signature: signature(apiKey, payload) };
  }

  async open(service: 'stream' | 'ws-api', path: string): Promise<ClientSocket> {
    const socket = new ClientSocket(this, `${this.#urls[service]}${path}`);
    await this.until(() => socket.isOpen || socket.closed !== undefined);
    return socket;
  }

  /** Somebody else's resting order. */
  quote(side: 'buy' | 'sell', price: string, amount: string, clientOrderId?: string): void {
    this.venue.world.place({
      account: 'maker',
      tradingPair: 'BTC-USDT',
      side,
      type: 'limit',
      timeInForce: 'GTC',
      price: new Decimal(price),
      amount: new Decimal(amount),
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
    });
  }
}

/** How a site differs from the usual one. */
export interface SiteOptions {
  readonly startMs?: number;
  readonly instruments?: readonly SpotInstrumentOptions[];
  readonly venue?: Partial<VenueOptions>;
}

/** The venue: BTC-USDT and ETH-USDT, the trader with every kind of key, and a maker with another account. */
function spotVenue(clock: ManualClock, options: SiteOptions = {}): Venue {
  const random = new SeededRandom(7);
  const instruments = options.instruments ?? [
    { base: 'BTC', quote: 'USDT' },
    { base: 'ETH', quote: 'USDT' },
  ];
  return createVenue({
    clock,
    random,
    world: createWorld({ clock, random, startTimeMs: options.startMs ?? START_MS }),
    dialect: binanceSpotDialect(),
    instruments: instruments.map((instrument) => spotInstrument(instrument)),
    accounts: [
      {
        account: 'trader',
        balances: { BTC: '10', USDT: '100000', DOGE: '0' },
        feePlan: { maker: new Decimal('0.001'), taker: new Decimal('0.002'), payIn: 'received' },
        keys: [
          { key: HMAC_KEY, kind: 'hmac', verifier: HMAC_SECRET, canTrade: true },
          { key: RSA_KEY, kind: 'rsa', verifier: RSA.publicKey.export({ type: 'spki', format: 'pem' }).toString(), canTrade: true },
          { key: ED25519_KEY, kind: 'ed25519', verifier: ED25519_PUBLIC, canTrade: true },
          { key: READ_ONLY_KEY, kind: 'hmac', verifier: HMAC_SECRET, canTrade: false },
        ],
      },
      {
        account: 'maker',
        balances: { BTC: '1000', USDT: '100000000' },
        keys: [{ key: 'm'.repeat(64), kind: 'hmac', verifier: HMAC_SECRET, canTrade: true }],
      },
    ],
    ...options.venue,
  });
}

/** A venue in process; closed when the test ends, when the dialect must not have thrown anything unforeseen. */
export function openSpotSite(options: SiteOptions = {}): SpotSite {
  const clock = new ManualClock({ wallMs: options.startMs ?? START_MS });
  const venue = spotVenue(clock, options);
  const network = new InProcessNetwork({ clock, latency: 0 });
  const served = serveInProcess(venue, network, {
    rest: 'https://rest.test',
    stream: 'https://stream.test',
    'ws-api': 'https://ws-api.test',
  });
  onTestFinished(() => {
    served.close();
    if (venue.dialectFaults.length > 0) throw new Error('the dialect threw', { cause: venue.dialectFaults[0]?.error });
  });
  const runtime = inProcessRuntime({ clock, network, random: new SeededRandom(8) });
  return new SpotSite(clock, venue, runtime, { rest: 'https://rest.test', stream: 'wss://stream.test', 'ws-api': 'wss://ws-api.test' });
}

/** The same over real connections. */
export async function openLoopbackSite(): Promise<SpotSite> {
  const clock = new ManualClock({ wallMs: START_MS });
  const venue = spotVenue(clock);
  const served = await serveOnLoopback(venue);
  onTestFinished(() => served.close());
  const urls = { rest: served.url('rest').http, stream: served.url('stream').ws, 'ws-api': served.url('ws-api').ws };
  return new SpotSite(clock, venue, createRuntime({ clock, log: silentLogger }), urls);
}

export function refusal(code: number, msg: string): Json {
  return { code, msg };
}
