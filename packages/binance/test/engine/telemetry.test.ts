import { inspect } from 'node:util';
import { attributeDefinitions, metricDefinitions, spanDefinitions, spanEventDefinitions } from '@venuekit/core/telemetry';
import { describe, expect, it, vi } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';
import { cancel, eventfulRun, namesOf, open, watched } from './telemetry-rig.ts';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';

describe('the streams', () => {
  it('tell of interruptions, reconnects, gaps and what was recovered', async () => {
    const { rig, records } = watched();
    await rig.start();
    const id = await open(rig);
    rig.venue.control.cutSockets({ account: ACCOUNT });
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(10_000);
    const isPrivate = { 'venuekit.connector': 'test', 'venuekit.stream': 'private' };
    expect(records.values('venuekit.stream.interruptions', isPrivate)).toEqual([1]);
    expect(records.values('venuekit.stream.reconnects', isPrivate)).toEqual([1]);
    expect(records.values('venuekit.fills', { 'venuekit.fill.is_recovered': true })).toEqual([1]);
    const restored = rig.events.find((event) => event.type === 'stream-restored' && event.gap.fromMs !== undefined);
    if (restored?.type !== 'stream-restored') throw new Error('the stream was not restored');
    const { fromMs = 0, toMs } = restored.gap;
    expect(records.values('venuekit.stream.gap.duration', isPrivate)).toEqual([(toMs - fromMs) / 1_000]);
    const [gap, ...others] = records.spansOf('venuekit.stream.gap', isPrivate);
    expect(others).toEqual([]);
    expect(gap?.attributes).toMatchObject({ 'venuekit.stream.generation': 2, 'venuekit.recovered_fills': 1 });
    expect(gap?.startMs).toBeCloseTo(fromMs, 3);
    const [order] = records.spansOf('venuekit.order');
    expect(order?.events.at(-1)).toMatchObject({
      name: 'venuekit.order.filled',
      attributes: { 'venuekit.fill.is_recovered': true, 'venuekit.stream.generation': 2 },
    });
    await rig.close();
  });

  it('have an age', async () => {
    const { rig, records } = watched();
    await rig.start();
    rig.makers.start();
    await rig.clock.advance(5_000);
    rig.makers.stop();
    rig.venue.world.deposit(ACCOUNT, 'ETH', '5');
    await rig.clock.advance(1_001);
    const age = (stream: string): number => records.observed('venuekit.stream.age', { 'venuekit.stream': stream })[0] ?? Number.NaN;
    expect(age('private')).toBeCloseTo(1, 9);
    const marketAge = age('market');
    await rig.clock.advance(2_000);
    expect(age('private')).toBeCloseTo(3, 9);
    expect(age('market')).toBeCloseTo(marketAge + 2, 9);
    expect(records.observed('venuekit.book.age', { 'venuekit.trading_pair': PAIR })).toEqual([age('market')]);
    await rig.close();
  });

  it('lead to books that are live, and count gaps and resyncs', async () => {
    const { rig, records } = watched();
    const ofTheBook = { 'venuekit.connector': 'test', 'venuekit.trading_pair': PAIR };
    expect(records.observed('venuekit.ready', { 'venuekit.status': 'orderBooksInitialized' })).toEqual([0]);
    await rig.start();
    expect(records.observed('venuekit.ready')).toEqual([1, 1, 1, 1, 1]);
    expect(records.observed('venuekit.book.live', ofTheBook)).toEqual([1]);
    rig.makers.start();
    rig.venue.control.skipUpdateId(PAIR);
    await rig.until(() => rig.events.some(({ type }) => type === 'book-resynced'));
    expect(records.observed('venuekit.book.gaps', ofTheBook)).toEqual([1]);
    expect(records.observed('venuekit.book.resyncs', ofTheBook)).toEqual([1]);
    await rig.stopConnector();
    expect(records.observed('venuekit.book.live', ofTheBook)).toEqual([0]);
    await rig.close();
  });

  it('count what was skipped', async () => {
    const { rig, records } = watched();
    await rig.start();
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'corrupt', how: { remove: 'i' } } });
    await open(rig);
    await rig.clock.advance(1_000);
    expect(records.values('venuekit.problems', { 'venuekit.stream': 'private' })).toEqual([1]);
    await rig.close();
  });
});

