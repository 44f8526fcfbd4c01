import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { StorageError } from '../../src/errors/storage-error.ts';
import { readRows, rowChecksum } from '../../src/storage/sqlite-rows.ts';
import { salvageTrackingStore } from '../../src/storage/sqlite-salvage.ts';
import { SqliteTrackingStore } from '../../src/storage/sqlite-tracking-store.ts';
import type { StoredTracking, TrackingChange } from '../../src/storage/tracking-store.ts';
import { delivered, event, order, pruning, SCOPE, sequencesOf } from './store-contents.ts';
import { problemOf, temporaryDirectory } from './store-worlds.ts';

const ORDERS = Array.from({ length: 30 }, (_, n) => order(`order-${n}`, { n, note: 'y'.repeat(n * 20) }, n % 2 === 0 ? n : undefined));
const EVENTS = Array.from({ length: 30 }, (_, n) => event(n + 1));
const FILLS = Array.from({ length: 30 }, (_, n): TrackingChange => ({ kind: 'fill', identity: `fill-${n}` }));
const UNDELIVERED = 20;

function savedStore(path: string): SqliteTrackingStore {
  const store = new SqliteTrackingStore({ path, scope: SCOPE });
  store.open();
  store.commit([...ORDERS, ...EVENTS, ...FILLS, delivered(EVENTS.length - UNDELIVERED), { kind: 'note', name: 'note', body: '1' }]);
  store.close();
  return store;
}

