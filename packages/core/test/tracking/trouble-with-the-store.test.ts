import { describe, expect, it } from 'vitest';
import { StorageError } from '../../src/errors/storage-error.ts';
import type { ConnectorEvent } from '../../src/model/events.ts';
import { MemoryDisk, MemoryTrackingStore } from '../../src/storage/memory-tracking-store.ts';
import type { PruneReport, PruneRequest } from '../../src/storage/retention.ts';
import type { StoredEventPage, StoredTracking, TrackingChange, TrackingStore } from '../../src/storage/tracking-store.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import { venueSaysNo } from '../exchange/scripted-venue.ts';

/** A store whose disk fails when the test says so, and whose opening may take its time. */
class TroubledStore implements TrackingStore {
  error: StorageError | undefined;
  readonly #opening: Promise<void> | undefined;
  readonly #inner: MemoryTrackingStore;

  constructor(options: { readonly disk?: MemoryDisk; readonly opening?: Promise<void> } = {}) {
    this.#inner = new MemoryTrackingStore(options.disk === undefined ? {} : { disk: options.disk });
    this.#opening = options.opening;
  }

  async open(): Promise<StoredTracking> {
    await this.#opening;
    return this.#inner.open();
  }

  commit(changes: readonly TrackingChange[]): void {
    if (this.error !== undefined) throw this.error;
    this.#inner.commit(changes);
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
}

const full = (): StorageError => new StorageError('full', 'the disk is full');

function benchOn(disk: MemoryDisk, before?: ConnectorBench): ConnectorBench {
  const bench = new ConnectorBench({ connector: { store: new MemoryTrackingStore({ disk }) } });
  if (before !== undefined) bench.venue.orders.push(...before.venue.orders);
  return bench;
}

const storageProblems = (bench: ConnectorBench): string[] =>
  bench.events.flatMap((event) => (event.type === 'stream-problem' && event.stream === 'storage' ? [event.message] : []));

describe('a store that cannot be written', () => {
  it('is reported once per failure, however much could not be saved', async () => {
    const store = new TroubledStore();
    const bench = new ConnectorBench({ connector: { store } });
    await bench.start();
    const id = await bench.openOrder('3');
    const message = 'what happens to our orders cannot be saved; no new order is sent until it can';
    for (const [failure, amount] of ['0.5', '0.7'].entries()) {
      store.error = full();
      bench.venue.tellTrade(bench.venue.fill(bench.venue.last, amount));
      await bench.clock.advance(100);
      bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.1'));
      await bench.clock.advance(100);
      expect(storageProblems(bench)).toEqual(Array(failure + 1).fill(message));
      store.error = undefined;
      await bench.clock.advance(120_000);
    }
    expect(bench.connector.inFlightOrders.get(id)?.executedBase.toFixed()).toBe('1.4');
    expect(bench.eventsOf('connector-failed')).toEqual([]);
    await bench.close();
  });

  it('sends no order that could not be saved, and says why', async () => {
    const store = new TroubledStore();
    const bench = new ConnectorBench({ connector: { store } });
    await bench.start();
    store.error = full();
    const id = bench.buy('7');
    await bench.clock.advance(1_000);
    expect(bench.venue.calls).not.toContain('place 7');
    expect(bench.orderEvents(id)).toEqual(['order-failed']);
    expect(bench.eventsOf('order-failed')[0]).toMatchObject({ cause: 'denied', denialReason: 'request-not-sent' });
    store.error = undefined;
    await bench.close();
  });

  it('any more because another program has taken it over ends the connector, once', async () => {
    const store = new TroubledStore();
    const bench = new ConnectorBench({ connector: { store } });
    await bench.start();
    await bench.openOrder('3');
    store.error = new StorageError('taken-over', 'another program has the store');
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.5'));
    bench.venue.tellTrade(bench.venue.fill(bench.venue.last, '0.5'));
    await bench.clock.advance(1_000);
    expect(bench.eventsOf('connector-failed')).toMatchObject([{ error: { problem: 'taken-over' } }]);
    expect(bench.buy('5')).toEqual(expect.any(String));
    await bench.clock.advance(1_000);
    expect(bench.venue.calls).not.toContain('place 5');
    await bench.close();
  });
});

describe('a stop while the store is being opened', () => {
  it('begins nothing and gives the store free', async () => {
    const disk = new MemoryDisk();
    const opening = Promise.withResolvers<void>();
    const bench = new ConnectorBench({ connector: { store: new TroubledStore({ disk, opening: opening.promise }) } });
    bench.connector.start();
    await bench.clock.advance(100);
    const stopping = bench.connector.stop();
    opening.resolve();
    await bench.settle(stopping);
    expect(bench.clock.pendingTimers).toBe(0);
    expect(disk.owner).toBeUndefined();
    expect(bench.network.openSockets).toBe(0);
    expect(bench.events.map(({ type }) => type)).not.toContain('stream-connected');
    await bench.close();
  });
});

describe('a stop before the private stream was whole', () => {
  it('saves no moment until which it was', async () => {
    const disk = new MemoryDisk();
    const bench = benchOn(disk);
    bench.connector.start();
    await bench.clock.runUntil(() => disk.owner !== undefined, { maximumMs: 1_000 });
    await bench.close();
    expect([...disk.notes.keys()]).toEqual([]);
    expect(disk.owner).toBeUndefined();
  });
});

describe('what cannot be read any more', () => {
  it('is reported and skipped: of the events that are owed, and of those that a reader resumes with', async () => {
    const disk = new MemoryDisk();
    const first = benchOn(disk);
    await first.start();
    for (const amount of ['1', '2', '3']) await first.openOrder(amount);
    await first.close();
    disk.deliveredUpTo = 1;
    disk.events.set(2, { sequence: 2, savedAtMs: 1, body: '{"version":1,"type":"order-vanished"}' });
    const second = benchOn(disk, first);
    await second.start();
    expect(second.eventsOf('order-created')).toMatchObject([{ sequence: 3, replayed: true }]);
    const had: ConnectorEvent[] = [];
    const iterator = second.connector.events({ after: 0, types: ['order-created'] });
    for (let count = 0; count < 2; count += 1) {
      const { value } = await second.settle(iterator.next());
      if (value !== undefined) had.push(value);
    }
    await iterator.return();
    expect(had).toMatchObject([{ sequence: 1 }, { sequence: 3 }]);
    const skipped = 'the saved event 2 cannot be read and was skipped';
    expect(storageProblems(second)).toEqual([skipped, skipped]);
    expect(disk.deliveredUpTo).toBe(3);
    await second.close();
  });

  it('of one order takes no other order away', async () => {
    const disk = new MemoryDisk();
    const first = benchOn(disk);
    await first.start();
    const ids = [await first.openOrder('1'), await first.openOrder('2')];
    await first.close();
    disk.orders.set(ids[0] ?? '', { clientOrderId: ids[0] ?? '', body: '{"clientOrderId":7}', settledAtMs: undefined });
    const second = benchOn(disk, first);
    await second.start();
    expect([...second.connector.inFlightOrders.keys()]).toEqual([ids[1]]);
    expect(second.eventsOf('stream-problem')).not.toEqual([]);
    await second.close();
  });
});

describe('a second run', () => {
  it('of the same connector keeps its own newer idea of an order', async () => {
    const disk = new MemoryDisk();
    const bench = benchOn(disk);
    await bench.start();
    const id = await bench.openOrder('1');
    const order = bench.connector.inFlightOrders.get(id);
    await bench.settle(bench.connector.stop());
    await bench.start();
    expect(bench.connector.inFlightOrders.get(id)).toBe(order);
    expect(bench.orderEvents(id)).toEqual(['order-created']);
    await bench.close();
  });

  it('of another program takes up an order that the venue refused, although it never had an id there', async () => {
    const disk = new MemoryDisk();
    const first = benchOn(disk);
    await first.start();
    first.venue.placeScripts.push({ isExecuted: false, error: venueSaysNo() });
    const id = first.buy('1');
    await first.clock.advance(100);
    expect(first.orderEvents(id)).toEqual(['order-failed']);
    await first.close();
    const second = benchOn(disk, first);
    await second.start();
    expect(second.orderEvents(id)).toEqual([]);
    expect(second.connector.orderTracker.fetchOrder({ clientOrderId: id })?.isDone).toBe(true);
    expect(second.connector.inFlightOrders.size).toBe(0);
    await second.close();
  });

  it('saves orders that the application has restored from elsewhere', async () => {
    const elsewhere = new ConnectorBench();
    await elsewhere.start();
    const id = await elsewhere.openOrder('1');
    const states: Record<string, unknown> = JSON.parse(JSON.stringify(elsewhere.connector.trackingStates));
    await elsewhere.close();
    const disk = new MemoryDisk();
    const bench = benchOn(disk, elsewhere);
    bench.connector.restoreTrackingStates(states);
    await bench.start();
    await bench.clock.advance(100);
    expect([...disk.orders.keys()]).toEqual([id]);
    expect(bench.connector.inFlightOrders.get(id)?.tradingPair).toBe(PAIR);
    await bench.close();
  });
});
