import type { BatchOutcome } from '@venuekit/core/connector';
import { describe, expect, it } from 'vitest';
import { cancel, childrenOf, namesOf, open, watched } from './telemetry-rig.ts';
import { ACCOUNT, PAIR } from './trading-rig.ts';
import type { TradingRig } from './trading-rig.ts';

const OF_AN_ORDER = { 'venuekit.connector': 'test', 'venuekit.trading_pair': PAIR, 'venuekit.order.type': 'limit' };
const PLACING = { 'venuekit.operation': 'placeOrder' };

function onlyValue<Value>(outcomes: readonly BatchOutcome<Value>[] | undefined): Value {
  const [outcome] = outcomes ?? [];
  if (outcome === undefined || !('value' in outcome)) throw outcome?.error instanceof Error ? outcome.error : new Error('no outcome');
  return outcome.value;
}

describe('an order', () => {
  it('is timed from intent to sent to acknowledged to filled', async () => {
    const { rig, records } = watched();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'delay', delayMs: 700, phase: 'reply' } });
    rig.venue.control.faults.add({ on: 'frame', match: { frame: 'execution' }, action: { kind: 'delay', delayMs: 900 } });
    const id = await open(rig);
    await rig.clock.advance(5_000);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(3_000);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(1_000);
    expect(records.values('venuekit.order.intent_to_sent.duration', OF_AN_ORDER)).toEqual([0]);
    const [acknowledged = 0] = records.values('venuekit.order.sent_to_acknowledged.duration', OF_AN_ORDER);
    expect(acknowledged).toBeCloseTo(0.702, 9);
    const [firstFill = 0, ...others] = records.values('venuekit.order.acknowledged_to_first_fill.duration', OF_AN_ORDER);
    expect(others).toEqual([]);
    expect(firstFill).toBeCloseTo(5.001, 9);
    const [filled = 0] = records.values('venuekit.order.acknowledged_to_filled.duration', OF_AN_ORDER);
    expect(filled).toBeCloseTo(8.001, 9);
    expect(records.values('venuekit.fills', { ...OF_AN_ORDER, 'venuekit.fill.is_recovered': false })).toEqual([1, 1]);
    expect(records.values('venuekit.orders.ended', { ...OF_AN_ORDER, 'venuekit.order.end': 'completed' })).toEqual([1]);
    await rig.close();
  });

  it('is acknowledged by the private stream when that is faster than the reply', async () => {
    const { rig, records } = watched();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'delay', delayMs: 700, phase: 'reply' } });
    await open(rig);
    await rig.clock.advance(5_000);
    expect(records.values('venuekit.order.sent_to_acknowledged.duration')).toEqual([expect.closeTo(0.002, 9)]);
    expect(records.values('venuekit.operation.duration', PLACING)).toEqual([expect.closeTo(0.702, 9)]);
    await rig.close();
  });

  it('waits for the rate limits before it is sent, and that is not the venue’s time', async () => {
    const { rig, records } = watched({ connector: { sharePercent: 10 } });
    await rig.start();
    for (let count = 0; count < 11; count += 1) rig.connector.buy(PAIR, '0.01', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(100);
    expect(records.observed('venuekit.rate_limit.waiting').some((waiting) => waiting > 0)).toBe(true);
    await rig.clock.advance(20_000);
    const waits = records.values('venuekit.order.intent_to_sent.duration', OF_AN_ORDER);
    expect(waits).toHaveLength(11);
    expect(waits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(waits[10]).toBeGreaterThan(9);
    expect(records.values('venuekit.request.queue.duration', { ...PLACING, 'venuekit.rate_limit.lane': 'order' })).toEqual(waits);
    const took = records.values('venuekit.request.duration', { ...PLACING, 'http.response.status_code': 200 });
    expect(took).toEqual(Array.from({ length: 11 }, (): unknown => expect.closeTo(0.002, 9)));
    await rig.close();
  });

  it('counts what passes before its command is begun as a part of the way from intent to sent', async () => {
    const { rig, records } = watched({
      around: (definition, clock) => ({
        ...definition,
        placeOrder: async (context, order) => {
          await new Promise<void>((resolve) => clock.setTimer(40, resolve));
          return definition.placeOrder(context, order);
        },
      }),
    });
    await rig.start();
    await open(rig);
    expect(records.values('venuekit.order.intent_to_sent.duration')).toEqual([expect.closeTo(0.04, 9)]);
    const [order] = records.spansOf('venuekit.order');
    const [place] = records.spansOf('venuekit.placeOrder');
    expect((place?.startMs ?? 0) - (order?.startMs ?? 0)).toBeCloseTo(40, 6);
    await rig.close();
  });

  it('is one trace: order, commands, queries and requests, with the ids of all', async () => {
    const { rig, records } = watched();
    await rig.start();
    const id = await open(rig);
    rig.venue.control.fillOrder(ACCOUNT, id, '0.1');
    await rig.clock.advance(500);
    await cancel(rig, id);
    const { exchangeOrderId, fills } = rig.connector.orderTracker.fetchOrder({ clientOrderId: id }) ?? {};
    await rig.clock.advance(200_000);
    const [order, ...others] = records.spansOf('venuekit.order');
    expect(others).toEqual([]);
    expect(order?.attributes).toEqual({
      ...OF_AN_ORDER,
      'venuekit.order.client_id': id,
      'venuekit.order.exchange_id': exchangeOrderId,
      'venuekit.order.side': 'buy',
      'venuekit.order.end': 'canceled',
      'venuekit.stream.generation': 1,
    });
    expect(namesOf(order?.events)).toEqual(['venuekit.order.acknowledged', 'venuekit.order.filled']);
    expect(order?.events[1]?.attributes).toEqual({
      'venuekit.trade.id': [...(fills?.keys() ?? [])][0],
      'venuekit.fill.is_recovered': false,
      'venuekit.stream.generation': 1,
    });
    expect(order?.status).toBeUndefined();
    const [place, cancelation, ...more] = childrenOf(records, order);
    expect(more).toEqual([]);
    expect(place).toMatchObject({
      name: 'venuekit.placeOrder',
      attributes: { 'venuekit.outcome': 'accepted', 'venuekit.order.client_id': id },
    });
    expect(cancelation).toMatchObject({ name: 'venuekit.placeCancel', attributes: { 'venuekit.outcome': 'accepted' } });
    const [request] = childrenOf(records, place);
    expect(request?.attributes).toEqual({
      'venuekit.connector': 'test',
      'venuekit.request.id': expect.any(Number),
      'venuekit.operation': 'placeOrder',
      'venuekit.rate_limit.lane': 'order',
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'server.address': 'rest.venue.test',
      'url.path': '/api/v3/order',
    });
    expect(namesOf(request?.events)).toEqual(['venuekit.request.left']);
    const ids = records.spansOf('venuekit.request').map(({ attributes }) => attributes['venuekit.request.id']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted((left, right) => Number(left) - Number(right))).toEqual(ids);
    await rig.close();
  });

  it('has the times of the clock that was injected, also when the wall clock is set while it is open', async () => {
    const { rig, records } = watched();
    await rig.start();
    const beforeMs = rig.clock.wallMs();
    const id = await open(rig);
    rig.clock.jumpWall(-3_600_000);
    await rig.clock.advance(10_000);
    await cancel(rig, id);
    const [order] = records.spansOf('venuekit.order');
    expect(order?.startMs).toBeCloseTo(beforeMs, 3);
    expect((order?.endMs ?? 0) - beforeMs).toBeGreaterThan(10_000);
    expect((order?.endMs ?? 0) - beforeMs).toBeLessThan(12_000);
    await rig.close();
  });

  it.each([
    {
      what: 'is denied for lack of funds',
      end: 'denied',
      trade: (rig: TradingRig) => rig.connector.buy(PAIR, '1000', 'limit', rig.restingBuyPrice()),
      spans: 0,
    },
    {
      what: 'is refused by the venue',
      end: 'rejected',
      trade: (rig: TradingRig) => {
        const body = '{"code":-2010,"msg":"Account has insufficient balance for requested action."}';
        rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'answer', status: 400, body } });
        return rig.connector.buy(PAIR, '0.1', 'limit', rig.restingBuyPrice());
      },
      spans: 1,
    },
  ])('that $what is counted so, and its span has failed', async ({ end, trade, spans }) => {
    const { rig, records } = watched();
    await rig.start();
    trade(rig);
    await rig.clock.advance(1_000);
    expect(records.values('venuekit.orders.ended', { ...OF_AN_ORDER, 'venuekit.order.end': end })).toEqual([1]);
    const failed = records.spansOf('venuekit.order', { 'venuekit.order.end': end, 'error.type': end });
    expect(failed).toHaveLength(spans);
    for (const span of failed) expect(span).toMatchObject({ status: { code: 2 } });
    expect(records.values('venuekit.operation.duration', { ...PLACING, 'venuekit.outcome': 'rejected' })).toHaveLength(spans);
    await rig.close();
  });

  it('whose answer is lost counts as undecided until the venue has been asked', async () => {
    const { rig, records } = watched();
    await rig.start();
    for (const frame of ['execution', 'balances'] as const)
      rig.venue.control.faults.add({ on: 'frame', match: { frame }, times: 100, action: { kind: 'drop' } });
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'execute-then-reset' } });
    const id = rig.connector.buy(PAIR, '0.3', 'limit', rig.restingBuyPrice());
    await rig.clock.advance(100);
    expect(records.observed('venuekit.orders.undecided')).toEqual([1]);
    expect(records.observed('venuekit.orders.in_flight')).toEqual([1]);
    expect(records.values('venuekit.operation.duration', { ...PLACING, 'venuekit.outcome': 'unknown' })).toHaveLength(1);
    expect(records.values('venuekit.request.duration', { ...PLACING, 'error.type': 'TypeError' })).toHaveLength(1);
    await rig.until(() => rig.orderEvents(id).includes('order-created'));
    expect(records.observed('venuekit.orders.undecided')).toEqual([0]);
    const [order] = records.spansOf('venuekit.order', { 'venuekit.order.client_id': id });
    expect(namesOf(order?.events)).toEqual(['venuekit.order.undecided', 'venuekit.order.acknowledged']);
    expect(namesOf(childrenOf(records, order))).toEqual(['venuekit.placeOrder', 'venuekit.requestOrderStatus']);
    await rig.close();
  });

  it('that the stream ends before its command fails keeps its end', async () => {
    const { rig, records } = watched();
    await rig.start();
    rig.venue.control.faults.add({ on: 'http', match: { operation: 'place' }, action: { kind: 'delay', delayMs: 20_000, phase: 'reply' } });
    const id = await open(rig);
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(30_000);
    expect(records.spansOf('venuekit.order')).toMatchObject([{ attributes: { 'venuekit.order.end': 'completed' }, status: undefined }]);
    expect(records.values('venuekit.operation.duration', { ...PLACING, 'venuekit.outcome': 'unknown' })).toHaveLength(1);
    rig.expectTruth();
    await rig.close();
  });

  it('of an earlier run is counted, and belongs to no trace', async () => {
    const { rig, records, telemetry } = watched();
    await rig.start();
    const id = await open(rig);
    const saved = JSON.parse(JSON.stringify(rig.connector.trackingStates)) as Record<string, unknown>;
    const restarted = await rig.replaceConnector();
    telemetry.observe(restarted);
    expect(records.spansOf('venuekit.order')).toMatchObject([{ endMs: expect.any(Number) }]);
    restarted.restoreTrackingStates(saved);
    await rig.start();
    rig.venue.control.fillOrder(ACCOUNT, id);
    await rig.clock.advance(1_000);
    expect(records.values('venuekit.fills')).toEqual([1]);
    expect(records.values('venuekit.orders.ended', { 'venuekit.order.end': 'completed' })).toEqual([1]);
    expect(records.values('venuekit.order.acknowledged_to_filled.duration')).toEqual([]);
    expect(records.spansOf('venuekit.order')).toHaveLength(1);
    await rig.close();
  });

  it('that is one too many ends the span of the oldest', async () => {
    const { rig, records } = watched({ maximumTracedOrders: 2 });
    await rig.start();
    const ids = [await open(rig), await open(rig), await open(rig)];
    const told = records.spansOf('venuekit.order').map((span) => [span.attributes['venuekit.order.client_id'], span.isRecording()]);
    expect(told).toEqual([
      [ids[0], false],
      [ids[1], true],
      [ids[2], true],
    ]);
    await cancel(rig, ids[0] ?? '');
    expect(records.values('venuekit.orders.ended', { 'venuekit.order.end': 'canceled' })).toEqual([1]);
    await rig.close();
  });

  it('that is sent or canceled together with others is linked with what was sent', async () => {
    const { rig, records } = watched({
      wrap: (definition) => ({
        ...definition,
        placeOrders: (context, orders) =>
          Promise.all(orders.map(async (order) => ({ value: await definition.placeOrder(context, order) }))),
        placeCancels: (context, orders) =>
          Promise.all(orders.map(async (order) => ({ value: await definition.placeCancel(context, order) }))),
        cancelAllOrders: (context, _pair, orders) =>
          Promise.all(orders.map(async (order) => ({ value: await definition.placeCancel(context, order) }))),
      }),
      around: (definition) => ({
        ...definition,
        placeOrder: async (context, order) => onlyValue(await definition.placeOrders?.(context, [order])),
        placeCancel: async (context, order) =>
          order.amount.eq('0.3')
            ? onlyValue(await definition.placeCancels?.(context, [order]))
            : onlyValue(await definition.cancelAllOrders?.(context, order.tradingPair, [order])),
      }),
    });
    await rig.start();
    const ids = [await open(rig, '0.3'), await open(rig, '0.2')];
    for (const id of ids) await cancel(rig, id);
    expect(records.values('venuekit.order.intent_to_sent.duration')).toEqual([0, 0]);
    expect(records.values('venuekit.order.sent_to_acknowledged.duration')).toHaveLength(2);
    const orders = records.spansOf('venuekit.order', { 'venuekit.order.end': 'canceled' }).map((span) => span.spanContext());
    expect(orders).toHaveLength(2);
    const linked = (name: string): unknown => records.spansOf(name, { 'venuekit.batch_size': 1 }).map(({ links }) => links[0]);
    expect(linked('venuekit.placeOrders')).toEqual(orders);
    expect(linked('venuekit.placeCancels')).toEqual([orders[0]]);
    expect(linked('venuekit.cancelAllOrders')).toEqual([orders[1]]);
    for (const span of records.spansOf('venuekit.placeOrders')) {
      expect(span.parent).toBeUndefined();
      expect(namesOf(childrenOf(records, span))).toEqual(['venuekit.request']);
    }
    await rig.close();
  });
});
