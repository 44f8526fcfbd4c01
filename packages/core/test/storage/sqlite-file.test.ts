import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../src/errors/configuration-error.ts';
import { Secret } from '../../src/runtime/secret.ts';
import { storageFailure } from '../../src/storage/sqlite-failure.ts';
import { SqliteTrackingStore } from '../../src/storage/sqlite-tracking-store.ts';
import { readInteger } from '../../src/storage/sqlite-value.ts';
import { event, order, pruning, SCOPE } from './store-contents.ts';
import { problemOf, temporaryDirectory } from './store-worlds.ts';

function storeAt(path: string, maximumBytes?: number): SqliteTrackingStore {
  return new SqliteTrackingStore({ path, scope: SCOPE, ...(maximumBytes === undefined ? {} : { maximumBytes }) });
}

function messageOf(task: () => unknown): string {
  try {
    task();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe('The file of a SQLite store', () => {
  test('is for its user alone, and so are the files beside it', () => {
    using directory = temporaryDirectory();
    const store = storeAt(join(directory.path, 'state.db'));
    store.open();
    store.commit([order('c1')]);
    const files = readdirSync(directory.path).toSorted();
    expect(files).toEqual(['state.db', 'state.db-shm', 'state.db-wal', 'state.db.lock']);
    for (const file of files) expect(statSync(join(directory.path, file)).mode & 0o077).toBe(0);
    store.close();
  });

  test('holds no secret, even when one stands in a value', () => {
    using directory = temporaryDirectory();
    const store = storeAt(join(directory.path, 'state.db'));
    store.open();
    store.commit([order('c1', { key: new Secret('canary-8c1f2') })]);
    const bytes = readdirSync(directory.path).map((file) => readFileSync(join(directory.path, file), 'latin1'));
    expect(bytes.join()).not.toContain('canary-8c1f2');
    expect(bytes.join()).toContain('[secret]');
    store.close();
  });

  test('has one lock, whatever name it is opened by', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = storeAt(path);
    store.open();
    symlinkSync(path, join(directory.path, 'other-name.db'));
    expect(problemOf(() => storeAt(join(directory.path, 'other-name.db')).open())).toBe('in-use');
    store.close();
  });

  test('is written by the last one that opened it only, should the lock have been taken away', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const first = storeAt(path);
    first.open();
    first.commit([order('c1')]);
    rmSync(`${path}.lock`);
    const second = storeAt(path);
    expect(second.open().orders).toHaveLength(1);
    expect(problemOf(() => first.commit([order('c2')]))).toBe('taken-over');
    second.commit([order('c3')]);
    first.close();
    second.close();
    expect(
      storeAt(path)
        .open()
        .orders.map(({ clientOrderId }) => clientOrderId),
    ).toEqual(['c1', 'c3']);
  });

  test('keeps within its maximum size: what does not fit fails whole, what fits goes on', () => {
    using directory = temporaryDirectory();
    const store = storeAt(join(directory.path, 'state.db'), 100_000);
    store.open();
    store.commit([event(1), { kind: 'delivered', upTo: 1 }, order('small')]);
    expect(problemOf(() => store.commit([order('large', 'x'.repeat(200_000)), event(2)]))).toBe('full');
    store.commit([event(2), order('small too')]);
    expect(store.eventsAfter(0, 10).events).toHaveLength(2);
    expect(store.prune(pruning({ deliveredEvents: 0 })).events).toBe(1);
    store.close();
    expect(store.open().orders.map(({ clientOrderId }) => clientOrderId)).toEqual(['small', 'small too']);
    store.close();
  });

  test('must be named by a path in a directory that exists', () => {
    using directory = temporaryDirectory();
    const file = join(directory.path, 'file');
    writeFileSync(file, '');
    const wrong: [string, RegExp][] = [
      [join(directory.path, 'missing', 'state.db'), /directory .*missing does not exist; create it first/],
      [directory.path, /is a directory; name a file in it/],
      [join(file, 'state.db'), /is no directory/],
      ['', /a path of a file is needed/],
      [':memory:', /MemoryTrackingStore/],
    ];
    for (const [path, message] of wrong) {
      expect(() => storeAt(path).open()).toThrow(ConfigurationError);
      expect(() => storeAt(path).open()).toThrow(message);
    }
    expect(() => new SqliteTrackingStore({ path: file, scope: '' }).open()).toThrow(/scope .*is empty/);
  });

  test.each([
    ['text', (path: string): void => writeFileSync(path, 'no database, but longer than the head of one: '.repeat(50))],
    [
      'the database of another program',
      (path: string): void => {
        const database = new DatabaseSync(path);
        database.exec('CREATE TABLE guests (name TEXT); PRAGMA user_version = 1');
        database.close();
      },
    ],
  ])('is left as it was when it holds %s', (_what, write) => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    write(path);
    const before = readFileSync(path);
    expect(problemOf(() => storeAt(path).open())).toBe('not-a-store');
    expect(messageOf(() => storeAt(path).open())).toContain(path);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('cannot be opened when something else stands in the place of its lock', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    writeFileSync(`${path}.lock`, 'no database, but longer than the head of one: '.repeat(50));
    expect(problemOf(() => storeAt(path).open())).toBe('not-a-store');
    rmSync(`${path}.lock`);
    mkdirSync(`${path}.lock`);
    expect(problemOf(() => storeAt(path).open())).toBe('failed');
  });

  test('cannot be made under a name that the file system does not take', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'x'.repeat(253));
    expect(problemOf(() => storeAt(path).open())).toBe('failed');
    expect(messageOf(() => storeAt(path).open())).toContain('could not be created');
  });

  test('is free again after an opening that failed', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    writeFileSync(path, 'no database, but longer than the head of one: '.repeat(50));
    expect(problemOf(() => storeAt(path).open())).toBe('not-a-store');
    rmSync(path);
    const store = storeAt(path);
    expect(store.open().orders).toEqual([]);
    store.close();
  });

  test('reports what it cannot name as a failure', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    symlinkSync(path, path);
    expect(problemOf(() => storeAt(path).open())).toBe('failed');
    const database = new DatabaseSync(':memory:');
    expect(problemOf(() => readInteger(database, 'SELECT 1 WHERE FALSE'))).toBe('damaged');
    expect(problemOf(() => readInteger(database, "SELECT '1'"))).toBe('damaged');
    database.close();
  });

  test('is called read-only when SQLite says so', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'any.db');
    new DatabaseSync(path).close();
    const database = new DatabaseSync(path, { readOnly: true });
    const write = (): void => {
      try {
        database.exec('CREATE TABLE t (a)');
      } catch (error) {
        throw storageFailure(error, path);
      }
    };
    expect(problemOf(write)).toBe('read-only');
    expect(messageOf(write)).toContain('is read-only');
    database.close();
  });

  test('can be read by another program meanwhile, and a busy one only delays what it cannot stop', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = storeAt(path);
    store.open();
    const reader = new DatabaseSync(path);
    reader.exec('BEGIN; SELECT * FROM orders');
    store.commit([order('c1')]);
    reader.exec('COMMIT; BEGIN IMMEDIATE');
    expect(problemOf(() => store.commit([order('c2')]))).toBe('in-use');
    reader.exec('ROLLBACK');
    store.commit([order('c2')]);
    expect(reader.prepare('SELECT count(*) AS n FROM orders').get()).toMatchObject({ n: 2 });
    reader.close();
    store.close();
  });
});
