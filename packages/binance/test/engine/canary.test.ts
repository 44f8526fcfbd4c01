import { Buffer } from 'node:buffer';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import * as core from '@venuekit/core';
import type { LogFields, Logger, Runtime } from '@venuekit/core';
import { createLogger } from '@venuekit/core';
import { afterEach, describe, expect, it } from 'vitest';
import { BinanceAuthenticator } from '../../src/auth.ts';
import { binanceSpot } from '../../src/spot/exchange.ts';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

const KEY = `KEYCANARY${'k7'.repeat(27)}x`;
const SECRET = `SECRETCANARY${'s3'.repeat(26)}`;

/** What a program may show of anything, in every way that programs show things. */
function shown(value: unknown): string {
  const texts = [
    inspect(value, { depth: 10, showHidden: true, getters: true, maxArrayLength: null, maxStringLength: null }),
    String(value),
  ];
  try {
    texts.push(JSON.stringify(value));
  } catch {
    // A circle: inspect has shown what there is.
  }
  if (value instanceof Error) texts.push(String(value.stack), value.message, shown(value.cause));
  return texts.join('\n');
}

/** Watches a connector's world: keeps every signature that leaves, and everything that is logged. */
class Watch {
  readonly signatures = new Set<string>();
  readonly logged: string[] = [];
  /** Answers requests in the place of the venue; undefined: the venue answers. */
  answer: ((url: string, headers: Headers) => Response) | undefined;

  wrap(runtime: Runtime): Runtime {
    const lines = createLogger({ clock: runtime.clock, level: 'debug', sink: (line) => this.logged.push(line) });
    return {
      ...runtime,
      fetch: (request) => {
        this.#noteSignatures(request.url);
        const { answer } = this;
        return answer === undefined ? runtime.fetch(request) : Promise.resolve(answer(request.url, new Headers(request.headers)));
      },
      openSocket: (request, handlers) => {
        const socket = runtime.openSocket(request, handlers);
        const send = socket.send.bind(socket);
        socket.send = (data) => {
          this.#noteSignatures(Buffer.from(data).toString());
          send(data);
        };
        return socket;
      },
      log: this.#both(lines),
    };
  }

