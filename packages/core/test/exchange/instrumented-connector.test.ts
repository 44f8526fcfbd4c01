import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import type { BatchOutcome, ConnectorDefinition } from '../../src/exchange/connector-definition.ts';
import { requestContext } from '../../src/exchange/connector-services.ts';
import { EventHub } from '../../src/exchange/event-hub.ts';
import { ConnectorTelemetry } from '../../src/exchange/instrumentation.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import type { OrderRequest } from '../../src/model/order.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';
import type { RequestContext } from '../../src/web/request-context.ts';
import { ConnectorBench, PAIR } from './connector-bench.ts';
import type { BenchOptions } from './connector-bench.ts';
import { ServicesBench } from './exchange-services.ts';
import { RecordedTelemetry } from './recorded-telemetry.ts';
import { lostAnswer, venueSaysNo } from './scripted-venue.ts';
import type { ScriptedVenue } from './scripted-venue.ts';

interface MeasuredBench {
  readonly bench: ConnectorBench;
  readonly telemetry: ConnectorTelemetry;
  readonly recorded: RecordedTelemetry;
  /** Ends the observation. */
  readonly end: () => void;
}

async function request(context: RequestContext): Promise<void> {
  await context.rest.execute({ path: '/ping', lane: 'order' });
}

async function each<Command, Value>(
  context: RequestContext,
  commands: readonly Command[],
  run: (command: Command) => Promise<Value>,
): Promise<BatchOutcome<Value>[]> {
  await request(context);
  const settled = await Promise.allSettled(commands.map((command) => run(command)));
  return settled.map((result) => (result.status === 'fulfilled' ? { value: result.value } : { error: result.reason }));
}

/** Members that make a request each, as those of a real venue do. */
function requesting(venue: ScriptedVenue): Partial<ConnectorDefinition> {
  return {
    placeOrder: async (context, order) => {
      await request(context);
      return venue.place(order);
    },
    placeOrders: (context, orders) => each(context, orders, (order) => venue.place(order)),
    placeCancels: (context, orders) => each(context, orders, (order) => venue.cancel(order)),
    requestOpenOrders: async (context) => {
      await context.rest.execute({ path: '/pairs' });
      return venue.openOrders();
    },
  };
}

async function measured(options: BenchOptions & { readonly maximumTracedOrders?: number } = {}): Promise<MeasuredBench> {
  const recorded = new RecordedTelemetry();
  const { maximumTracedOrders } = options;
  let telemetry: ConnectorTelemetry | undefined;
  const bench = new ConnectorBench({
    definition: requesting,
    ...options,
    wrap: (definition, clock) => {
      telemetry = new ConnectorTelemetry({
        ...recorded.providers,
        clock,
        name: 'test',
        ...(maximumTracedOrders === undefined ? {} : { maximumTracedOrders }),
      });
      return telemetry.wrap(definition);
    },
  });
  if (telemetry === undefined) throw new Error('the definition was not wrapped');
  const end = telemetry.observe(bench.connector);
  await bench.start();
  return { bench, telemetry, recorded, end };
}

const OF_ORDERS = { 'venuekit.connector': 'test', 'venuekit.trading_pair': PAIR, 'venuekit.order.type': 'limit' };

