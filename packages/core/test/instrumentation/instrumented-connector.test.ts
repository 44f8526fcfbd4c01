import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import type { ConnectorDefinition } from '../../src/definition/connector-definition.ts';
import { ConnectorTelemetry } from '../../src/instrumentation/instrumentation.ts';
import type { OrderRequest } from '../../src/model/order.ts';
import { requestContext } from '../../src/services/connector-services.ts';
import type { RequestContext } from '../../src/web/request-context.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import { ServicesBench } from '../exchange/exchange-services.ts';
import { lostAnswer } from '../exchange/scripted-venue.ts';
import { measured } from './measured-bench.ts';
import { RecordedTelemetry } from './recorded-telemetry.ts';

const OF_ORDERS = { 'venuekit.connector': 'test', 'venuekit.trading_pair': PAIR, 'venuekit.order.type': 'limit' };

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