describe('rate limits', () => {
  it('show what is used of what, and pauses', async () => {
    const { rig, records } = watched();
    await rig.start();
    const pool = rig.connector.rateLimitUsage().find(({ used }) => used > 0);
    const limit = {
      'venuekit.connector': 'test',
      'venuekit.rate_limit.id': pool?.limitId ?? '',
      'venuekit.rate_limit.scope': pool?.scope ?? '',
    };
    expect(records.observed('venuekit.rate_limit.used', limit)).toEqual([pool?.used]);
    expect(records.observed('venuekit.rate_limit.limit', limit)).toEqual([pool?.limit]);
    expect(records.observed('venuekit.rate_limit.paused', limit)).toEqual([0]);
    rig.venue.control.faults.add({
      on: 'http',
      match: { operation: 'place' },
      action: { kind: 'answer', status: 429, headers: { 'retry-after': '7' } },
    });
    rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(100);
    expect(records.observed('venuekit.rate_limit.paused').some((paused) => paused === 1)).toBe(true);
    await rig.clock.advance(60_000);
    expect(records.observed('venuekit.rate_limit.paused').every((paused) => paused === 0)).toBe(true);
    await rig.close();
  });
});

/** What not every connector comes to, on a run like this one; other tests hold it. */
const RARE: ReadonlySet<string> = new Set([
  'venuekit.amendOrder',
  'venuekit.batch_size',
  'venuekit.cancelAllOrders',
  'venuekit.cancelReplaceOrder',
  'venuekit.getLastTradedPrices',
  'venuekit.placeOrderList',
  'venuekit.placeCancels',
  'venuekit.placeOrders',
  'venuekit.rate_limit.connection',
  'venuekit.stream.degradations',
  'venuekit.stream.rotations',
  'venuekit.testOrder',
]);

function unusedOf(table: object, used: readonly string[]): string[] {
  const found = new Set(used);
  return Object.keys(table).filter((name) => !found.has(name) && !RARE.has(name));
}

describe('the names', () => {
  it('are those of the tables and no others, and each of them is used', async () => {
    const run = watched();
    await eventfulRun(run);
    const { records, rig } = run;
    const values = [...records.recorded, ...records.collect()];
    expect(records.instruments.toSorted()).toEqual(Object.keys(metricDefinitions).toSorted());
    const events = records.spans.flatMap((span) => span.events);
    expect(unusedOf(metricDefinitions, namesOf(values))).toEqual([]);
    expect(unusedOf(spanDefinitions, namesOf(records.spans))).toEqual([]);
    expect(unusedOf(spanEventDefinitions, namesOf(events))).toEqual([]);

    const declared = new Map<string, ReadonlySet<string>>(
      Object.entries({ ...metricDefinitions, ...spanDefinitions, ...spanEventDefinitions }).map(([name, { attributes }]) => [
        name,
        new Set<string>(['venuekit.connector', ...attributes]),
      ]),
    );
    const used = new Map<string, Set<string>>();
    for (const { name, attributes } of [...values, ...records.spans, ...events]) {
      for (const attribute of Object.keys(attributes)) {
        expect(declared.get(name)?.has(attribute), `${attribute} of ${name}`).toBe(true);
        used.set(name, (used.get(name) ?? new Set()).add(attribute));
      }
    }
    for (const part of [...values, ...records.spans]) expect(part.attributes['venuekit.connector'], part.name).toBe('test');
    expect(
      unusedOf(
        attributeDefinitions,
        [...used.values()].flatMap((names) => [...names]),
      ),
    ).toEqual([]);
    await rig.close();
  });
});