describe('an order whose telemetry is recorded', () => {
  it('has one span from its intent to its last fill, with the moments between, and its latencies', async () => {
    const { bench, recorded } = await measured();
    bench.venue.placeScripts.push({ isExecuted: true, delayMs: 250 });
    const intentMs = bench.clock.wallMs();
    const id = bench.buy('1');
    await bench.clock.runUntil(() => bench.orderEvents(id).includes('order-created'), { maximumMs: 1_000 });
    const order = bench.venue.last;
    await bench.clock.advance(1_000);
    bench.venue.tellTrade(bench.venue.fill(order, '0.4'));
    await bench.clock.advance(1_000);
    bench.venue.tellTrade(bench.venue.fill(order, '0.6'));
    bench.venue.tellOrder(order);
    await bench.clock.advance(10);
    expect(bench.orderEvents(id)).toContain('order-completed');
    const span = recorded.spanOf('venuekit.order');
    expect(span.eventNames).toEqual(['venuekit.order.acknowledged', 'venuekit.order.filled', 'venuekit.order.filled']);
    expect(span.attributes).toMatchObject({
      ...OF_ORDERS,
      'venuekit.order.client_id': id,
      'venuekit.order.exchange_id': order.exchangeOrderId,
      'venuekit.order.end': 'completed',
      'venuekit.stream.generation': 1,
    });
    expect([span.startedMs, span.status]).toEqual([intentMs, undefined]);
    expect(span.endedMs).toBeGreaterThanOrEqual(intentMs + 2_250);
    const seconds = (name: string): number[] => recorded.valuesOf(`venuekit.order.${name}.duration`).map(({ value }) => value);
    expect(seconds('intent_to_sent')).toEqual([0]);
    expect(seconds('sent_to_acknowledged')[0]).toBeCloseTo(0.25, 1);
    expect(seconds('acknowledged_to_first_fill')).toHaveLength(1);
    expect(seconds('acknowledged_to_first_fill')[0]).toBeCloseTo(1, 1);
    expect(seconds('acknowledged_to_filled')[0]).toBeCloseTo(2, 1);
    await bench.close();
  });

  it('is the parent of the operations about it, and those of their requests', async () => {
    const { bench, recorded } = await measured();
    const id = await bench.openOrder('1');
    await bench.settle(bench.connector.cancel(PAIR, id));
    const [order, placing, canceling] = ['order', 'placeOrder', 'placeCancel'].map((name) => recorded.spanOf(`venuekit.${name}`));
    expect([placing?.parent, canceling?.parent]).toEqual([order, order]);
    const request = recorded.spansOf('venuekit.request').find(({ parent }) => parent === placing);
    expect(request?.attributes).toMatchObject({ 'venuekit.operation': 'placeOrder', 'venuekit.rate_limit.lane': 'order' });
    expect(placing?.attributes).toMatchObject({ 'venuekit.order.client_id': id, 'venuekit.outcome': 'accepted' });
    expect(order?.attributes).toMatchObject({ 'venuekit.order.end': 'canceled' });
    await bench.close();
  });

  it('has no part in the questions about the whole account, which have traces of their own', async () => {
    const { bench, recorded } = await measured();
    await bench.openOrder('1');
    await bench.clock.advance(300_000);
    const asking = recorded.spansOf('venuekit.request').find(({ attributes }) => attributes['venuekit.operation'] === 'requestOpenOrders');
    expect(asking?.attributes).toMatchObject({ 'venuekit.rate_limit.lane': 'query', 'http.response.status_code': 200 });
    expect(asking?.parent).toMatchObject({ name: 'venuekit.requestOpenOrders', parent: undefined });
    expect(asking?.parent?.attributes).not.toHaveProperty('venuekit.outcome');
    await bench.close();
  });

  it('that the venue refuses ends as an error, and its placement as rejected', async () => {
    const { bench, recorded } = await measured();
    bench.venue.placeScripts.push({ isExecuted: false, error: venueSaysNo() });
    bench.buy('1');
    await bench.clock.advance(100);
    const [order, placing] = [recorded.spanOf('venuekit.order'), recorded.spanOf('venuekit.placeOrder')];
    expect(order).toMatchObject({ attributes: { 'venuekit.order.end': 'rejected' }, status: { code: SpanStatusCode.ERROR } });
    expect(placing).toMatchObject({ attributes: { 'venuekit.outcome': 'rejected' }, status: { code: SpanStatusCode.ERROR } });
    expect(order.eventNames).toEqual([]);
    await bench.close();
  });

  it('whose answer is lost is undecided in its span and in the gauge until the venue is asked', async () => {
    const { bench, recorded } = await measured();
    bench.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    bench.buy('1');
    await bench.clock.advance(100);
    expect(recorded.spanOf('venuekit.placeOrder').attributes['venuekit.outcome']).toBe('unknown');
    const undecided = async (): Promise<number | undefined> =>
      (await recorded.collect()).find(({ name }) => name === 'venuekit.orders.undecided')?.value;
    expect(await undecided()).toBe(1);
    await bench.clock.advance(5_000);
    expect(await undecided()).toBe(0);
    const order = recorded.spanOf('venuekit.order');
    expect(order.events[0]).toMatchObject({ name: 'venuekit.order.undecided', attributes: { 'venuekit.operation': 'placeOrder' } });
    expect(order.eventNames).toEqual(['venuekit.order.undecided', 'venuekit.order.acknowledged']);
    await bench.close();
  });

  it('that ended before the answer of its cancel was lost is not written to any more', async () => {
    const { bench, recorded } = await measured();
    const id = await bench.openOrder('1');
    bench.venue.cancelScripts.push({ isExecuted: true, delayMs: 500, error: lostAnswer() });
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(100);
    bench.venue.tellOrder(bench.venue.last);
    await bench.clock.advance(1_000);
    await bench.settle(canceling);
    const order = recorded.spanOf('venuekit.order');
    expect(order.eventNames).toEqual(['venuekit.order.acknowledged']);
    expect(recorded.spanOf('venuekit.placeCancel').endedMs).toBeGreaterThan(order.endedMs ?? Number.POSITIVE_INFINITY);
    await bench.close();
  });

  it('that fails before a request has left has no time of sending', async () => {
    const { bench, recorded } = await measured({ definition: () => ({}) });
    await bench.openOrder('1');
    expect(recorded.valuesOf('venuekit.order.intent_to_sent.duration')).toEqual([]);
    expect(recorded.valuesOf('venuekit.order.sent_to_acknowledged.duration')).toEqual([]);
    expect(recorded.spanOf('venuekit.order').eventNames).toEqual(['venuekit.order.acknowledged']);
    await bench.close();
  });

  it('is sent with its first request: those after it do not count', async () => {
    const { bench, recorded } = await measured({
      definition: (venue) => ({
        placeOrder: async (context, order) => {
          await request(context);
          await request(context);
          return venue.place(order);
        },
      }),
    });
    await bench.openOrder('1');
    expect(recorded.spansOf('venuekit.request').filter(({ parent }) => parent?.name === 'venuekit.placeOrder')).toHaveLength(2);
    expect(recorded.valuesOf('venuekit.order.intent_to_sent.duration')).toHaveLength(1);
    await bench.close();
  });

  it('that is filled before its placement is answered has no latency since an acknowledgement that never came', async () => {
    const clock = new ManualClock();
    const recorded = new RecordedTelemetry();
    const telemetry = new ConnectorTelemetry({ ...recorded.providers, clock, name: 'test' });
    const hub = new EventHub(silentLogger);
    const { connector } = new ConnectorBench();
    telemetry.observe({
      statusDict: connector.statusDict,
      inFlightOrders: new Map(),
      orderBooks: new Map(),
      bookStatus: (pair) => connector.bookStatus(pair),
      rateLimitUsage: () => [],
      orderTracker: connector.orderTracker,
      on: (type, listener) => hub.on(type, listener),
    });
    const [price, amount] = [new Decimal(100), new Decimal(1)];
    const order = { clientOrderId: 'c1', tradingPair: PAIR, side: 'buy', orderType: 'limit', positionAction: 'nil' } as const;
    const { services } = new ServicesBench({ definition: {} });
    const definition = telemetry.wrap({
      ...new ConnectorBench().definition,
      placeOrder: () => Promise.resolve({ exchangeOrderId: 'E1', state: 'open', updateTimeMs: 1 }),
    });
    const context = requestContext(services, new AbortController().signal);
    await definition.placeOrder(context, { ...order, price, amount, timeInForce: 'GTC' });
    const event = { ...order, exchangeOrderId: undefined, eventTimeMs: 1 };
    const filled = { tradeId: '7', price, amount, quoteAmount: price, fee: NO_FEE, isTaker: false, isRecovered: false };
    hub.emit({ ...event, ...filled, type: 'order-filled' });
    hub.emit({ ...event, type: 'order-created', amount, price, creationTimeMs: 1 });
    hub.emit({ ...event, type: 'order-completed', executedBase: amount, executedQuote: price, hasMissingFills: false });
    expect(recorded.valuesOf('venuekit.order.acknowledged_to_first_fill.duration')).toEqual([]);
    expect(recorded.valuesOf('venuekit.order.acknowledged_to_filled.duration')).toHaveLength(1);
    const span = recorded.spanOf('venuekit.order');
    expect(span.eventNames).toEqual(['venuekit.order.filled', 'venuekit.order.acknowledged']);
    expect(span.attributes).not.toHaveProperty('venuekit.order.exchange_id');
    expect((await recorded.collect()).filter(({ name }) => name === 'venuekit.stream.age')).toEqual([]);
  });

  it('is followed no longer when more orders than the maximum are', async () => {
    const { bench, recorded } = await measured({ maximumTracedOrders: 1 });
    const first = await bench.openOrder('1');
    await bench.openOrder('2');
    const [older, newer] = recorded.spansOf('venuekit.order');
    expect(older?.endedMs).toBeDefined();
    expect(older?.attributes).not.toHaveProperty('venuekit.order.end');
    expect(newer?.endedMs).toBeUndefined();
    await bench.settle(bench.connector.cancel(PAIR, first));
    expect(recorded.spanOf('venuekit.placeCancel').parent).toBeUndefined();
    expect(recorded.valuesOf('venuekit.orders.ended')).toMatchObject([{ attributes: { 'venuekit.order.end': 'canceled' } }]);
    await bench.close();
  });
});

