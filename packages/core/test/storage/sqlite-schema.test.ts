import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { APPLICATION_ID, migrate, SCHEMA_STEPS } from '../../src/storage/sqlite-schema.ts';
import { readInteger } from '../../src/storage/sqlite-value.ts';
import { SqliteTrackingStore } from '../../src/storage/sqlite-tracking-store.ts';
import { order, SCOPE } from './store-contents.ts';
import { problemOf, temporaryDirectory } from './store-worlds.ts';

/** A store of version 1 as it lies on disks, written without our code: it must be readable for ever. */
const VERSION_1 = `
  CREATE TABLE marks (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;
  CREATE TABLE orders (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;
  CREATE TABLE fills (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;
  CREATE TABLE events (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;
  CREATE TABLE notes (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;
  INSERT INTO marks VALUES (1, '[]', '"spot/main"', '5d5c2564'), (2, '[]', '1', '2eb3b09'), (3, '[]', '1', '3f8b12b9');
  INSERT INTO orders VALUES (1, '["c1",null]', '{"state":"open"}', 'fc2c5b3'), (2, '["c2",77]', '{"state":"filled"}', '6e788e66');
  INSERT INTO fills VALUES (3, '["f1"]', '', '54e051e3');
  INSERT INTO events VALUES (1, '[1000]', '{"n":1}', '567472f2'), (2, '[2000]', '{"n":2}', '1bba99b8');
  INSERT INTO notes VALUES (4, '["stream"]', '{"whole":5}', 'e564580a');
  PRAGMA application_id = 1447785587; PRAGMA user_version = 1;
`;

describe('The schema of a SQLite store', () => {
  test('reads version 1', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const database = new DatabaseSync(path);
    database.exec(VERSION_1);
    database.close();
    const store = new SqliteTrackingStore({ path, scope: SCOPE });
    expect(store.open()).toEqual({
      orders: [
        { clientOrderId: 'c1', body: '{"state":"open"}', settledAtMs: undefined },
        { clientOrderId: 'c2', body: '{"state":"filled"}', settledAtMs: 77 },
      ],
      fills: ['f1'],
      notes: new Map([['stream', '{"whole":5}']]),
      undelivered: [{ sequence: 2, savedAtMs: 2_000, body: '{"n":2}' }],
      lastSequence: 2,
      deliveredUpTo: 1,
      prunedUpTo: 0,
      damaged: [],
    });
    store.close();
  });

  test('is brought from an older version to the present one, with what it holds', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const database = new DatabaseSync(path);
    migrate(database, path, ['CREATE TABLE a (x TEXT) STRICT']);
    database.exec("INSERT INTO a VALUES ('kept')");
    const steps = ['CREATE TABLE a (x TEXT) STRICT', 'ALTER TABLE a ADD COLUMN y TEXT', "UPDATE a SET y = x || ' too'"];
    migrate(database, path, steps);
    migrate(database, path, steps);
    expect(database.prepare('SELECT * FROM a').all()).toMatchObject([{ x: 'kept', y: 'kept too' }]);
    expect(readInteger(database, 'PRAGMA user_version')).toBe(3);
    expect(readInteger(database, 'PRAGMA application_id')).toBe(APPLICATION_ID);
    database.close();
  });

  test('stays at its version when a step fails', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const database = new DatabaseSync(path);
    migrate(database, path, ['CREATE TABLE a (x TEXT) STRICT']);
    expect(() => migrate(database, path, ['', 'CREATE TABLE b (x TEXT) STRICT', 'no SQL'])).toThrow(/syntax error/);
    expect(readInteger(database, 'PRAGMA user_version')).toBe(1);
    expect(readInteger(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'")).toBe(0);
    database.close();
  });

  test('of a later release is refused and left alone', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const store = new SqliteTrackingStore({ path, scope: SCOPE });
    store.open();
    store.commit([order('c1')]);
    store.close();
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA user_version = ${SCHEMA_STEPS.length + 1}`);
    database.close();
    const before = readFileSync(path);
    expect(problemOf(() => store.open())).toBe('newer-version');
    expect(() => store.open()).toThrow(/has version 2, written by a later release of VenueKit; this release reads up to 1/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});
