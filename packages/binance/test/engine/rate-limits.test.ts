import { AbortedError, ConfigurationError, ExchangeConnector, RateGovernor, RateLimitError } from '@venuekit/core';
import type { ConnectorDefinition, Throttler } from '@venuekit/core/connector';
import { inProcessRuntime, ManualClock, SeededRandom } from '@venuekit/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { binanceSpot } from '../../src/spot/exchange.ts';
import { ACCOUNT, PAIR, TradingRig } from './trading-rig.ts';
import type { RigOptions } from './trading-rig.ts';
import { mostWithin, WireWatch } from './wire-watch.ts';

vi.setConfig({ testTimeout: 30_000 });

/** Whom the venue counts, for everything that comes over the rig's network. */
const ADDRESS = 'in-process';
const WEIGHT = 'REQUEST_WEIGHT';
const ORDERS = 'ORDERS per 10 seconds';

function watchedRig(options: RigOptions = {}): { readonly rig: TradingRig; readonly watch: WireWatch } {
  const watch = new WireWatch();
  return { rig: new TradingRig({ ...options, wrapRuntime: watch.wrap }), watch };
}

function limitOf(connector: ExchangeConnector, limitId: string): ReturnType<ExchangeConnector['rateLimitUsage']>[number] {
  const usage = connector.rateLimitUsage().find((row) => row.limitId === limitId && row.scope !== 'connection');
  if (usage === undefined) throw new Error(`no limit ${limitId}`);
  return usage;
}

/** Asks for prices (weight 2), all at once. @returns how many have been answered, as it changes. */
function askPrices(connector: ExchangeConnector, count: number): { answered: number; readonly errors: unknown[] } {
  const progress = { answered: 0, errors: [] as unknown[] };
  for (let index = 0; index < count; index += 1) {
    connector.getLastTradedPrices([PAIR]).then(
      () => (progress.answered += 1),
      (error: unknown) => progress.errors.push(error),
    );
  }
  return progress;
}

/** Another program on the same address. @returns the status of its answer, for a call of weight 250 */
async function foreignCall(rig: TradingRig): Promise<number> {
  const call = { method: 'GET', path: '/api/v3/depth', query: 'symbol=BTCUSDT&limit=5000', headers: new Map(), body: '', service: 'rest' };
  const outcome = await rig.venue.handleRequest(call, ADDRESS);
  return outcome.kind === 'reply' ? outcome.reply.status : 0;
}

/** Places resting orders at once. @returns their client ids */
function placeOrders(rig: TradingRig, count: number): readonly string[] {
  return Array.from({ length: count }, () => rig.connector.buy(PAIR, '0.001', 'limit', rig.restingBuyPrice()));
}