describe('a batch whose telemetry is recorded', () => {
  it('belongs to the trace of none of its orders, and is linked to each', async () => {
    const { bench, recorded } = await measured();
    const order = { tradingPair: PAIR, side: 'buy', orderType: 'limit', price: '100' } as const;
    bench.connector.placeBatch([
      { ...order, amount: '1' },
      { ...order, amount: '2' },
    ]);
    await bench.clock.advance(100);
    const orders = recorded.spansOf('venuekit.order');
    const placing = recorded.spanOf('venuekit.placeOrders');
    expect(placing.parent).toBeUndefined();
    expect(placing.links.map(({ context }) => context.spanId)).toEqual(orders.map((span) => span.spanContext().spanId));
    expect(placing.attributes).toMatchObject({ 'venuekit.batch_size': 2, 'venuekit.outcome': 'accepted' });
    expect(recorded.valuesOf('venuekit.order.intent_to_sent.duration')).toHaveLength(2);
    expect(recorded.valuesOf('venuekit.order.sent_to_acknowledged.duration')).toHaveLength(2);
    const canceling = bench.connector.cancelAll(1_000);
    await bench.settle(canceling);
    expect(recorded.spanOf('venuekit.placeCancels').attributes).toMatchObject({ 'venuekit.batch_size': 2 });
    await bench.close();
  });

  it('of cancels of a whole market is one operation too', async () => {
    const { bench, recorded } = await measured({
      definition: (venue) => ({
        cancelAllOrders: async (_context, _pair, orders) =>
          Promise.all(orders.map(async (order) => ({ value: await venue.cancel(order) }))),
      }),
    });
    await bench.openOrder('1');
    await bench.openOrder('2');
    await bench.settle(bench.connector.cancelAll(1_000));
    expect(recorded.spanOf('venuekit.cancelAllOrders').attributes).toMatchObject({
      'venuekit.batch_size': 2,
      'venuekit.outcome': 'accepted',
    });
    expect(recorded.spansOf('venuekit.placeCancel')).toEqual([]);
    await bench.close();
  });
});

