import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal/decimal.ts';
import { MemoryDisk, MemoryTrackingStore } from '../../src/storage/memory-tracking-store.ts';
import { ConnectorBench, PAIR } from '../exchange/connector-bench.ts';
import type { BenchOptions } from '../exchange/connector-bench.ts';
import { lostAnswer, venueSaysNo } from '../exchange/scripted-venue.ts';

/** A connector whose orders outlive it on a disk. */
async function savingBench(disk: MemoryDisk, before?: ConnectorBench, options: BenchOptions = {}): Promise<ConnectorBench> {
  const bench = new ConnectorBench({ ...options, connector: { store: new MemoryTrackingStore({ disk }) } });
  if (before !== undefined) bench.venue.orders.push(...before.venue.orders);
  await bench.start();
  return bench;
}

describe('a connector with a store', () => {
  it('takes up after a restart what it had, and what happened meanwhile', async () => {
    const disk = new MemoryDisk();
    const first = await savingBench(disk);
    const ids = [await first.openOrder('1'), await first.openOrder('2'), await first.openOrder('3')];
    first.venue.placeScripts.push({ isExecuted: true, error: lostAnswer() });
    const undecided = first.buy('4');
    await first.clock.advance(10);
    await first.close();
    const [filled, canceled] = first.venue.orders;
    if (filled !== undefined) first.venue.fill(filled, '1');
    if (canceled !== undefined) first.venue.end(canceled, 'canceled');
    const second = await savingBench(disk, first);
    await second.clock.advance(20_000);
    expect([...ids, undecided].map((id) => second.orderEvents(id))).toEqual([
      ['order-filled', 'order-completed'],
      ['order-canceled'],
      [],
      ['order-created'],
    ]);
    expect([...second.connector.inFlightOrders.keys()].toSorted()).toEqual([ids[2] ?? '', undecided].toSorted());
    await second.close();
  });

  it('saves the orders of a batch before they are sent, and cancels before they go out', async () => {
    const disk = new MemoryDisk();
    const savedBefore: number[] = [];
    const bench = await savingBench(disk, undefined, {
      definition: (venue) => ({
        placeOrders: async (_context, orders) => {
          savedBefore.push(disk.orders.size);
          return Promise.all(orders.map(async (order) => ({ value: await venue.place(order) })));
        },
        placeCancels: async (_context, orders) => Promise.all(orders.map(async (order) => ({ value: await venue.cancel(order) }))),
      }),
    });
    const ids = bench.connector.placeBatch([
      { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '1', price: '100' },
      { tradingPair: PAIR, side: 'buy', orderType: 'limit', amount: '2', price: '100' },
    ]);
    await bench.clock.advance(100);
    expect(savedBefore).toEqual([2]);
    const results = await bench.settle(bench.connector.cancelBatch(ids));
    expect(results.map(({ success }) => success)).toEqual([true, true]);
    await bench.close();
  });

  it('tells each event once it is saved, in order, with its number', async () => {
    const disk = new MemoryDisk();
    const bench = await savingBench(disk);
    const id = await bench.openOrder();
    const order = bench.venue.last;
    bench.venue.tellTrade(bench.venue.fill(order, '0.5'));
    await bench.clock.advance(10);
    await bench.settle(bench.connector.waitUntilCreated(id));
    bench.tell({ kind: 'order', update: { ...bench.venue.report(order), state: 'expired', reason: 'late' } });
    bench.venue.placeScripts.push({ isExecuted: false, error: venueSaysNo() });
    bench.buy();
    await bench.clock.advance(60_000);
    bench.venue.tellTrade(bench.venue.fill(order, '0.1'));
    await bench.clock.advance(100);
    expect(bench.orderEvents(id)).toEqual(['order-created', 'order-filled', 'order-expired']);
    expect(bench.eventsOf('order-filled-late')).toMatchObject([{ trade: { baseAmount: new Decimal('0.1') } }]);
    const sequences = bench.events.flatMap((event) => ('sequence' in event ? [event.sequence] : []));
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
    expect(sequences).toHaveLength(5);
    await bench.close();
  });

  it('gives what was told before to a reader that resumes', async () => {
    const disk = new MemoryDisk();
    const bench = await savingBench(disk);
    const ids = [await bench.openOrder('1'), await bench.openOrder('2')];
    const stream = bench.connector.events({ after: 0, types: ['order-created'] });
    const iterator = stream[Symbol.asyncIterator]();
    const next = [await bench.settle(iterator.next()), await bench.settle(iterator.next())];
    expect(next.map(({ value }) => value)).toMatchObject(ids.map((clientOrderId) => ({ clientOrderId, replayed: true })));
    await iterator.return();
    await bench.close();
  });

  it('cannot resume without a store', async () => {
    const bench = new ConnectorBench();
    await bench.start();
    expect(() => bench.connector.events({ after: 0 })).toThrow('needs a con');
    await bench.close();
  });

  it('stops when its store is used by another', async () => {
    const disk = new MemoryDisk();
    const first = await savingBench(disk);
    const second = new ConnectorBench({ connector: { store: new MemoryTrackingStore({ disk }) } });
    second.connector.start();
    await second.clock.advance(1_000);
    expect(second.eventsOf('connector-failed')).toHaveLength(1);
    await expect(second.connector.whenReady()).rejects.toMatchObject({ code: 'STORAGE' });
    await second.close();
    await first.close();
  });
});