describe('limits', () => {
  it('are those of the venue from the start, so that one that was lowered is not passed', async () => {
    const { rig, watch } = watchedRig();
    rig.venue.control.setLimit('REQUEST_WEIGHT', { limit: 600 });
    rig.venue.control.setLimit('ORDERS_10S', { limit: 7 });
    rig.venue.control.setLimit('ORDERS_1D', { limit: 900 });
    rig.venue.control.setLimit('RAW_REQUESTS', { limit: 5_000 });
    await rig.start();
    const venueLimits = [WEIGHT, ORDERS, 'ORDERS per day', 'RAW_REQUESTS'].map((id) => limitOf(rig.connector, id).venueLimit);
    expect(venueLimits).toEqual([600, 7, 900, 5_000]);
    const asked = askPrices(rig.connector, 700);
    await rig.until(() => asked.answered === 700, 300_000);
    expect(watch.refusals).toEqual([]);
    expect(Math.max(...watch.requests.map(({ usedWeight }) => usedWeight))).toBeGreaterThan(540);
    await rig.close();
  });

  it('that the venue has raised can be used', async () => {
    const { rig, watch } = watchedRig();
    rig.venue.control.setLimit('REQUEST_WEIGHT', { limit: 12_000 });
    await rig.start();
    let answered = 0;
    for (let index = 0; index < 140; index += 1) void rig.connector.getOpenOrders().then(() => (answered += 1));
    await rig.until(() => answered === 140, 30_000);
    expect(watch.refusals).toEqual([]);
    expect(Math.max(...watch.requests.map(({ usedWeight }) => usedWeight))).toBeGreaterThan(11_200);
    await rig.close();
  });

  it('that cannot be read are reported one by one, and the others are corrected', async () => {
    const rows = [
      { rateLimitType: 'NEW_KIND', interval: 'MINUTE', intervalNum: 1, limit: 5 },
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: -3 },
      { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 1, limit: 0 },
      'nonsense',
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 20, limit: 33 },
      { rateLimitType: 'CONNECTIONS', interval: 'MINUTE', intervalNum: 5, limit: 44 },
    ];
    const wrap = (definition: ConnectorDefinition): ConnectorDefinition => ({
      ...definition,
      formatRateLimits: (_reply, onProblem) => definition.formatRateLimits?.({ rateLimits: rows }, onProblem) ?? [],
    });
    const rig = new TradingRig({ wrap });
    await rig.start();
    const told = rig.events.filter((event) => event.type === 'stream-problem' && event.message.includes('rate limit'));
    expect(told).toHaveLength(4);
    expect(limitOf(rig.connector, WEIGHT).venueLimit).toBe(6_000);
    expect(limitOf(rig.connector, ORDERS)).toMatchObject({ venueLimit: 33, intervalMs: 20_000 });
    expect(limitOf(rig.connector, 'CONNECTIONS').venueLimit).toBe(44);
    await rig.close();
  });
});

describe('the use by others on the same address', () => {
  it('is read from every answer and left to them', async () => {
    const { rig, watch } = watchedRig();
    rig.venue.control.setLimit('REQUEST_WEIGHT', { limit: 1_000 });
    await rig.start();
    for (let minute = 0; minute < 5; minute += 1) {
      await rig.clock.advance(60_000 - (rig.clock.wallMs() % 60_000) + 500);
      expect(await foreignCall(rig)).toBe(200);
      expect(await foreignCall(rig)).toBe(200);
      await settled(rig, rig.connector.checkNetwork());
      expect(limitOf(rig.connector, WEIGHT).venueUsed).toBeGreaterThanOrEqual(500);
      const asked = askPrices(rig.connector, 400);
      await rig.until(() => asked.answered === 400, 180_000);
    }
    expect(watch.refusals).toEqual([]);
    await rig.close();
  });
});

