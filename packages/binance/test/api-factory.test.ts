import { createRuntime } from '@venuekit/core';
import { Throttler, TimeSynchronizer, silentLogger } from '@venuekit/core/connector';
import type { FactoryEnvironment } from '@venuekit/core/connector';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it } from 'vitest';
import { networkGuard } from '../../../vitest.network-guard.ts';
import { BinanceAuthenticator } from '../src/auth.ts';
import { ACCOUNT_PATH, LIMIT_IDS, ORDER_PATH, SPOT_RATE_LIMITS } from '../src/spot/constants.ts';
import { buildApiFactory, buildApiFactoryWithoutTimeSynchronizerPreProcessor, getCurrentServerTime } from '../src/web-utils.ts';

const AHEAD_MS = 3_600_000;
const authenticator = new BinanceAuthenticator({ apiKey: 'test-key', apiSecret: 'canary-secret' });
const runtime = createRuntime({ log: silentLogger });
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((factory) => factory.close()));
});

function environment(): FactoryEnvironment {
  const { clock } = runtime;
  return { runtime, throttler: new Throttler({ limits: SPOT_RATE_LIMITS, clock }), timeSynchronizer: new TimeSynchronizer(clock) };
}

function opened<Factory extends { close(): Promise<void> }>(factory: Factory): Factory {
  open.push(factory);
  return factory;
}

/** Answers the venue's time, an hour ahead of ours, and counts how often. */
function serveTime(): { asked: number } {
  const counter = { asked: 0 };
  networkGuard.use(
    http.get('https://api.binance.com/api/v3/time', () => {
      counter.asked += 1;
      return HttpResponse.json({ serverTime: Math.trunc(runtime.clock.wallMs()) + AHEAD_MS });
    }),
  );
  return counter;
}

describe('the path to the venue', () => {
  it('asks for the venue’s time over HTTP', async () => {
    serveTime();
    const rest = opened(buildApiFactoryWithoutTimeSynchronizerPreProcessor({ environment: environment() })).createRestAssistant();
    const serverTime = await getCurrentServerTime(rest);
    expect(Math.abs(serverTime - AHEAD_MS - runtime.clock.wallMs())).toBeLessThan(60_000);
  });

  it('signs with the venue’s time, every parameter in the query, the key in a header', async () => {
    const time = serveTime();
    const seen: { url: URL; key: string | null; body: string }[] = [];
    networkGuard.use(
      http.post('https://api.binance.com/api/v3/order', async ({ request }) => {
        seen.push({ url: new URL(request.url), key: request.headers.get('x-mbx-apikey'), body: await request.text() });
        return HttpResponse.json({ orderId: '1' });
      }),
    );
    const rest = opened(buildApiFactory({ environment: environment(), authenticator })).createRestAssistant();
    const call = {
      method: 'POST',
      path: ORDER_PATH,
      parameters: { symbol: '这是测试币456' },
      isAuthRequired: true,
      limitId: LIMIT_IDS.placeOrder,
    } as const;
    await rest.execute(call);
    await rest.execute(call);
    expect([time.asked, seen.length, seen[0]?.key, seen[0]?.body]).toEqual([1, 2, 'test-key', '']);
    const search = seen[0]?.url.search.slice(1) ?? '';
    const [payload = '', signature] = search.split('&signature=');
    expect(payload).toMatch(/^symbol=%E8%BF%99%E6%98%AF%E6%B5%8B%E8%AF%95%E5%B8%81456&recvWindow=5000&timestamp=\d{13}$/);
    expect(signature).toBe(authenticator.sign(payload));
    const timestamp = Number(new URLSearchParams(payload).get('timestamp'));
    expect(Math.abs(timestamp - AHEAD_MS - runtime.clock.wallMs())).toBeLessThan(60_000);
  });

  it('asks for the time again after -1021 and repeats the request once', async () => {
    const time = serveTime();
    let attempts = 0;
    networkGuard.use(
      http.get('https://api.binance.com/api/v3/account', () => {
        attempts += 1;
        if (attempts === 1)
          return HttpResponse.json({ code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' }, { status: 400 });
        return HttpResponse.json({ balances: [] });
      }),
    );
    const rest = opened(buildApiFactory({ environment: environment(), authenticator })).createRestAssistant();
    await expect(rest.execute({ path: ACCOUNT_PATH, isAuthRequired: true })).resolves.toEqual({ balances: [] });
    expect([attempts, time.asked]).toEqual([2, 2]);
  });

  it('gives a refusal its class, and an order that got a page of HTML stays undecided', async () => {
    serveTime();
    const answers = [
      HttpResponse.json({ code: -2010, msg: 'Account has insufficient balance for requested action.' }, { status: 400 }),
      new HttpResponse('<html>502 Bad Gateway</html>', { status: 502 }),
    ];
    networkGuard.use(http.post('https://api.binance.com/api/v3/order', () => answers.shift()));
    const rest = opened(buildApiFactory({ environment: environment(), authenticator })).createRestAssistant();
    const call = { method: 'POST', path: ORDER_PATH, isAuthRequired: true, limitId: LIMIT_IDS.placeOrder } as const;
    await expect(rest.execute(call)).rejects.toMatchObject({
      code: 'VENUE_REJECTION',
      reason: 'insufficient-balance',
      outcome: 'rejected',
    });
    await expect(rest.execute(call)).rejects.toMatchObject({ code: 'VENUE_UNAVAILABLE', outcome: 'unknown' });
    expect(runtime.clock.pendingTimers).toBe(0);
  });

  it('holds placements, but no cancel, while the order count is full', async () => {
    serveTime();
    networkGuard.use(
      http.post('https://api.binance.com/api/v3/order', () =>
        HttpResponse.json({ code: -1015, msg: 'Too many new orders.' }, { status: 429, headers: { 'retry-after': '5' } }),
      ),
    );
    const parts = environment();
    const rest = opened(buildApiFactory({ environment: parts, authenticator })).createRestAssistant();
    const placement = { method: 'POST', path: ORDER_PATH, isAuthRequired: true, limitId: LIMIT_IDS.placeOrder } as const;
    await expect(rest.execute(placement)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 5000 });
    expect(parts.throttler.tryAcquire(LIMIT_IDS.placeOrder)).toBe(false);
    expect(parts.throttler.tryAcquire(LIMIT_IDS.cancelOrder, { lane: 'cancel' })).toBe(true);
  });
});