  /** A logger of the application's own that writes fields as they are, and ours. */
  #both(lines: Logger): Logger {
    const write =
      (level: 'debug' | 'info' | 'warn' | 'error') =>
      (fields: LogFields, message: string): void => {
        this.logged.push(shown(fields), message);
        lines[level](fields, message);
      };
    return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error'), child: () => this.#both(lines) };
  }

  #noteSignatures(text: string): void {
    for (const [, signature] of text.matchAll(/signature(?:=|":")([^"&]+)/g)) if (signature !== undefined) this.signatures.add(signature);
  }
}

function expectNoSecret(text: string, watch: Watch, what: string): void {
  const found = [KEY, SECRET, Buffer.from(SECRET).toString('hex'), Buffer.from(SECRET).toString('base64'), ...watch.signatures].filter(
    (secret) => text.includes(secret),
  );
  expect(found, `secrets in ${what}`).toEqual([]);
  expect(text.includes('KEYCANARY') || text.includes('SECRETCANARY'), `parts of secrets in ${what}`).toBe(false);
}

function watchedRig(watch: Watch): TradingRig {
  return new TradingRig({ credentials: { apiKey: KEY, apiSecret: SECRET }, wrapRuntime: (runtime) => watch.wrap(runtime) });
}

/** Everything that the connector has told or would tell. */
function expectNothingTold(rig: TradingRig, watch: Watch): void {
  const { connector } = rig;
  const parts = { connector, tracker: connector.orderTracker, orders: [...connector.inFlightOrders.values()], events: rig.events };
  for (const [name, part] of Object.entries(parts)) expectNoSecret(shown(part), watch, name);
  for (const event of rig.events) expectNoSecret(shown(event), watch, `an event ${event.type}`);
  expectNoSecret(shown(connector.trackingStates), watch, 'the saved states');
  expectNoSecret(shown(connector.rateLimitUsage()), watch, 'the limits');
  expectNoSecret(watch.logged.join('\n'), watch, 'the log');
}

const failures: unknown[] = [];

/** Asks everything that an application can ask, and keeps what it is rejected with. */
async function askEverything(rig: TradingRig): Promise<void> {
  const { connector } = rig;
  const ids = ['0.1', '0.2'].map((amount) => connector.buy(PAIR, amount, 'limit', rig.restingBuyPrice()));
  const asked = [
    connector.getOpenOrders(),
    connector.getOpenOrders(PAIR),
    connector.getLastTradedPrices([PAIR]),
    connector.checkNetwork(),
    ...ids.map((id) => connector.cancel(PAIR, id)),
    connector.cancelAll(2_000),
  ];
  const ended = Promise.allSettled(asked).then((results) => {
    for (const result of results) failures.push(result.status === 'rejected' ? result.reason : result.value);
  });
  await rig.clock.advance(30_000);
  await ended;
}

afterEach(() => {
  failures.length = 0;
});

describe('keys, secrets and signatures', () => {
  it('stand in none of what is made of them', () => {
    const watch = new Watch();
    const definition = binanceSpot({ tradingPairs: [PAIR], apiKey: KEY, apiSecret: SECRET });
    const authenticator = new BinanceAuthenticator({ apiKey: KEY, apiSecret: SECRET });
    for (const part of [definition, definition.authenticator, authenticator, new core.Secret(SECRET), { secret: new core.Secret(KEY) }]) {
      expectNoSecret(shown(part), watch, 'a part');
    }
  });

  it('of an Ed25519 key stand in none either, also when the key cannot be used', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const secretPart = pem.split('\n')[1] ?? pem;
    const definition = binanceSpot({ tradingPairs: [PAIR], apiKey: KEY, apiSecret: pem });
    expect(shown(definition)).not.toContain(secretPart);
    expect(createPrivateKey(pem).asymmetricKeyType).toBe('ed25519');
    const broken = pem.replace('END', 'EMD');
    const error = caught(() => binanceSpot({ tradingPairs: [PAIR], apiKey: KEY, apiSecret: broken }));
    expect(error).toBeInstanceOf(core.ConfigurationError);
    expect(shown(error)).not.toContain(secretPart);
    for (const [field, options] of [
      ['apiKey', { apiKey: `${KEY} ${KEY}`, apiSecret: SECRET }],
      ['apiSecret', { apiKey: KEY, apiSecret: `${SECRET}\n${SECRET}` }],
    ] as const) {
      const refused = caught(() => binanceSpot({ tradingPairs: [PAIR], ...options }));
      expect(refused).toMatchObject({ field });
      expectNoSecret(shown(refused), new Watch(), `the error about ${field}`);
    }
  });

  it('stand nowhere in a life without trouble, although they were used', async () => {
    const watch = new Watch();
    const rig = watchedRig(watch);
    await rig.start();
    await askEverything(rig);
    expect(watch.signatures.size).toBeGreaterThan(5);
    expectNothingTold(rig, watch);
    expectNoSecret(shown(failures), watch, 'the answers');
    await rig.close();
  });

  const troubles: readonly { readonly name: string; bring(rig: TradingRig): void }[] = [
    { name: 'connections that are refused', bring: (rig) => rig.network.refuseConnections('https://rest.venue.test') },
    {
      name: 'connections that are reset',
      bring: (rig) => void rig.venue.control.faults.add({ on: 'http', times: 10_000, action: { kind: 'reset' } }),
    },
    {
      name: 'answers that never come',
      bring: (rig) => void rig.venue.control.faults.add({ on: 'http', times: 10_000, action: { kind: 'hang' } }),
    },
    {
      name: 'status 503',
      bring: (rig) =>
        void rig.venue.control.faults.add({ on: 'http', times: 10_000, action: { kind: 'answer', status: 503, body: '<html>' } }),
    },
    {
      name: 'garbage',
      bring: (rig) => void rig.venue.control.faults.add({ on: 'http', times: 10_000, action: { kind: 'execute-then-garbage' } }),
    },
    {
      name: 'answers that break off',
      bring: (rig) => void rig.venue.control.faults.add({ on: 'http', times: 10_000, action: { kind: 'execute-then-cut-body' } }),
    },
    {
      name: 'too many requests',
      bring: (rig) =>
        void rig.venue.control.faults.add({
          on: 'http',
          times: 3,
          action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 1_000 },
        }),
    },
    { name: 'a clock that is wrong by a minute', bring: (rig) => rig.venue.control.skewClock(-60_000) },
    {
      name: 'a private stream that cannot be opened',
      bring: (rig) => {
        rig.venue.control.faults.add({ on: 'handshake', times: 10_000, action: { kind: 'answer', status: 403, body: 'no' } });
        rig.venue.control.cutSockets({});
      },
    },
    {
      name: 'private frames that cannot be read',
      bring: (rig) => {
        rig.venue.control.faults.add({ on: 'frame', times: 10_000, action: { kind: 'corrupt', how: 'malformed' } });
        rig.venue.control.terminatePrivate(ACCOUNT);
      },
    },
  ];

  it.each(troubles)('stand nowhere after $name', async ({ bring }) => {
    const watch = new Watch();
    const rig = watchedRig(watch);
    await rig.start();
    bring(rig);
    await askEverything(rig);
    expect(failures.length).toBeGreaterThan(0);
    expect(watch.logged.length + rig.events.length).toBeGreaterThan(0);
    for (const failure of failures) expectNoSecret(shown(failure), watch, 'a failure');
    expectNothingTold(rig, watch);
    await rig.close();
  });

  it('stand nowhere when the venue does not know them', async () => {
    const watch = new Watch();
    const rig = new TradingRig({
      credentials: { apiKey: 'other'.repeat(12), apiSecret: 'venue'.repeat(12) },
      wrapRuntime: (runtime) => watch.wrap(runtime),
      wrap: () => binanceSpot({ tradingPairs: [PAIR], apiKey: KEY, apiSecret: SECRET, hosts: TradingRig.hosts }),
    });
    rig.makers.start();
    rig.connector.start();
    await rig.clock.advance(20_000);
    await askEverything(rig);
    expect(watch.signatures.size).toBeGreaterThan(0);
    expect(rig.connector.ready).toBe(false);
    for (const failure of failures) expectNoSecret(shown(failure), watch, 'a failure');
    expectNothingTold(rig, watch);
    await rig.close();
  });

  it.each([
    {
      how: 'in the words of an error of the venue',
      answer: (url: string, headers: Headers) =>
        Response.json({ code: -1102, msg: `bad request ${url} X-MBX-APIKEY: ${headers.get('x-mbx-apikey') ?? ''}` }, { status: 400 }),
    },
    {
      how: 'in the words of a refusal for too many requests',
      answer: (url: string) => Response.json({ code: -1003, msg: `too many of ${url}` }, { status: 429, headers: { 'retry-after': '1' } }),
    },
    {
      how: 'on the page of a proxy',
      answer: (url: string) => new Response(`<html>cannot reach ${url}</html>`, { status: 502 }),
    },
    {
      how: 'in an answer that is no JSON',
      answer: (url: string) => new Response(`you asked ${url}`, { status: 200 }),
    },
  ])('stand nowhere when they are sent back $how', async ({ answer }) => {
    const watch = new Watch();
    const rig = watchedRig(watch);
    await rig.start();
    watch.answer = answer;
    rig.venue.control.cutSockets({ account: ACCOUNT });
    await askEverything(rig);
    for (const failure of failures) expectNoSecret(shown(failure), watch, 'a failure');
    expectNothingTold(rig, watch);
    await rig.close();
  });
});