describe('the gauges of a running connector', () => {
  it('tell of books, streams, limits and orders', async () => {
    const { bench, recorded } = await measured();
    await bench.openOrder('1');
    await bench.clock.advance(2_000);
    const observed = await recorded.collect();
    const valuesOf = (name: string): number[] => observed.flatMap((found) => (found.name === name ? [found.value] : []));
    expect(valuesOf('venuekit.book.live')).toEqual([1, 1]);
    expect(valuesOf('venuekit.orders.in_flight')).toEqual([1]);
    expect(new Set(valuesOf('venuekit.ready'))).toEqual(new Set([1]));
    expect(valuesOf('venuekit.rate_limit.paused')).toContain(0);
    const ages = observed.filter(({ name }) => name === 'venuekit.stream.age');
    expect(ages.map(({ attributes }) => attributes['venuekit.stream'])).toContain('private');
    for (const { value } of ages) expect(value).toBeGreaterThanOrEqual(2);
    await bench.close();
  });

  it('are collected no more once the observation has ended, and the spans of open orders end without an end', async () => {
    const { bench, recorded, end } = await measured();
    await bench.openOrder('1');
    end();
    end();
    expect(await recorded.collect()).toEqual([]);
    expect(recorded.spanOf('venuekit.order').endedMs).toBeDefined();
    expect(recorded.spanOf('venuekit.order').attributes).not.toHaveProperty('venuekit.order.end');
    await bench.close();
  });

  it('are those of the connector that was observed last', async () => {
    const { bench, telemetry, recorded, end } = await measured();
    const endSecond = telemetry.observe(bench.connector);
    end();
    expect(await recorded.collect()).not.toEqual([]);
    endSecond();
    expect(await recorded.collect()).toEqual([]);
    await bench.close();
  });
});

