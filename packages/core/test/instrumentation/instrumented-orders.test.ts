import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { Decimal } from '../../src/decimal/decimal.ts';
import { EventHub } from '../../src/events/event-hub.ts';
import { ConnectorTelemetry } from '../../src/instrumentation/instrumentation.ts';
import { silentLogger } from '../../src/log/silent-logger.ts';
import { NO_FEE } from '../../src/orders/trade-fee.ts';
import { requestContext } from '../../src/services/connector-services.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';
import { lostAnswer, venueSaysNo } from '../exchange/scripted-venue.ts';
import { measured, request } from './measured-bench.ts';
import { RecordedTelemetry } from './recorded-telemetry.ts';

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