describe('every error class', () => {
  const words = { status: 400, venueCode: '-1', venueMessage: 'no' };
  const cause = new Error('the request failed');
  const errors: readonly Error[] = [
    new core.AbortedError('GET venue.test/x', { mayHaveBeenSent: true, cause }),
    new core.AuthenticationError({ ...words, cause }),
    new core.ClockError({ ...words, cause }),
    new core.ConfigurationError('apiKey', 'option', 'is missing'),
    new core.EventsPrunedError(1, 2),
    new core.InvalidPayloadError({ field: 'i', origin: 'order', expected: 'an id', received: {}, cause }),
    new core.NetworkError({ host: 'venue.test', problem: 'reset', mayHaveBeenSent: true, cause }),
    new core.NotImplementedError('placeOrder'),
    new core.OrderDeniedError('invalid-price', 'no price', { cause }),
    new core.OrderWaitError('c1', 'canceled'),
    new core.RateLimitError({ ...words, retryAfterMs: 1, isBan: false, cause }),
    new core.RecordingFullError('session.jsonl', 'it is as long as it may be'),
    new core.RequestNotSentError('GET venue.test/x', 'signing failed', { cause }),
    new core.StreamError('closed', 'closed', { cause }),
    new core.ThrottleError('orders', 'is not defined'),
    new core.TimeoutError('GET venue.test/x', 10),
    new core.UnknownTradingPairError('A-B', 'the map'),
    new core.VenueRejection({ ...words, reason: 'filter', cause }),
    new core.VenueUnavailableError({ ...words, cause }),
  ];

  it('is tried here', () => {
    const known = Object.keys(core).filter((name) => name.endsWith('Error') || name === 'VenueRejection');
    const tried = new Set(errors.map((error) => error.constructor.name).concat('ConnectorError', 'StorageError'));
    expect(known.filter((name) => !tried.has(name))).toEqual([]);
  });

  it.each(errors.map((error) => ({ name: error.name, error })))('$name shows code, outcome and message, and no request', ({ error }) => {
    const text = shown(error);
    expect(text).toContain(error.message);
    expect(text).toMatch(/outcome/);
    expect(text).not.toMatch(/headers:|signature=|api-?key[:=]/i);
  });
});

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