describe('after 429', () => {
  it('everything that shares the limit waits until Retry-After, and is told', async () => {
    const { rig, watch } = watchedRig();
    await rig.start();
    const [resting = ''] = placeOrders(rig, 1);
    await rig.until(() => rig.orderEvents(resting).includes('order-created'));
    rig.venue.control.faults.add({
      on: 'http',
      match: { path: '/api/v3/ticker/price' },
      action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 30_000 },
    });
    const refused = askPrices(rig.connector, 1);
    await rig.clock.advance(100);
    expect(refused.errors).toEqual([expect.any(RateLimitError)]);
    const sent = watch.requests.length;
    expect(limitOf(rig.connector, WEIGHT)).toMatchObject({
      pausedUntilMs: expect.any(Number),
      pauseReason: expect.stringContaining('Too much request weight'),
    });
    expect(rig.connector.rateLimitBans()).toEqual([]);
    const cancel = rig.connector.cancel(PAIR, resting);
    const asked = askPrices(rig.connector, 3);
    await rig.clock.advance(29_500);
    expect(watch.requests.length).toBe(sent);
    expect(limitOf(rig.connector, WEIGHT).waitingByLane.cancel).toBe(1);
    expect(limitOf(rig.connector, WEIGHT).waitingByLane.query).toBeGreaterThanOrEqual(3);
    await rig.until(() => asked.answered === 3, 5_000);
    const [first, ...others] = watch.requests.slice(sent);
    expect([first, ...others].find((request) => request?.path === '/api/v3/order')?.sentMs).toBe(first?.sentMs);
    expect(await settled(rig, cancel)).toMatchObject({ success: true });
    expect(limitOf(rig.connector, WEIGHT).pausedUntilMs).toBeUndefined();
    await rig.close();
  });

  it('a wait ends with stop, also one that a member of the definition began, and the connector can be started again', async () => {
    const throttlers: Throttler[] = [];
    const wrap = (definition: ConnectorDefinition): ConnectorDefinition => ({
      ...definition,
      createOrderBookDataSource: (environment) => {
        throttlers.push(environment.throttler);
        return definition.createOrderBookDataSource(environment);
      },
    });
    const { rig, watch } = watchedRig({ wrap });
    await rig.start();
    rig.venue.control.faults.add({
      on: 'http',
      match: { path: '/api/v3/ticker/price' },
      action: { kind: 'refuse', reason: 'rate-limited', retryAfterMs: 30_000 },
    });
    const refused = askPrices(rig.connector, 1);
    await rig.clock.advance(100);
    const waiting = askPrices(rig.connector, 2);
    throttlers[0]?.acquire(WEIGHT).catch((error: unknown) => waiting.errors.push(error));
    await rig.stopConnector();
    expect(refused.errors).toHaveLength(1);
    expect(waiting.errors).toEqual([expect.any(AbortedError), expect.any(AbortedError), expect.any(AbortedError)]);
    expect(rig.clock.pendingTimers).toBeLessThanOrEqual(1);
    const sent = watch.requests.length;
    await rig.start();
    expect(watch.requests[sent]?.sentMs).toBeGreaterThanOrEqual(30_000);
    await rig.close();
  });
});

describe('after 418', () => {
  it('nothing goes to the venue until the ban ends, neither requests nor sockets, and the ban is told with its end', async () => {
    const { rig, watch } = watchedRig();
    await rig.start();
    rig.venue.control.banAddress(ADDRESS, 120_000);
    const startMs = rig.clock.wallMs();
    const refused = askPrices(rig.connector, 1);
    await rig.clock.advance(100);
    expect(refused.errors).toEqual([expect.objectContaining({ isBan: true })]);
    const ban = rig.connector.rateLimitBans().find(({ limitId }) => limitId === WEIGHT);
    expect(ban).toMatchObject({ scope: 'ip', reason: expect.stringContaining('banned until') });
    expect(ban?.untilMs).toBeGreaterThanOrEqual(startMs + 119_000);
    expect(ban?.untilMs).toBeLessThanOrEqual(startMs + 121_000);
    const sent = watch.requests.length;
    const opened = watch.sockets.length;
    rig.venue.control.cutSockets();
    const asked = askPrices(rig.connector, 2);
    const orders = placeOrders(rig, 1);
    await rig.clock.advance(119_000);
    expect([watch.requests.length, watch.sockets.length]).toEqual([sent, opened]);
    await rig.until(() => asked.answered === 2 && rig.connector.ready, 30_000);
    expect(rig.connector.rateLimitBans()).toEqual([]);
    expect(watch.refusals).toEqual([418]);
    expect(rig.orderEvents(orders[0] ?? '')).toEqual(['order-created']);
    rig.expectTruth();
    await rig.close();
  });
});