describe('a question that the venue does not answer', () => {
  it('is recorded with the kind of its error, and has no outcome', async () => {
    let isSilent = false;
    const { bench, recorded } = await measured({
      queriesTradesSince: false,
      definition: (venue) => ({
        updateBalances: () => (isSilent ? Promise.reject(lostAnswer()) : Promise.resolve(venue.balances)),
      }),
    });
    isSilent = true;
    await bench.clock.advance(300_000);
    const failed = recorded.spansOf('venuekit.updateBalances').at(-1);
    expect(failed).toMatchObject({ attributes: { 'error.type': 'NETWORK' }, status: { code: SpanStatusCode.ERROR } });
    expect(failed?.attributes).not.toHaveProperty('venuekit.outcome');
    expect(bench.definition.tradeUpdatesSince).toBeUndefined();
    await bench.close();
  });
});

describe('a gap of the private stream', () => {
  it('is recorded with its length and what was repaired', async () => {
    const { bench, recorded } = await measured();
    await bench.openOrder('1');
    bench.venue.fill(bench.venue.last, '0.5');
    bench.cutPrivateStream();
    await bench.clock.runUntil(() => bench.eventsOf('stream-restored').length > 1, { maximumMs: 60_000 });
    const gap = bench.eventsOf('stream-restored').at(-1)?.gap;
    const durationMs = (gap?.toMs ?? 0) - (gap?.fromMs ?? 0);
    expect(recorded.spanOf('venuekit.stream.gap')).toMatchObject({
      startedMs: gap?.fromMs,
      attributes: { 'venuekit.stream': 'private', 'venuekit.stream.generation': 2, 'venuekit.recovered_fills': 1 },
    });
    expect(recorded.valuesOf('venuekit.stream.gap.duration')).toMatchObject([{ value: durationMs / 1_000 }]);
    expect(recorded.valuesOf('venuekit.fills')).toMatchObject([{ attributes: { ...OF_ORDERS, 'venuekit.fill.is_recovered': true } }]);
    await bench.close();
  });
});

describe('without an SDK', () => {
  it('a member is called with the very context that it would have without telemetry', async () => {
    const { services, clock } = new ServicesBench({ definition: {} });
    const had: RequestContext[] = [];
    const definition: ConnectorDefinition = {
      ...new ConnectorBench().definition,
      updateBalances: async (context) => {
        had.push(context);
        return Promise.resolve([]);
      },
    };
    const context = requestContext(services, new AbortController().signal);
    await new ConnectorTelemetry({ clock, name: 'test' }).wrap(definition).updateBalances(context);
    expect(had[0]).toBe(context);
  });
});

describe('the age of an order at its placement', () => {
  it('is part of its span: the wait before the command counts', async () => {
    const sent: OrderRequest[] = [];
    const { bench } = await measured({
      definition: (venue) => ({
        placeOrder: (_context, order) => {
          sent.push(order);
          return venue.place(order);
        },
      }),
    });
    await bench.openOrder('1');
    const intentMs = bench.connector.inFlightOrders.values().next().value?.creationTimeMs;
    const recorded = new RecordedTelemetry();
    const later = new ConnectorTelemetry({ ...recorded.providers, clock: bench.clock, name: 'later' });
    later.observe(bench.connector);
    await bench.clock.advance(3_000);
    const { services } = new ServicesBench({ definition: {} });
    const context = { ...requestContext(services, new AbortController().signal), nowMs: () => bench.clock.wallMs() };
    const [first] = sent;
    if (first === undefined) throw new Error('no order was sent');
    await later.wrap(bench.definition).placeOrder(context, first);
    expect(recorded.spanOf('venuekit.order').startedMs).toBe(intentMs);
    expect(recorded.spanOf('venuekit.placeOrder').startedMs).toBe(bench.clock.wallMs());
    await bench.close();
  });
});
