import { describe, expect, it } from 'vitest';
import { EarlySightings, type VenueOrderName } from '../../src/definition/early-sightings.ts';
import type { ReportedOrderState } from '../../src/model/order-state.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';

function tell(bench: ConnectorBench, exchangeOrderId: string, state: ReportedOrderState): void {
  bench.tell({ kind: 'order', update: { tradingPair: PAIR, exchangeOrderId, state, updateTimeMs: bench.clock.wallMs() } });
}

function order(exchangeOrderId: string): VenueOrderName {
  return { tradingPair: PAIR, exchangeOrderId };
}

describe('what the stream tells of an order by the venue’s id before the answer tells whose it is', () => {
  it.each(['open', 'canceled'] as const)('proves that the stream tells of it: %s', async (state) => {
    const bench = new ConnectorBench({ capabilities: { supportsClientOrderIds: false } });
    await bench.start();
    bench.venue.placeScripts.push({ isExecuted: true, delayMs: 500 });
    const id = bench.buy();
    await bench.clock.advance(100);
    tell(bench, 'E1', state);
    await bench.clock.advance(30_000);
    expect(bench.orderEvents(id)[0]).toBe('order-created');
    expect(bench.eventsOf('stream-interrupted')).toEqual([]);
    await bench.close();
  });

  it('proves nothing of another order', async () => {
    const bench = new ConnectorBench({ capabilities: { supportsClientOrderIds: false } });
    await bench.start();
    bench.venue.placeScripts.push({ isExecuted: true, delayMs: 500 });
    bench.buy();
    await bench.clock.advance(100);
    tell(bench, 'of somebody else', 'open');
    await bench.clock.advance(30_000);
    expect(bench.eventsOf('stream-interrupted')).toHaveLength(1);
    await bench.close();
  });
});

describe('early sightings', () => {
  it('are given once, with the end where one of them told it', () => {
    const sightings = new EarlySightings(10);
    sightings.note(order('1'), false);
    sightings.note(order('1'), true);
    sightings.note(order('1'), false);
    expect(sightings.take(order('1'))).toEqual({ isEnd: true });
    expect(sightings.take(order('1'))).toBeUndefined();
  });

  it('are of their market alone', () => {
    const sightings = new EarlySightings(10);
    sightings.note(order('1'), false);
    expect(sightings.take({ tradingPair: 'ETH-USDT', exchangeOrderId: '1' })).toBeUndefined();
  });

  it('are forgotten beyond the capacity, the oldest first', () => {
    const sightings = new EarlySightings(2);
    for (const id of ['1', '2', '3']) sightings.note(order(id), false);
    expect(['1', '2', '3'].map((id) => sightings.take(order(id)))).toEqual([undefined, { isEnd: false }, { isEnd: false }]);
  });
});
