import { describe, expect, it } from 'vitest';
import type { ConnectorEvent } from '../../src/model/events.ts';
import { MemoryDisk, MemoryTrackingStore } from '../../src/storage/memory-tracking-store.ts';
import type { PruneReport, PruneRequest } from '../../src/storage/retention.ts';
import type { StoredEventPage, StoredTracking, TrackingChange, TrackingStore } from '../../src/storage/tracking-store.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';

/** A store whose commits take until they are let go. */
class HeldStore implements TrackingStore {
  isHolding = false;
  readonly #inner = new MemoryTrackingStore();
  readonly #held: (() => void)[] = [];

  async commit(changes: readonly TrackingChange[]): Promise<void> {
    if (this.isHolding) await new Promise<void>((resolve) => this.#held.push(resolve));
    this.#inner.commit(changes);
  }

  open(): StoredTracking {
    return this.#inner.open();
  }

  eventsAfter(sequence: number, limit: number): StoredEventPage {
    return this.#inner.eventsAfter(sequence, limit);
  }

  prune(request: PruneRequest): PruneReport {
    return this.#inner.prune(request);
  }

  close(): void {
    this.#inner.close();
  }

  letGo(): void {
    this.isHolding = false;
    for (const resolve of this.#held.splice(0)) resolve();
  }
}

async function started(disk: MemoryDisk, before?: ConnectorBench, options: BenchOptions = {}): Promise<ConnectorBench> {
  const connector = { ...options.connector, store: new MemoryTrackingStore({ disk }) };
  const bench = new ConnectorBench({ ...options, connector });
  if (before !== undefined) {
    await bench.clock.advance(before.clock.monotonicMs());
    bench.venue.orders.push(...before.venue.orders);
  }
  await bench.start();
  return bench;
}

/** An order that ended long enough ago to be forgotten, as far as the connector knows without the rest of its amount. */
async function forgottenOrder(bench: ConnectorBench): Promise<string> {
  const id = await bench.openOrder();
  const order = bench.venue.last;
  bench.venue.tellTrade(bench.venue.fill(order, '0.4'));
  bench.venue.end(order, 'canceled');
  bench.tell({ kind: 'order', update: { ...bench.venue.report(order), state: 'canceled' } });
  await bench.clock.advance(45_000);
  expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-canceled']);
  expect(bench.connector.orderTracker.fetchOrder({ clientOrderId: id })).toBeUndefined();
  return id;
}

async function held(): Promise<{ bench: ConnectorBench; store: HeldStore }> {
  const store = new HeldStore();
  const bench = new ConnectorBench({ connector: { store } });
  await bench.start();
  return { bench, store };
}

describe('a store that takes its time', () => {
  it('holds a placement back until it is saved', async () => {
    const { bench, store } = await held();
    store.isHolding = true;
    bench.buy('7');
    await bench.clock.advance(1_000);
    expect(bench.venue.calls).not.toContain('place 7');
    store.letGo();
    await bench.clock.advance(10);
    expect(bench.venue.calls).toContain('place 7');
    await bench.close();
  });

  it('holds a cancel back until it is saved', async () => {
    const { bench, store } = await held();
    const id = await bench.openOrder('7');
    store.isHolding = true;
    const canceling = bench.connector.cancel(PAIR, id);
    await bench.clock.advance(1_000);
    expect(bench.venue.calls).not.toContain('cancel 7');
    store.letGo();
    await expect(bench.settle(canceling)).resolves.toMatchObject({ success: true });
    await bench.close();
  });

  it('holds events back until they are saved, and the news of the private stream behind them', async () => {
    const { bench, store } = await held();
    const id = await bench.openOrder();
    const order = bench.venue.last;
    bench.events.length = 0;
    store.isHolding = true;
    bench.venue.fill(order, '0.5');
    bench.cutPrivateStream();
    await bench.clock.advance(20_000);
    expect(bench.connector.inFlightOrders.get(id)?.executedBase.toFixed()).toBe('0.5');
    expect(bench.events.map(({ type }) => type)).not.toContain('order-filled');
    store.letGo();
    await bench.clock.advance(10);
    const types = bench.events.map(({ type }) => type);
    expect(types).toContain('order-filled');
    expect(types.indexOf('stream-restored')).toBeGreaterThan(types.indexOf('order-filled'));
    await bench.close();
  });

  it('is waited for by stop: what is owed is saved and told', async () => {
    const { bench, store } = await held();
    const id = await bench.openOrder();
    store.isHolding = true;
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.5'));
    await bench.clock.advance(10);
    const stopping = bench.connector.stop();
    await bench.clock.advance(10);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    store.letGo();
    await bench.settle(stopping);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled']);
    await bench.close();
  });
});

describe('an order that was forgotten before a restart', () => {
  it('has its fills known: they are not told as late ones', async () => {
    const disk = new MemoryDisk();
    const first = await started(disk);
    await forgottenOrder(first);
    await first.openOrder('2');
    await first.close();
    const second = await started(disk, first);
    await second.clock.advance(1_000);
    expect(second.venue.orders[0]?.trades).toHaveLength(1);
    second.cutPrivateStream();
    await second.clock.advance(20_000);
    expect(second.venue.calls).toContain('trades-since');
    expect(second.events.filter(({ type }) => type.startsWith('order-'))).toEqual([]);
    await second.close();
  });

  it('is known as ours: a fill that comes now is told once as late, over restarts too', async () => {
    const disk = new MemoryDisk();
    const first = await started(disk);
    await forgottenOrder(first);
    await first.close();
    const [order] = first.venue.orders;
    if (order === undefined) throw new Error('the venue has no order');
    const second = await started(disk, first);
    const trade = second.venue.fill(order, '0.1');
    second.venue.tellTrade(trade);
    await second.clock.advance(10);
    expect(second.eventsOf('order-filled-late')).toMatchObject([{ sequence: 4, trade: { tradeId: trade.tradeId } }]);
    await second.close();
    disk.deliveredUpTo = 3;
    const third = await started(disk, second);
    third.venue.tellTrade(trade);
    await third.clock.advance(10);
    expect(third.eventsOf('order-filled-late')).toEqual([{ ...second.eventsOf('order-filled-late')[0], replayed: true }]);
    await third.close();
  });
});

describe('events that are still owed', () => {
  it('are told before anything else of the new program, and once to a reader that resumes', async () => {
    const disk = new MemoryDisk();
    const first = await started(disk);
    await first.openOrder('1');
    await first.openOrder('2');
    await first.close();
    disk.deliveredUpTo = 1;
    const second = new ConnectorBench({ connector: { store: new MemoryTrackingStore({ disk }) } });
    await second.clock.advance(first.clock.monotonicMs());
    second.venue.orders.push(...first.venue.orders);
    const had: ConnectorEvent[] = [];
    const reading = (async () => {
      for await (const event of second.connector.events({ after: 0, types: ['order-created'] })) if (had.push(event) === 3) break;
    })();
    await second.start();
    expect(second.events[0]).toMatchObject({ type: 'order-created', sequence: 2, replayed: true });
    await second.openOrder('3');
    await second.settle(reading);
    expect(had).toMatchObject([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
    expect(disk.deliveredUpTo).toBe(3);
    await second.close();
  });

  it('are marked as delivered when their listeners have run, whatever those throw', async () => {
    const disk = new MemoryDisk();
    const bench = await started(disk);
    const marks: number[] = [];
    bench.connector.on('order-created', () => {
      marks.push(disk.deliveredUpTo);
      throw new Error('a listener of the application');
    });
    await bench.openOrder();
    await bench.clock.advance(10);
    expect([...marks, disk.deliveredUpTo]).toEqual([0, 1]);
    await bench.close();
  });
});

describe('what is over', () => {
  it('is deleted after its time, with a look once a minute; what is open stays', async () => {
    const disk = new MemoryDisk();
    const retention = { settledOrdersMs: 90_000, deliveredEventsMs: 90_000 };
    const bench = await started(disk, undefined, { connector: { retention } });
    const over = await bench.openOrder('1');
    const open = await bench.openOrder('2');
    await bench.settle(bench.connector.cancel(PAIR, over));
    await bench.clock.advance(61_000);
    expect([...disk.orders.keys()]).toEqual([over, open]);
    await bench.clock.advance(60_000);
    expect([...disk.orders.keys()]).toEqual([open]);
    expect(disk.events.size).toBe(0);
    await bench.close();
  });

  it('is not saved again when a poll finds nothing new', async () => {
    const disk = new MemoryDisk();
    const bench = await started(disk);
    await bench.openOrder();
    await bench.clock.advance(10);
    const saved = [...disk.orders.values()];
    await bench.clock.advance(300_000);
    expect([...disk.orders.values()][0]).toBe(saved[0]);
    await bench.close();
  });
});

describe('a note of the private stream that cannot be used', () => {
  it.each(['"yesterday"', '{"wholeUntilMs":"1"}', '{"wholeUntilMs":1e999}', 'null', '{'])('is passed over: %s', async (note) => {
    const disk = new MemoryDisk();
    disk.notes.set('private-stream', note);
    const bench = await started(disk);
    expect(bench.eventsOf('stream-restored')[0]?.gap.fromMs).toBeUndefined();
    await bench.close();
  });

  it('is taken as now when it is of the future, because a clock has been set back', async () => {
    const disk = new MemoryDisk();
    disk.notes.set('private-stream', '{"wholeUntilMs":9999999999999}');
    const bench = await started(disk);
    expect(bench.eventsOf('stream-restored')[0]?.gap.fromMs).toBeLessThanOrEqual(bench.clock.wallMs());
    await bench.close();
  });
});