describe('secrets, prices and the venue’s words', () => {
  it('stand in no attribute, name or status', async () => {
    const credentials = { apiKey: `KEYCANARY${'k7'.repeat(27)}x`, apiSecret: `SECRETCANARY${'s3'.repeat(26)}` };
    const signatures = new Set<string>();
    const run = watched({
      credentials,
      wrapRuntime: (runtime) => ({
        ...runtime,
        fetch: (request) => {
          const signature = new URL(request.url).searchParams.get('signature');
          if (signature !== null) signatures.add(signature);
          return runtime.fetch(request);
        },
      }),
    });
    const { rig, records } = run;
    const body = JSON.stringify({ code: -1022, msg: `CANARY of the venue ${credentials.apiKey}` });
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'cancel' }, action: { kind: 'answer', status: 400, body } });
    await eventfulRun(run);
    const id = await open(rig, '0.17');
    await cancel(rig, id);
    const told = inspect([records.recorded, records.spans, records.collect()], { depth: 10, maxArrayLength: null, maxStringLength: null });
    expect(signatures.size).toBeGreaterThan(5);
    for (const secret of signatures) expect(told).not.toContain(secret);
    expect(told).toContain(id);
    expect(told).not.toContain('CANARY');
    expect(told).not.toContain('signature');
    expect(told).not.toContain(rig.restingBuyPrice());
    expect(told).not.toContain('0.17');
    await rig.close();
  });
});

describe('measuring', () => {
  it('listens to nothing that would have to be made on the path of market data', () => {
    const { rig, telemetry } = watched();
    const on = vi.spyOn(rig.connector, 'on');
    const onAny = vi.spyOn(rig.connector, 'onAny');
    telemetry.observe(rig.connector);
    expect(onAny).not.toHaveBeenCalled();
    const heard = on.mock.calls.map(([type]) => type);
    expect(heard.filter((type) => type.startsWith('book-') || type === 'balance-updated')).toEqual([]);
    expect(heard).toContain('order-filled');
  });

  it('ends with every span when it is told to, and says nothing afterwards', async () => {
    const { rig, records, end } = watched();
    await rig.start();
    const id = await open(rig);
    await rig.clock.advance(100);
    expect(records.collect()).not.toEqual([]);
    expect(records.spans.filter((span) => span.isRecording())).toEqual(records.spansOf('venuekit.order'));
    end();
    end();
    expect(records.spans.filter((span) => span.isRecording())).toEqual([]);
    expect(records.collect()).toEqual([]);
    const before = records.values('venuekit.fills').length;
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(1_000);
    expect(rig.orderEvents(id)).toContain('order-completed');
    expect(records.values('venuekit.fills')).toHaveLength(before);
    await rig.close();
  });

  it.each(['metrics', 'traces', 'none'] as const)('changes nothing of what a connector does, with an SDK for: %s', async (sdk) => {
    const run = watched({ sdk });
    await eventfulRun(run);
    const { rig, records } = run;
    await rig.clock.advance(60_000);
    rig.expectTruth();
    expect(records.recorded.length > 0).toBe(sdk === 'metrics');
    expect(records.spans.length > 0).toBe(sdk === 'traces');
    await rig.close();
  });

  it('adds no member that the connector does not have, and keeps those that nobody knew of', () => {
    const { telemetry } = watched();
    const { tradeUpdatesSince: _left, ...definition } = binanceSpot({ tradingPairs: [PAIR], hosts: TradingRig.hosts });
    const wrapped = telemetry.wrap(Object.freeze({ ...definition, later: () => definition.name }));
    expect('tradeUpdatesSince' in wrapped).toBe(false);
    expect(wrapped).toMatchObject({ name: definition.name, domain: definition.domain });
    expect(Object.keys(wrapped)).toContain('later');
  });
});
