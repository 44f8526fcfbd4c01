import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { StorageError } from '../../src/errors/storage-error.ts';
import { MemoryDisk, MemoryTrackingStore } from '../../src/storage/memory-tracking-store.ts';
import type { PruneReport, PruneRequest } from '../../src/storage/retention.ts';
import { TrackingJournal } from '../../src/storage/tracking-journal.ts';
import type { StoredEventPage, StoredTracking, TrackingChange, TrackingStore } from '../../src/storage/tracking-store.ts';

/** A memory store that tells what it is asked, fails or answers later on demand, and refuses two calls at a time. */
class ScriptedStore implements TrackingStore {
  readonly groups: TrackingChange[][] = [];
  failures: Error[] = [];
  /** Set to let commits wait until it is resolved. */
  gate: PromiseWithResolvers<void> | undefined;
  readonly #store: MemoryTrackingStore;
  #isBusy = false;

  constructor(disk: MemoryDisk) {
    this.#store = new MemoryTrackingStore({ disk });
  }

  open(): StoredTracking {
    return this.#store.open();
  }

  commit(changes: readonly TrackingChange[]): void | Promise<void> {
    this.#assertFree();
    this.groups.push([...changes]);
    const failure = this.failures.shift();
    const finish = (): void => {
      if (failure !== undefined) throw failure;
      this.#store.commit(changes);
    };
    if (this.gate === undefined) return finish();
    this.#isBusy = true;
    return this.gate.promise.then(() => {
      this.#isBusy = false;
      finish();
    });
  }

  eventsAfter(sequence: number, limit: number): Promise<StoredEventPage> {
    this.#assertFree();
    this.#isBusy = true;
    return Promise.resolve().then(() => {
      this.#isBusy = false;
      return this.#store.eventsAfter(sequence, limit);
    });
  }

  prune(request: PruneRequest): PruneReport {
    this.#assertFree();
    return this.#store.prune(request);
  }

  close(): void {
    this.#store.close();
  }

  #assertFree(): void {
    if (this.#isBusy) throw new Error('called while busy');
  }
}

interface JournalWorld {
  readonly disk: MemoryDisk;
  readonly store: ScriptedStore;
  readonly clock: ManualClock;
  readonly failures: Error[];
  readonly journal: TrackingJournal;
}

function newWorld(): JournalWorld {
  const disk = new MemoryDisk();
  const store = new ScriptedStore(disk);
  const clock = new ManualClock({ wallMs: 1_000 });
  const failures: Error[] = [];
  const journal = new TrackingJournal({
    store,
    clock,
    onFailure: (error) => failures.push(error),
    retention: { settledOrdersMs: 100, deliveredEventsMs: 100 },
  });
  return { disk, store, clock, failures, journal };
}

async function openWorld(): Promise<JournalWorld> {
  const world = newWorld();
  await world.journal.open();
  return world;
}

const full = (): StorageError => new StorageError('full', 'the disk is full');

