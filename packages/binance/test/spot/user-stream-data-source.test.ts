import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { readObject } from '@venuekit/core/connector';
import type { UserStreamSink } from '@venuekit/core/connector';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinanceAuthenticator, wsPayload } from '../../src/auth.ts';
import { SpotUserStreamDataSource } from '../../src/spot/user-stream-data-source.ts';

const URL_OF_API = 'wss://ws-api.binance.com:443/ws-api/v3';
const ED25519_PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----`;

const hmac = new BinanceAuthenticator({ apiKey: 'testApiKey', apiSecret: 'testSecret' });
const ed25519 = new BinanceAuthenticator({ apiKey: 'edKey', apiSecret: ED25519_PEM });
const source = new SpotUserStreamDataSource({ wsApiUrl: URL_OF_API, authenticator: hmac });

function loginOf(authenticator: BinanceAuthenticator, firstId = 1): readonly unknown[] {
  let id = firstId;
  const login = new SpotUserStreamDataSource({ wsApiUrl: URL_OF_API, authenticator });
  return login.loginFrames({ nowMs: 1_790_000_000_000.5, nextRequestId: () => id++ }).map(({ requestId, frame }) => {
    const parsed: unknown = JSON.parse(frame);
    expect(parsed).toMatchObject({ id: requestId });
    return parsed;
  });
}

function feed(...frames: readonly (string | object)[]): readonly (readonly [string, ...unknown[]])[] {
  const seen: [string, ...unknown[]][] = [];
  const sink: UserStreamSink = {
    event: (event) => void seen.push(['event', event]),
    acknowledged: (id) => void seen.push(['acknowledged', id]),
    refused: (id, error) => void seen.push(['refused', id, error]),
    credentialExpired: (credential) => void seen.push(['credential expired', credential]),
    heartbeat: () => expect.unreachable(),
    reply: () => expect.unreachable(),
    terminated: (reason) => void seen.push(['terminated', reason]),
    closingSoon: (reason) => void seen.push(['closing', reason]),
    usage: (readings) => void seen.push(['usage', readings]),
    problem: (error) => void seen.push(['problem', error]),
  };
  for (const frame of frames) source.onFrame(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), sink);
  return seen;
}

describe('the login', () => {
  it('of an HMAC key is one signed subscription', () => {
    const signed = { apiKey: 'testApiKey', recvWindow: 5000, timestamp: 1_790_000_000_000 };
    expect(loginOf(hmac, 41)).toEqual([
      { id: 41, method: 'userDataStream.subscribe.signature', params: { ...signed, signature: hmac.sign(wsPayload(signed)) } },
    ]);
  });

  it('of an Ed25519 key logs the session on and then subscribes', () => {
    const signed = { apiKey: 'edKey', recvWindow: 5000, timestamp: 1_790_000_000_000 };
    expect(loginOf(ed25519)).toEqual([
      { id: 1, method: 'session.logon', params: { ...signed, signature: ed25519.sign(wsPayload(signed)) } },
      { id: 2, method: 'userDataStream.subscribe' },
    ]);
  });

  it('goes over the WebSocket API, without a listen key in the address', () => {
    expect(source.stream.url).toBe(URL_OF_API);
  });
});

describe('a frame', () => {
  it('of the documents hands the unwrapped event on', () => {
    const lines = readFileSync(new URL('../samples/user-stream.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const seen = feed(...lines);
    expect(seen.map(([kind]) => kind)).toEqual(Array(lines.length).fill('event'));
    expect(seen.map(([, event]) => event)).toEqual(lines.map((line) => readObject(JSON.parse(line), 'line', 'sample')['event']));
  });

  it('keeps ids beyond 2^53 to their last digit', () => {
    expect(feed('{"subscriptionId":0,"event":{"e":"executionReport","i":9007199254740993}}')).toEqual([
      ['event', { e: 'executionReport', i: '9007199254740993' }],
    ]);
  });

  it('with status 200 acknowledges by id', () => {
    expect(feed({ id: 3, status: 200, result: { subscriptionId: 0 }, rateLimits: [] })).toEqual([['acknowledged', 3]]);
  });

  it.each([
    [400, { code: -2035, msg: 'User Data Stream subscription already active.' }, 'VENUE_REJECTION'],
    [401, { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' }, 'AUTHENTICATION'],
    [400, { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' }, 'CLOCK'],
    [500, undefined, 'VENUE_UNAVAILABLE'],
  ])('with status %i refuses by id, with the error %j typed as %s', (status, error, code) => {
    expect(feed({ id: 3, status, error })).toMatchObject([['refused', 3, { code }]]);
  });

  it('that replies tells what of the rate limits is used, also when it refuses', () => {
    const weight = { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000, count: 70 };
    const orders = { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 50, count: 12 };
    expect(feed({ id: 3, status: 200, result: {}, rateLimits: [orders, weight] })).toEqual([
      [
        'usage',
        [
          { limitId: 'ORDERS per 10 seconds', used: 12 },
          { limitId: 'REQUEST_WEIGHT', used: 70 },
        ],
      ],
      ['acknowledged', 3],
    ]);
    expect(feed({ id: 4, status: 400, error: { code: -1022, msg: 'no' }, rateLimits: [weight] })).toMatchObject([
      ['usage', [{ limitId: 'REQUEST_WEIGHT', used: 70 }]],
      ['refused', 4, {}],
    ]);
  });

  it('that replies with limits that cannot be read says so of each, and is a reply still', () => {
    const weight = { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', count: 70 };
    const rateLimits = [{ ...weight, rateLimitType: 'OF_NEXT_YEAR' }, weight, { ...weight, count: 'many' }];
    expect(feed({ id: 3, status: 200, rateLimits })).toMatchObject([
      ['problem', { code: 'INVALID_PAYLOAD' }],
      ['problem', { code: 'INVALID_PAYLOAD' }],
      ['usage', [{ limitId: 'REQUEST_WEIGHT', used: 70 }]],
      ['acknowledged', 3],
    ]);
    expect(feed({ id: 3, status: 200, rateLimits: 'none' })).toMatchObject([
      ['problem', { code: 'INVALID_PAYLOAD' }],
      ['acknowledged', 3],
    ]);
  });

  it('that limits our rate tells the wait from the venue’s own clock', () => {
    const data = { serverTime: 1_790_000_000_000, retryAfter: 1_790_000_017_000 };
    expect(feed({ id: 3, status: 429, error: { code: -1003, msg: 'Too much.', data } })).toMatchObject([
      ['refused', 3, { code: 'RATE_LIMITED', retryAfterMs: 17_000 }],
    ]);
  });

  it('tells that the subscription has ended, and that the venue will close', () => {
    const seen = feed({ subscriptionId: 0, event: { e: 'eventStreamTerminated', E: 1 } }, { event: { e: 'serverShutdown', E: 1 } });
    expect(seen).toEqual([
      ['terminated', 'eventStreamTerminated'],
      ['closing', 'serverShutdown'],
    ]);
  });

  it('that revokes the session ends the subscription', () => {
    const frame = { id: null, status: 401, error: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' } };
    expect(feed(frame)).toMatchObject([
      ['problem', { code: 'AUTHENTICATION' }],
      ['terminated', 'the session was revoked'],
    ]);
  });

  it('hands unknown events on, because the connector reports them', () => {
    expect(feed({ subscriptionId: 0, event: { e: 'ofNextYear' } })).toEqual([['event', { e: 'ofNextYear' }]]);
  });

  it.each([
    ['not JSON', '{'],
    ['empty', ''],
    ['a number', '5'],
    ['an array', '[]'],
    ['an empty object', {}],
    ['an event without its wrapper', { e: 'executionReport' }],
  ])('that is %s is reported, not thrown', (_case, frame) => {
    expect(feed(frame)).toMatchObject([['problem', { code: 'INVALID_PAYLOAD' }]]);
  });

  it('of any JSON is never thrown at', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(feed(JSON.stringify(value)).length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

it('knows an event again that another subscription tells at another time, and takes no other for it', () => {
  const deposit = { e: 'balanceUpdate', E: 1_000, a: 'BTC', d: '1.5', T: 999 };
  const identity = source.eventIdentity(deposit);
  expect(source.eventIdentity({ ...deposit, E: 1_003 })).toBe(identity);
  for (const change of [{ T: 1_000 }, { d: '1.6' }, { a: 'ETH' }])
    expect(source.eventIdentity({ ...deposit, ...change })).not.toBe(identity);
});