describe('two connectors on one governor', () => {
  it('keep one budget together, and use at least nine tenths of it', async () => {
    const clock = new ManualClock();
    const rateGovernor = new RateGovernor({ clock });
    const { rig, watch } = watchedRig({ clock, connector: { rateGovernor, account: 'one' } });
    rig.venue.control.setLimit('REQUEST_WEIGHT', { limit: 300 });
    const neighbour = new ExchangeConnector({
      definition: binanceSpot({ tradingPairs: [PAIR], hosts: TradingRig.hosts }),
      runtime: watch.wrap(inProcessRuntime({ clock, network: rig.network, random: new SeededRandom(9) })),
      rateGovernor,
      account: 'two',
    });
    await rig.start();
    neighbour.start();
    await rig.until(() => neighbour.ready);
    expect(rateGovernor.usage().filter(({ limitId }) => limitId === WEIGHT)).toHaveLength(1);
    expect(
      rateGovernor
        .usage()
        .filter(({ limitId }) => limitId === ORDERS)
        .map(({ holder }) => holder),
    ).toEqual(['one', 'two']);
    expect(limitOf(neighbour, WEIGHT)).toEqual(limitOf(rig.connector, WEIGHT));
    await clock.advance(60_000 - (clock.wallMs() % 60_000));
    const fromMs = clock.monotonicMs();
    const asked = Array.from({ length: 100 }, () => [askPrices(rig.connector, 10), askPrices(neighbour, 10)] as const);
    await clock.advance(600_000);
    expect(watch.refusals).toEqual([]);
    for (const one of [0, 1] as const) {
      expect(asked.reduce((sum, progress) => sum + progress[one].answered, 0)).toBeGreaterThan(600);
    }
    const weight = 2 * watch.requests.filter(({ path, sentMs }) => path === '/api/v3/ticker/price' && sentMs >= fromMs).length;
    expect(weight).toBeGreaterThanOrEqual(0.9 * 300 * 10);
    await settled(rig, neighbour.stop());
    await rig.close();
  });

  it('may not have a share or margin of their own', () => {
    const clock = new ManualClock();
    for (const option of ['sharePercent', 'safetyMarginPercent'] as const) {
      const rig = new TradingRig({ clock, connector: { rateGovernor: new RateGovernor({ clock }), [option]: 50 } });
      expect(() => rig.connector.start()).toThrow(ConfigurationError);
      expect(() => rig.connector.start()).toThrow(option);
    }
  });
});

describe('orders', () => {
  it('beyond the account’s limit wait for the next window, while cancels go on', async () => {
    const { rig, watch } = watchedRig();
    rig.venue.control.setLimit('ORDERS_10S', { limit: 5 });
    await rig.start();
    // Counts that are taken at the edge of two windows are not used.
    await rig.clock.advance(1_000);
    const orders = placeOrders(rig, 18);
    await rig.until(() => rig.orderEvents(orders[4] ?? '').includes('order-created'));
    await rig.clock.advance(10);
    const used = limitOf(rig.connector, ORDERS);
    expect(used).toMatchObject({ used: 5, ownUsed: 5, venueUsed: 5, limit: 5, waiting: 13, scope: 'account' });
    expect(await settled(rig, rig.connector.cancel(PAIR, orders[0] ?? ''))).toMatchObject({ success: true });
    await rig.until(() => orders.every((id) => rig.orderEvents(id).includes('order-created')));
    expect(watch.refusals).toEqual([]);
    expect(limitOf(rig.connector, 'ORDERS per day').ownUsed).toBe(18);
    await rig.close();
  });

  it('that trade are no burden on the counts: many more can be placed than the limit', async () => {
    const { rig, watch } = watchedRig();
    rig.venue.control.setLimit('ORDERS_10S', { limit: 5 });
    await rig.start();
    await rig.clock.advance(1_000);
    const fromMs = rig.clock.monotonicMs();
    for (let round = 0; round < 30; round += 1) {
      const id = rig.connector.buy(PAIR, '0.001', 'market');
      await rig.until(() => rig.orderEvents(id).includes('order-completed'));
    }
    expect(rig.clock.monotonicMs() - fromMs).toBeLessThan(5_000);
    expect(watch.refusals).toEqual([]);
    const orders = placeOrders(rig, 8);
    for (const id of orders.slice(0, 5)) await rig.until(() => rig.orderEvents(id).includes('order-created'));
    // What happens before the answers have come may be in their counts already.
    await rig.clock.advance(10);
    for (const id of orders.slice(0, 5)) rig.venue.control.fillOrder(ACCOUNT, id, '0.0005');
    await rig.until(() => orders.every((id) => rig.orderEvents(id).includes('order-created')), 5_000);
    expect(watch.refusals).toEqual([]);
    await rig.close();
  });

  it('that are filled are given back to the counts once, at their first fill', async () => {
    const { rig } = watchedRig();
    await rig.start();
    const [first = '', second = ''] = placeOrders(rig, 2);
    await rig.until(() => rig.orderEvents(second).includes('order-created'));
    await rig.clock.advance(1_000);
    expect([ORDERS, 'ORDERS per day'].map((id) => limitOf(rig.connector, id).ownUsed)).toEqual([2, 2]);
    rig.venue.control.fillOrder(ACCOUNT, first, '0.0005');
    rig.venue.control.fillOrder(ACCOUNT, first);
    await rig.until(() => rig.orderEvents(first).includes('order-completed'));
    expect([ORDERS, 'ORDERS per day'].map((id) => limitOf(rig.connector, id).ownUsed)).toEqual([1, 1]);
    await rig.close();
  });
});