function edit(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

/** What is given back although it was never saved. */
function inventions(stored: StoredTracking): unknown[] {
  const bodies = new Set([...ORDERS, ...EVENTS].map((change) => ('body' in change ? change.body : '')));
  const identities = new Set(FILLS.map((change) => (change.kind === 'fill' ? change.identity : '')));
  return [
    ...[...stored.orders, ...stored.undelivered].filter(({ body }) => !bodies.has(body)),
    ...stored.fills.filter((identity) => !identities.has(identity)),
  ];
}

function missing(stored: StoredTracking): number {
  return ORDERS.length + UNDELIVERED + FILLS.length - stored.orders.length - stored.undelivered.length - stored.fills.length;
}

/** What a damaged store does wrong, opened or, where it is refused as damaged, salvaged. Refusing with a StorageError is right. */
function faultsOf(path: string): unknown[] {
  const store = new SqliteTrackingStore({ path, scope: SCOPE });
  try {
    const stored = store.open();
    store.close();
    const isLossConcealed = missing(stored) > 0 && stored.damaged.length === 0;
    return isLossConcealed ? ['a loss that is not reported'] : inventions(stored);
  } catch (error) {
    if (!(error instanceof StorageError)) return [error];
    return error.problem === 'damaged' ? faultsOfSalvage(path) : [];
  }
}

function faultsOfSalvage(path: string): unknown[] {
  const rescued = `${path}.rescued`;
  try {
    salvageTrackingStore({ damaged: path, rescued });
  } catch (error) {
    return error instanceof StorageError ? [] : [error];
  }
  const store = new SqliteTrackingStore({ path: rescued, scope: SCOPE });
  const stored = store.open();
  store.close();
  return inventions(stored);
}

/** Makes the list of free pages lead out of the file. */
function breakFreeList(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeUInt32BE(100_000, 32);
  bytes.writeUInt32BE(1, 36);
  writeFileSync(path, bytes);
}

describe('A damaged SQLite store', () => {
  test.each([
    ['body', "UPDATE orders SET body = '{}' WHERE id = 7"],
    ['columns', `UPDATE orders SET head = '["order-8",null]' WHERE id = 7`],
    ['checksum', "UPDATE orders SET checksum = '0' WHERE id = 7"],
    ['number', 'UPDATE orders SET id = 7000 WHERE id = 7'],
  ])('skips and reports a row whose %s has changed, and gives all others', (_what, sql) => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, sql);
    const stored = store.open();
    expect(missing(stored)).toBe(1);
    expect(inventions(stored)).toEqual([]);
    expect(stored.damaged).toMatchObject([
      { kind: 'order', message: expect.stringMatching(/row 70*? of the table orders .* was skipped/) },
    ]);
    expect(JSON.stringify(stored.damaged)).not.toContain('yyyy');
    store.close();
  });

  test('takes the skipped order again when the connector saves it', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, "UPDATE orders SET body = '{}' WHERE id = 7; UPDATE notes SET body = '2'; UPDATE fills SET head = '' WHERE id = 40");
    expect(store.open().damaged).toHaveLength(3);
    store.commit([...ORDERS, ...FILLS]);
    store.close();
    expect(missing(store.open())).toBe(0);
    store.close();
  });

  test('tells all kept events again when it has forgotten which were delivered', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, "UPDATE marks SET body = '31' WHERE id = 3");
    const stored = store.open();
    expect(sequencesOf(stored.undelivered)).toEqual(EVENTS.map((_, index) => index + 1));
    expect(stored.damaged).toMatchObject([{ kind: 'mark', row: 3 }]);
    store.close();
  });

  test('does not give the number of a damaged event to another', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, "UPDATE events SET body = '' WHERE id = 30");
    expect(store.open()).toMatchObject({ lastSequence: 30, damaged: [{ kind: 'event', row: 30 }] });
    expect(problemOf(() => store.commit([event(30)]))).toBe('unusable-value');
    const page = store.eventsAfter(28, 10);
    expect(sequencesOf(page.events)).toEqual([29]);
    expect(page).toMatchObject({ readUpTo: 30, damaged: [{ row: 30 }] });
    store.close();
  });

  test('survives a row number that no JavaScript number can hold', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, 'UPDATE orders SET id = 9223372036854775807 WHERE id = 7; UPDATE events SET id = 4611686018427387904 WHERE id = 30');
    const stored = store.open();
    expect(missing(stored)).toBe(2);
    expect(stored.damaged).toMatchObject([
      { kind: 'order', row: undefined },
      { kind: 'event', row: undefined },
    ]);
    store.commit([order('new'), event(31)]);
    store.close();
    expect(store.open()).toMatchObject({ lastSequence: 31 });
    store.close();
  });

  test('prunes damaged events with those around them', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, "UPDATE events SET body = '' WHERE id IN (2, 4); UPDATE events SET id = -5 WHERE id = 3");
    expect(store.open().damaged).toHaveLength(3);
    expect(store.prune(pruning({ deliveredEvents: 5 })).events).toBe(5);
    expect(store.eventsAfter(0, 1)).toMatchObject({ events: [{ sequence: 7 }], prunedUpTo: 6 });
    store.close();
    expect(store.open().damaged).toHaveLength(1);
    store.close();
  });

  test('passes over rows that are well, and yet say nothing', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, `INSERT INTO orders VALUES (500, '{}', '1', '${rowChecksum('orders', 500, '{}', '1')}')`);
    edit(path, `UPDATE events SET head = '[]', body = '1', checksum = '${rowChecksum('events', 30, '[]', '1')}' WHERE id = 30`);
    edit(path, `UPDATE marks SET body = '"x"', checksum = '${rowChecksum('marks', 3, '[]', '"x"')}' WHERE id = 3`);
    edit(path, `UPDATE marks SET body = '5', checksum = '${rowChecksum('marks', 1, '[]', '5')}' WHERE id = 1`);
    const stored = store.open();
    expect(stored.undelivered.at(-1)).toEqual({ sequence: 30, savedAtMs: 0, body: '1' });
    expect(stored).toMatchObject({ deliveredUpTo: 0, damaged: [] });
    store.close();
  });

  test('skips a row that SQLite itself cannot take apart, and gives all others', () => {
    using directory = temporaryDirectory();
    const original = join(directory.path, 'original.db');
    savedStore(original);
    const bytes = readFileSync(original);
    // A record begins with its length and its form, before the text of its columns.
    const end = bytes.lastIndexOf('["order-7"');
    const verdicts = [1, 2, 3, 4, 5, 6].map((distance) => {
      const path = join(directory.path, `record-${distance}.db`);
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(end - distance) ^ 0x80, end - distance);
      writeFileSync(path, changed);
      const store = new SqliteTrackingStore({ path, scope: SCOPE });
      const stored = store.open();
      store.close();
      expect(inventions(stored)).toEqual([]);
      expect(missing(stored)).toBe(1);
      return stored.damaged.map(({ row, message }) => [row, message]);
    });
    expect(verdicts).toContainEqual([[8, 'row 8 of the table orders cannot be read and was skipped']]);
  });

  test('with any bit of its file flipped gives nothing false, conceals no loss, and can be salvaged or is refused', () => {
    using directory = temporaryDirectory();
    const original = join(directory.path, 'original.db');
    savedStore(original);
    const bytes = readFileSync(original);
    let run = 0;
    const holds = (offset: number, bit: number): void => {
      run += 1;
      const path = join(directory.path, `flipped-${run}.db`);
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(offset) ^ (1 << bit), offset);
      writeFileSync(path, flipped);
      expect(faultsOf(path)).toEqual([]);
    };
    fc.assert(fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), holds), { numRuns: 80 });
  });

  test('is not called damaged for what is no damage', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    savedStore(path);
    const database = new DatabaseSync(path);
    database.close();
    expect(() => readRows(database, 'orders')).toThrow(/not open/);
  });

  test('skips both a row without a number and one that cannot be taken apart', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = savedStore(path);
    edit(path, 'UPDATE orders SET id = 9223372036854775807 WHERE id = 1');
    const bytes = readFileSync(path);
    // The length of the last column, before the text of the first that is not the number.
    const length = bytes.lastIndexOf('["order-7"') - 1;
    bytes.writeUInt8(bytes.readUInt8(length) ^ 0x80, length);
    writeFileSync(path, bytes);
    const stored = store.open();
    store.close();
    expect(missing(stored)).toBe(2);
    expect(stored.damaged.map(({ message }) => message).toSorted()).toEqual([
      'a row of the table orders has no usable number and was skipped',
      'row 8 of the table orders cannot be read and was skipped',
    ]);
  });

  describe('beyond single rows', () => {
    test('is refused, and left as it is', () => {
      using directory = temporaryDirectory();
      const path = join(directory.path, 'state.db');
      const store = savedStore(path);
      breakFreeList(path);
      expect(problemOf(() => store.open())).toBe('damaged');
      expect(() => store.open()).toThrow(/salvageTrackingStore/);
    });

    test('is salvaged into a new store, the rest of which goes on', () => {
      using directory = temporaryDirectory();
      const path = join(directory.path, 'state.db');
      savedStore(path);
      breakFreeList(path);
      const rescued = join(directory.path, 'rescued.db');
      const before = readFileSync(path);
      const report = salvageTrackingStore({ damaged: path, rescued });
      expect(report.rows).toBeGreaterThan(60);
      expect(readFileSync(path).equals(before)).toBe(true);
      const store = new SqliteTrackingStore({ path: rescued, scope: SCOPE });
      const stored = store.open();
      expect(inventions(stored)).toEqual([]);
      expect(stored).toMatchObject({ deliveredUpTo: EVENTS.length - UNDELIVERED, lastSequence: EVENTS.length });
      store.commit([...ORDERS, event(31)]);
      store.close();
      expect(store.open().orders).toHaveLength(ORDERS.length);
      store.close();
    });

    test('is salvaged on both sides of a part that cannot be reached', () => {
      using directory = temporaryDirectory();
      const path = join(directory.path, 'state.db');
      savedStore(path);
      const bytes = readFileSync(path);
      // The page of a middle order, of those over which the orders are spread.
      const page = Math.floor(bytes.lastIndexOf('["order-20"') / 4_096) * 4_096;
      bytes.fill(0, page, page + 8);
      writeFileSync(path, bytes);
      expect(problemOf(() => new SqliteTrackingStore({ path, scope: SCOPE }).open())).toBe('damaged');
      const rescued = join(directory.path, 'rescued.db');
      const report = salvageTrackingStore({ damaged: path, rescued });
      expect(report.damaged).toContainEqual({
        kind: 'order',
        row: undefined,
        message: 'a row of the table orders and perhaps others cannot be reached and was skipped',
      });
      const store = new SqliteTrackingStore({ path: rescued, scope: SCOPE });
      const stored = store.open();
      store.close();
      const names = stored.orders.map(({ clientOrderId }) => clientOrderId);
      expect(names).toEqual(expect.arrayContaining(['order-0', 'order-29']));
      expect(names).not.toContain('order-20');
      expect(new Set(names).size).toBe(names.length);
      expect(stored.fills).toHaveLength(FILLS.length);
    });

    test('is not salvaged while it is open, nor over another file', () => {
      using directory = temporaryDirectory();
      const path = join(directory.path, 'state.db');
      const store = savedStore(path);
      const rescued = join(directory.path, 'rescued.db');
      store.open();
      expect(problemOf(() => salvageTrackingStore({ damaged: path, rescued }))).toBe('in-use');
      store.close();
      copyFileSync(path, rescued);
      expect(() => salvageTrackingStore({ damaged: path, rescued })).toThrow(ConfigurationError);
      expect(() => salvageTrackingStore({ damaged: path, rescued })).toThrow(/exists already/);
    });
  });
});
