import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { delivered, event, order, pruning, SCOPE, sequencesOf } from './store-contents.ts';
import { problemOf, WORLDS } from './store-worlds.ts';

describe.each(WORLDS)('%s', (_name, create) => {
  test('is empty at first', () => {
    using world = create();
    expect(world.newStore().open()).toEqual({
      orders: [],
      fills: [],
      notes: new Map(),
      undelivered: [],
      lastSequence: 0,
      deliveredUpTo: 0,
      prunedUpTo: 0,
      damaged: [],
    });
  });

  test.each(['close', 'crash'] as const)('gives everything back after a %s', (end) => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.commit([order('c1', { state: 'pending-create' }), order('c2', { state: 'filled' }, 5_000)]);
    store.commit([
      order('c1', { state: 'open' }),
      { kind: 'fill', identity: '["A-B","1","2"]' },
      { kind: 'note', name: 'stream', body: '{"wholeSinceMs":7}' },
      event(1),
      event(2),
      event(5),
      delivered(1),
    ]);
    if (end === 'close') store.close();
    else world.crash();

    const stored = world.newStore().open();
    expect(stored.orders).toEqual([
      { clientOrderId: 'c1', body: '{"state":"open"}', settledAtMs: undefined },
      { clientOrderId: 'c2', body: '{"state":"filled"}', settledAtMs: 5_000 },
    ]);
    expect(stored.fills).toEqual(['["A-B","1","2"]']);
    expect(stored.notes).toEqual(new Map([['stream', '{"wholeSinceMs":7}']]));
    expect(stored.undelivered).toEqual([
      { sequence: 2, savedAtMs: 2_000, body: '{"type":"order-filled","sequence":2}' },
      { sequence: 5, savedAtMs: 5_000, body: '{"type":"order-filled","sequence":5}' },
    ]);
    expect(stored).toMatchObject({ lastSequence: 5, deliveredUpTo: 1, prunedUpTo: 0, damaged: [] });
  });

  test('keeps a fill once, in the order of its first saving', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.commit([
      { kind: 'fill', identity: 'b' },
      { kind: 'fill', identity: 'a' },
      { kind: 'fill', identity: 'b' },
    ]);
    store.commit([{ kind: 'fill', identity: 'a' }]);
    store.close();
    expect(world.newStore().open().fills).toEqual(['b', 'a']);
  });

  test('takes the last of several changes of one order in a group, and lets an ended order come back', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.commit([order('c1', 1, 10), order('c1', 2)]);
    expect(store.prune(pruning({ settledOrdersMs: 0 }, 1_000)).orders).toBe(0);
    store.close();
    expect(world.newStore().open().orders).toEqual([{ clientOrderId: 'c1', body: '2', settledAtMs: undefined }]);
  });

  test.each(['', '__proto__', "'; DROP TABLE orders; --", 'a\0b', '\ud800', '☃ \u2028'])(
    'keeps the names that a venue may give: %j',
    (name) => {
      using world = create();
      const store = world.newStore();
      store.open();
      store.commit([order(name, 1), { kind: 'fill', identity: name }, { kind: 'note', name, body: '2' }]);
      store.close();
      const stored = world.newStore().open();
      expect(stored.orders.map(({ clientOrderId }) => clientOrderId)).toEqual([name]);
      expect(stored.fills).toEqual([name]);
      expect([...stored.notes]).toEqual([[name, '2']]);
    },
  );

  test('commits nothing of a group whose sequence numbers do not grow', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.commit([event(3)]);
    expect(problemOf(() => store.commit([order('c1'), event(4), event(4)]))).toBe('unusable-value');
    expect(problemOf(() => store.commit([order('c1'), event(3)]))).toBe('unusable-value');
    expect(problemOf(() => store.commit([order('c1'), event(3.5)]))).toBe('unusable-value');
    store.commit([event(4)]);
    world.crash();
    const stored = world.newStore().open();
    expect(stored.orders).toEqual([]);
    expect(sequencesOf(stored.undelivered)).toEqual([3, 4]);
  });

  test('never takes a delivery back, nor notes one of an event that does not exist yet', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.commit([event(1), event(2), delivered(2)]);
    store.commit([delivered(1)]);
    store.commit([delivered(1_000_000)]);
    store.commit([event(3)]);
    world.crash();
    expect(sequencesOf(world.newStore().open().undelivered)).toEqual([3]);
  });

  test('reads events again from any point, in pages', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.commit([event(1), event(2), event(4), event(7), delivered(4)]);
    const first = store.eventsAfter(1, 2);
    expect(sequencesOf(first.events)).toEqual([2, 4]);
    expect(first).toMatchObject({ readUpTo: 4, prunedUpTo: 0, damaged: [] });
    const second = store.eventsAfter(first.readUpTo, 2);
    expect(sequencesOf(second.events)).toEqual([7]);
    expect(store.eventsAfter(7, 2)).toMatchObject({ events: [], readUpTo: 7 });
  });

  describe('when pruned', () => {
    test('loses ended orders that are too old or too many, the longest ended first, and no other', () => {
      using world = create();
      const store = world.newStore();
      store.open();
      store.commit([order('open'), order('new', 1, 900), order('old', 1, 100), order('older', 1, 50), order('newer', 1, 950)]);
      expect(store.prune(pruning({ settledOrdersMs: 200 }, 1_000))).toEqual({ orders: 2, events: 0, fills: 0 });
      expect(store.prune(pruning({ settledOrders: 1 }, 1_000))).toEqual({ orders: 1, events: 0, fills: 0 });
      world.crash();
      expect(
        world
          .newStore()
          .open()
          .orders.map(({ clientOrderId }) => clientOrderId),
      ).toEqual(['open', 'newer']);
    });

    test('loses delivered events from the oldest on, and says up to which', () => {
      using world = create();
      const store = world.newStore();
      store.open();
      store.commit([event(1), event(2), event(3), event(4), event(5), delivered(4)]);
      expect(store.prune(pruning({ deliveredEvents: 3 }))).toEqual({ orders: 0, events: 1, fills: 0 });
      expect(store.prune(pruning({ deliveredEventsMs: 1_500 }, 4_000))).toEqual({ orders: 0, events: 1, fills: 0 });
      expect(store.eventsAfter(0, 10)).toMatchObject({ events: [{ sequence: 3 }, { sequence: 4 }, { sequence: 5 }], prunedUpTo: 2 });
      expect(store.prune(pruning({ deliveredEventsMs: 0 }, 1e9))).toEqual({ orders: 0, events: 2, fills: 0 });
      world.crash();
      expect(world.newStore().open()).toMatchObject({ undelivered: [{ sequence: 5 }], prunedUpTo: 4, lastSequence: 5 });
    });

    test('goes on counting after all events have gone', () => {
      using world = create();
      const store = world.newStore();
      store.open();
      store.commit([event(8), delivered(8)]);
      store.prune(pruning({ deliveredEvents: 0 }));
      world.crash();
      const next = world.newStore();
      expect(next.open()).toMatchObject({ lastSequence: 8, deliveredUpTo: 8, prunedUpTo: 8 });
      expect(problemOf(() => next.commit([event(8)]))).toBe('unusable-value');
    });

    test('loses the oldest fill identities', () => {
      using world = create();
      const store = world.newStore();
      store.open();
      store.commit(['a', 'b', 'c'].map((identity) => ({ kind: 'fill', identity })));
      expect(store.prune(pruning({ fills: 2 }))).toEqual({ orders: 0, events: 0, fills: 1 });
      world.crash();
      expect(world.newStore().open().fills).toEqual(['b', 'c']);
    });

    test('does no more than it is asked for at once', () => {
      using world = create();
      const store = world.newStore();
      store.open();
      store.commit([1, 2, 3].flatMap((n) => [order(`c${n}`, n, n), event(n), { kind: 'fill' as const, identity: `f${n}` }]));
      store.commit([delivered(3)]);
      const request = pruning({ settledOrders: 0, deliveredEvents: 0, fills: 0 }, 0, 2);
      expect(store.prune(request)).toEqual({ orders: 2, events: 2, fills: 2 });
      expect(store.prune(request)).toEqual({ orders: 1, events: 1, fills: 1 });
      expect(store.prune(request)).toEqual({ orders: 0, events: 0, fills: 0 });
    });
  });

  test('belongs to one at a time', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    expect(problemOf(() => world.newStore().open())).toBe('in-use');
    expect(problemOf(() => store.open())).toBe('in-use');
    store.commit([order('c1')]);
    store.close();
    expect(world.newStore().open().orders).toHaveLength(1);
  });

  test('refuses another account, naming both, and can then be opened for its own', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.close();
    const refusal = (): unknown => world.newStore('spot/other').open();
    expect(refusal).toThrow(ConfigurationError);
    expect(refusal).toThrow(new RegExp(`belongs to ${SCOPE}, not to spot/other`));
    expect(world.newStore().open().orders).toEqual([]);
  });

  test('does nothing when it is not open, except closing', () => {
    using world = create();
    const store = world.newStore();
    store.close();
    expect(problemOf(() => store.commit([]))).toBe('closed');
    store.open();
    store.close();
    store.close();
    expect(problemOf(() => store.eventsAfter(0, 1))).toBe('closed');
    expect(problemOf(() => store.prune(pruning({})))).toBe('closed');
  });

  test('can be opened again after it was closed', () => {
    using world = create();
    const store = world.newStore();
    store.open();
    store.commit([order('c1'), event(1)]);
    store.close();
    expect(store.open()).toMatchObject({ orders: [{ clientOrderId: 'c1' }], lastSequence: 1 });
    store.commit([event(2)]);
  });
});