describe('sockets', () => {
  it('are not opened more often than the venue allows while they are cut again and again', async () => {
    const limit = 12;
    const wrap = (definition: ConnectorDefinition): ConnectorDefinition => ({
      ...definition,
      rateLimitsRules: definition.rateLimitsRules.map((rule) => (rule.limitId === 'CONNECTIONS' ? { ...rule, limit } : rule)),
    });
    const { rig, watch } = watchedRig({ wrap });
    for (const name of ['CONNECTIONS', 'STREAM_CONNECTIONS']) rig.venue.control.setLimit(name, { limit });
    await rig.start();
    for (let second = 0; second < 1_800; second += 1) {
      rig.venue.control.cutSockets();
      await rig.clock.advance(1_000);
    }
    const times = watch.sockets.map(({ openedMs }) => openedMs);
    expect(mostWithin(times, 300_000)).toBe(limit);
    expect(times.length).toBeGreaterThanOrEqual(0.9 * 6 * limit);
    await rig.until(() => rig.connector.ready, 600_000);
    rig.expectTruth();
    await rig.close();
  });

  it('of the market get at most five frames in any second, pings included', async () => {
    const pairs = Array.from({ length: 60 }, (_, index) => `C${index}-USDT` as const);
    const { rig, watch } = watchedRig({ pairs });
    await rig.clock.advance(1_000);
    await rig.start();
    for (let round = 0; round < 20; round += 1) {
      for (const pair of pairs) rig.connector.removeTradingPair(pair);
      await rig.clock.advance(90);
      for (const pair of pairs) rig.connector.addTradingPair(pair);
      await rig.clock.advance(400);
    }
    await rig.clock.advance(60_000);
    const frames = watch.sockets.filter(({ host }) => host === new URL(TradingRig.hosts.streams).host).map(({ sentMs }) => sentMs);
    expect(frames).toHaveLength(1);
    expect(frames[0]?.length).toBeGreaterThan(20);
    expect(mostWithin(frames[0] ?? [], 1_000)).toBeLessThanOrEqual(5);
    expect(
      rig.connector
        .rateLimitUsage()
        .filter(({ scope }) => scope === 'connection')
        .map(({ holder }) => holder),
    ).toContain('market');
    await rig.close();
  });
});

describe('the login of the private stream', () => {
  it('tells what others have used, where no answer of REST does', async () => {
    const rig = new TradingRig({
      wrapRuntime: (runtime) => ({
        ...runtime,
        fetch: async (request) => {
          const answer = await runtime.fetch(request);
          return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } });
        },
      }),
    });
    // A count of the first moments of a minute might be of the minute before.
    await rig.clock.advance(5_000);
    expect([await foreignCall(rig), await foreignCall(rig)]).toEqual([200, 200]);
    await rig.start();
    expect(limitOf(rig.connector, WEIGHT).venueUsed).toBeGreaterThanOrEqual(500);
    await rig.close();
  });
});

/** The result of something that needs time to pass. */
async function settled<Value>(rig: TradingRig, work: Promise<Value>): Promise<Value> {
  let isSettled = false;
  const watched = work.finally(() => (isSettled = true));
  await rig.until(() => isSettled);
  return watched;
}