describe('A tracking journal', () => {
  test('commits all that is recorded in one turn as one group, each order once', async () => {
    const { journal, store } = await openWorld();
    const first = journal.record({ orders: [{ clientOrderId: 'c1', value: 'new' }], events: ['a', 'b'] });
    const second = journal.record({
      orders: [{ clientOrderId: 'c1', value: 'open' }],
      fills: ['f1'],
      events: ['c'],
      notes: new Map([['n', { at: 1 }]]),
    });
    journal.markDelivered(0);
    expect(store.groups).toEqual([]);
    expect(await Promise.all([first, second])).toEqual([[1, 2], [3]]);
    expect(store.groups).toEqual([
      [
        { kind: 'order', clientOrderId: 'c1', body: '"open"', settledAtMs: undefined },
        { kind: 'fill', identity: 'f1' },
        { kind: 'note', name: 'n', body: '{"at":1}' },
        { kind: 'event', sequence: 1, savedAtMs: 1_000, body: '"a"' },
        { kind: 'event', sequence: 2, savedAtMs: 1_000, body: '"b"' },
        { kind: 'event', sequence: 3, savedAtMs: 1_000, body: '"c"' },
      ],
    ]);
  });

  test('reads a value when it is recorded, not when it is committed', async () => {
    const { journal, disk } = await openWorld();
    const value = { state: 'open' };
    const recording = journal.record({ orders: [{ clientOrderId: 'c1', value }] });
    value.state = 'changed';
    await recording;
    expect(disk.orders.get('c1')?.body).toBe('{"state":"open"}');
  });

  test('commits the next turn after this one, never both at once', async () => {
    const { journal, store } = await openWorld();
    const gate = (store.gate = Promise.withResolvers<void>());
    const first = journal.record({ events: ['a'] });
    await Promise.resolve();
    const second = journal.record({ events: ['b'] });
    const third = journal.record({ events: ['c'] });
    await Promise.resolve();
    expect(store.groups).toHaveLength(1);
    gate.resolve();
    expect(await Promise.all([first, second, third])).toEqual([[1], [2], [3]]);
    expect(store.groups.map((group) => group.length)).toEqual([1, 2]);
  });

  test('gives everything back as values after a crash, with what could not be read as problems', async () => {
    const { journal, disk } = await openWorld();
    await journal.record({
      orders: [
        { clientOrderId: 'c1', value: { a: [1] } },
        { clientOrderId: 'c2', value: null, settledAtMs: 5 },
        { clientOrderId: 'c3', value: 3 },
      ],
      fills: ['f'],
      events: [{ n: 1 }, { n: 2 }, { n: 3 }],
      notes: new Map<string, unknown>([['n', true]]),
    });
    journal.markDelivered(1);
    await journal.flush();
    disk.kill();
    disk.orders.set('c3', { clientOrderId: 'c3', body: '{', settledAtMs: undefined });
    disk.events.set(2, { sequence: 2, savedAtMs: 1, body: '' });
    disk.notes.set('broken', '?');
    const next = new TrackingJournal({ store: new MemoryTrackingStore({ disk }), clock: new ManualClock(), onFailure: () => undefined });
    const restored = await next.open();
    expect([...restored.orders]).toEqual([
      ['c1', { a: [1] }],
      ['c2', null],
    ]);
    expect([...restored.settledAtMs]).toEqual([['c2', 5]]);
    expect(restored.fills).toEqual(['f']);
    expect([...restored.notes]).toEqual([['n', true]]);
    expect(restored.undelivered).toEqual([{ sequence: 3, savedAtMs: 1_000, value: { n: 3 } }]);
    expect(restored.problems).toEqual([
      'the saved order "c3" is no JSON and was skipped',
      'the saved note "broken" is no JSON and was skipped',
      'the saved event 2 is no JSON and was skipped',
    ]);
    expect(await next.record({ events: ['later'] })).toEqual([4]);
  });

  test.each([
    ['a circle', circle],
    ['a bigint', () => 1n],
    ['nothing', () => undefined],
  ])('refuses %s alone, and saves what else the turn recorded', async (_what, value) => {
    const { journal, disk, failures } = await openWorld();
    const good = journal.record({ orders: [{ clientOrderId: 'good', value: 1 }] });
    const bad = journal.record({
      orders: [
        { clientOrderId: 'neighbour', value: 1 },
        { clientOrderId: 'bad', value: value() },
      ],
      events: ['e'],
    });
    await expect(bad).rejects.toMatchObject({ code: 'STORAGE', problem: 'unusable-value', message: expect.stringContaining('"bad"') });
    await good;
    expect([...disk.orders.keys()]).toEqual(['good']);
    expect(await journal.record({ events: ['next'] })).toEqual([1]);
    expect(failures).toEqual([]);
  });

  describe('whose store fails', () => {
    test.each(['at once', 'later'])('rejects what the group recorded and reports it once, when the failure comes %s', async (when) => {
      const { journal, store, failures, disk } = await openWorld();
      if (when === 'later') (store.gate = Promise.withResolvers<void>()).resolve();
      store.failures.push(full());
      const recordings = [journal.record({ events: ['a'] }), journal.record({ orders: [{ clientOrderId: 'c1', value: 1 }] })];
      for (const recording of recordings) await expect(recording).rejects.toMatchObject({ problem: 'full' });
      expect(failures).toMatchObject([{ problem: 'full' }]);
      expect(disk.orders.size + disk.events.size).toBe(0);
    });

    test('saves orders, fills, notes and deliveries with the next group, in their latest form, and not the events', async () => {
      const { journal, store, disk } = await openWorld();
      await journal.record({ events: ['before'] });
      store.failures.push(full(), full());
      journal.markDelivered(1);
      const lost = journal.record({
        orders: [
          { clientOrderId: 'c1', value: 1 },
          { clientOrderId: 'c2', value: 1 },
        ],
        fills: ['f'],
        events: ['lost'],
        notes: new Map([['n', 1]]),
      });
      await expect(lost).rejects.toThrow('full');
      await expect(journal.record({ orders: [{ clientOrderId: 'c2', value: 2 }] })).rejects.toThrow('full');
      expect(await journal.record({ events: ['after'] })).toEqual([3]);
      expect(Array.from(disk.orders.values(), ({ clientOrderId, body }) => [clientOrderId, body])).toEqual([
        ['c1', '1'],
        ['c2', '2'],
      ]);
      expect([...disk.fills]).toEqual(['f']);
      expect([...disk.notes]).toEqual([['n', '1']]);
      expect([...disk.events.keys()]).toEqual([1, 3]);
      expect(disk.deliveredUpTo).toBe(1);
    });

    test('tries once more when it is flushed or closed', async () => {
      const { journal, store, disk } = await openWorld();
      store.failures.push(full(), full());
      await expect(journal.record({ orders: [{ clientOrderId: 'c1', value: 1 }] })).rejects.toThrow('full');
      await expect(journal.flush()).rejects.toThrow('full');
      await journal.close();
      expect(disk.orders.size).toBe(1);
    });

    test('gives the store free even when the last commit fails', async () => {
      const { journal, store, disk } = await openWorld();
      store.failures.push(full());
      void journal.record({ events: ['a'] }).catch(() => undefined);
      await expect(journal.close()).rejects.toThrow('full');
      expect(disk.owner).toBeUndefined();
    });

    test('takes a foreign error for a failure of the store', async () => {
      const { journal, store } = await openWorld();
      store.failures.push(new Error('unplugged'));
      await expect(journal.record({ events: ['a'] })).rejects.toMatchObject({ problem: 'failed', cause: { message: 'unplugged' } });
    });

    test('does not throw a failed delivery mark at anybody', async () => {
      const { journal, store, failures } = await openWorld();
      await journal.record({ events: ['a'] });
      store.failures.push(full());
      journal.markDelivered(1);
      await Promise.resolve();
      expect(failures).toHaveLength(1);
    });
  });

  test('reads events again, the latest too, and says what is no longer kept', async () => {
    const { journal, clock } = await openWorld();
    await journal.record({ events: ['a', 'b'] });
    journal.markDelivered(2);
    await clock.advance(101);
    expect(await journal.prune()).toEqual({ orders: 0, events: 2, fills: 0 });
    void journal.record({ events: ['c', 'd', 'e'] });
    const page = await journal.eventsAfter(0, 2);
    expect(page).toMatchObject({
      events: [
        { sequence: 3, value: 'c' },
        { sequence: 4, value: 'd' },
      ],
      readUpTo: 4,
      prunedUpTo: 2,
      problems: [],
    });
    expect(await journal.eventsAfter(page.readUpTo)).toMatchObject({ events: [{ sequence: 5 }], readUpTo: 5 });
  });

  test('keeps commits back while the store answers a question, and the other way round', async () => {
    const { journal, store } = await openWorld();
    const answers = [journal.eventsAfter(0), journal.record({ events: ['a'] }), journal.prune(), journal.eventsAfter(0), journal.flush()];
    const later = Promise.resolve().then(() => journal.record({ events: ['b'] }));
    await Promise.all(answers);
    expect(await later).toEqual([2]);
    expect(store.groups.flat()).toHaveLength(2);
  });

  test('answers no question that was still waiting when it was closed', async () => {
    const { journal, store } = await openWorld();
    const gate = (store.gate = Promise.withResolvers<void>());
    const recording = journal.record({ events: ['a'] });
    const question = journal.prune();
    const closing = journal.close();
    gate.resolve();
    await expect(question).rejects.toMatchObject({ problem: 'closed' });
    expect(await recording).toEqual([1]);
    await closing;
  });

  test('needs no disk object', async () => {
    const options = { clock: new ManualClock(), onFailure: () => undefined };
    const journal = new TrackingJournal({ ...options, store: new MemoryTrackingStore() });
    await journal.open();
    expect(await journal.record({ events: ['a'] })).toEqual([1]);
    await journal.close();
  });

  test('prunes ended orders by its retention', async () => {
    const { journal, disk, clock } = await openWorld();
    await journal.record({
      orders: [
        { clientOrderId: 'ended', value: 1, settledAtMs: 1_000 },
        { clientOrderId: 'open', value: 1 },
      ],
    });
    await clock.advance(100);
    expect((await journal.prune()).orders).toBe(0);
    await clock.advance(1);
    expect((await journal.prune()).orders).toBe(1);
    expect([...disk.orders.keys()]).toEqual(['open']);
  });

  test('records nothing before it is opened and after it is closed, and can be opened again', async () => {
    const { journal, disk } = newWorld();
    await expect(journal.record({ events: ['a'] })).rejects.toMatchObject({ problem: 'closed' });
    await journal.close();
    await journal.open();
    void journal.record({ events: ['a'] });
    await journal.close();
    expect(disk.events.size).toBe(1);
    await expect(journal.record({ events: ['b'] })).rejects.toMatchObject({ problem: 'closed' });
    await expect(journal.prune()).rejects.toMatchObject({ problem: 'closed' });
    journal.markDelivered(1);
    expect((await journal.open()).undelivered).toHaveLength(1);
    expect(await journal.record({ events: ['b'] })).toEqual([2]);
  });

  test('does nothing for an empty record', async () => {
    const { journal, store } = await openWorld();
    expect(await journal.record({})).toEqual([]);
    await journal.flush();
    expect(store.groups).toEqual([]);
  });
});

function circle(): unknown {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}
