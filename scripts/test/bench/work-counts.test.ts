// Counts work instead of time, so that a slower hot path is noticed on any machine: see docs/performance.md.
import { binanceSpot } from '@venuekit/binance';
import { binanceSpotDialect } from '@venuekit/binance/dialect';
import { ExchangeConnector } from '@venuekit/core';
import { Throttler } from '@venuekit/core/connector';
import { InProcessNetwork, inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import { createVenue, serveInProcess, spotInstrument } from '@venuekit/venue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeDepthFrames } from '../../bench/depth-frames.ts';
import { DepthPipeline } from '../../bench/depth.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a depth frame', () => {
  it('is turned into text once, parsed once, and makes no columns and no maps once the book is warm', () => {
    const frames = makeDepthFrames({ seed: 3, frames: 600, levels: 400 });
    const pipeline = new DepthPipeline(frames.snapshot);
    const [warmUp, counted] = [frames.buffers.slice(0, 400), frames.buffers.slice(400)];
    for (const frame of warmUp) pipeline.take(frame);

    const parsed = vi.spyOn(JSON, 'parse');
    const texts = counted.map((frame) => vi.spyOn(frame, 'toString'));
    const columns = countConstructions('Float64Array');
    const maps = countConstructions('Map');
    for (const frame of counted) pipeline.take(frame);

    expect(pipeline.published).toBe(frames.buffers.length);
    expect(parsed).toHaveBeenCalledTimes(counted.length);
    for (const text of texts) expect(text).toHaveBeenCalledTimes(1);
    expect({ columns: columns.made, maps: maps.made }).toEqual({ columns: 0, maps: 0 });
  });
});

describe('a permit that is free', () => {
  it('sets no timer, listens to no signal and makes no promise, with three linked limits and 6,000 entries in the window', () => {
    const clock = new ManualClock();
    let nowMs = 0;
    vi.spyOn(clock, 'monotonicMs').mockImplementation(() => (nowMs += 10));
    const timers = vi.spyOn(clock, 'setTimer');
    const limit = { limit: 7_000, intervalMs: 60_000 };
    const throttler = new Throttler({
      clock,
      safetyMarginPercent: 0,
      limits: [
        { limitId: 'order', ...limit, linkedLimits: [{ limitId: 'weight' }, { limitId: 'orders' }] },
        { limitId: 'weight', ...limit },
        { limitId: 'orders', ...limit },
      ],
    });
    const { signal } = new AbortController();
    const listening = vi.spyOn(signal, 'addEventListener');
    const promises = new Set<Promise<void>>();
    for (let call = 0; call < 8_000; call += 1) promises.add(throttler.acquire('order', { lane: 'order', signal }));

    expect(throttler.usage().map(({ used, waiting }) => [Math.round(used / 10) * 10, waiting])).toEqual([
      [6_000, 0],
      [6_000, 0],
      [6_000, 0],
    ]);
    expect(promises.size).toBe(1);
    expect(timers).not.toHaveBeenCalled();
    expect(listening).not.toHaveBeenCalled();
  });
});

describe('an order', () => {
  it('costs one request and no connection, and leaves no timer behind, however many there are', async () => {
    const clock = new ManualClock();
    const random = new SeededRandom(5);
    const network = new InProcessNetwork({ clock });
    const venue = createVenue({
      clock,
      random,
      dialect: binanceSpotDialect(),
      instruments: [spotInstrument({ base: 'BTC', quote: 'USDT' })],
      accounts: [
        {
          account: 'alice',
          balances: { USDT: '1000000' },
          keys: [{ key: 'k'.repeat(64), kind: 'hmac', verifier: 's'.repeat(64), canTrade: true }],
        },
      ],
    });
    const origins = { rest: 'https://rest.venue.test', stream: 'https://stream.venue.test', 'ws-api': 'https://ws-api.venue.test' };
    const served = serveInProcess(venue, network, origins);
    const runtime = inProcessRuntime({ clock, network, random });
    const requests: string[] = [];
    const sockets: string[] = [];
    const connector = new ExchangeConnector({
      runtime: {
        ...runtime,
        fetch: (request) => {
          requests.push(`${request.method} ${new URL(request.url).pathname}`);
          return runtime.fetch(request);
        },
        openSocket: (...parameters) => {
          sockets.push('opened');
          return runtime.openSocket(...parameters);
        },
      },
      definition: binanceSpot({
        tradingPairs: ['BTC-USDT'],
        hosts: { rest: origins.rest, streams: 'wss://stream.venue.test', wsApi: 'wss://ws-api.venue.test/ws-api/v3' },
        apiKey: 'k'.repeat(64),
        apiSecret: 's'.repeat(64),
      }),
    });
    connector.start();
    await clock.runUntil(() => connector.ready, { maximumMs: 60_000 });
    await clock.advance(500);
    let created = 0;
    connector.on('order-created', () => (created += 1));
    const place = async (orders: number): Promise<void> => {
      created = 0;
      requests.length = 0;
      for (let order = 0; order < orders; order += 1) connector.buy('BTC-USDT', '0.01', 'limit', '50000');
      await clock.advance(1_000);
      expect(created).toBe(orders);
      expect(requests).toEqual(Array.from({ length: orders }, () => 'POST /api/v3/order'));
    };
    sockets.length = 0;

    await place(3);
    const timersBefore = clock.pendingTimers;
    await place(30);

    expect(sockets).toEqual([]);
    expect(clock.pendingTimers).toBe(timersBefore);
    const stopped = connector.stop();
    await clock.advance(1_000);
    await stopped;
    served.close();
    await clock.advance(100);
    expect(clock.pendingTimers).toBe(0);
  });
});

/** Counts the objects of a global class that are made from now on. */
function countConstructions(name: 'Float64Array' | 'Map'): { readonly made: number } {
  const counter = { made: 0 };
  const original = name === 'Map' ? Map : Float64Array;
  vi.stubGlobal(
    name,
    new Proxy(original, {
      construct(target, parameters: unknown[], newTarget): object {
        counter.made += 1;
        const made: unknown = Reflect.construct(target, parameters, newTarget);
        if (typeof made === 'object' && made !== null) return made;
        throw new TypeError(`${name} cannot be made`);
      },
    }),
  );
  return counter;
}
