import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors/storage-error.ts';
import { damagedStore } from './sqlite-failure.ts';
import { TABLES } from './sqlite-rows.ts';
import { readInteger } from './sqlite-value.ts';

/** Marks a SQLite file as a tracking store: `VKts`. */
export const APPLICATION_ID = 0x56_4b_74_73;

/**
 * The steps that make a database of version n into one of version n + 1; 0 is an empty file. A step that has been released is
 * never changed: another is added.
 *
 * All tables have one form: `head` is a JSON array of the row's columns, `body` what the connector saved, `checksum` the CRC-32 of table,
 * id, head and body in hexadecimal. No table has an index: the store is the only writer and knows the rows by their ids, and
 * without an index a damaged row cannot stand in the way of others.
 */
export const SCHEMA_STEPS: readonly string[] = [
  TABLES.map(
    (table) => `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, head TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;`,
  ).join('\n'),
];

/**
 * Brings a database to the version of the last step, in one transaction.
 * @throws StorageError `newer-version`, `not-a-store`; the file is left as it was. Errors of SQLite.
 */
export function migrate(database: DatabaseSync, path: string, steps: readonly string[] = SCHEMA_STEPS): void {
  const version = readInteger(database, 'PRAGMA user_version');
  const applicationId = readInteger(database, 'PRAGMA application_id');
  const isEmpty = readInteger(database, 'SELECT count(*) FROM sqlite_schema') === 0 && version === 0 && applicationId === 0;
  if (!isEmpty && applicationId !== APPLICATION_ID) {
    throw new StorageError('not-a-store', `${path} is a SQLite database of another program, not a tracking store`);
  }
  if (version > steps.length) {
    throw new StorageError(
      'newer-version',
      `the tracking store ${path} has version ${version}, written by a later release of VenueKit; this release reads up to ${steps.length}`,
    );
  }
  if (version === steps.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(version)) database.exec(step);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}; COMMIT`);
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** Ends a transaction that has failed; SQLite may have ended it already. */
export function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}

/**
 * Looks at the structure of the file, not at what single rows hold: writing to a file whose pages are mixed up would damage more.
 * @throws StorageError `damaged`
 */
export function checkStructure(database: DatabaseSync, path: string): void {
  const findings = database.prepare('PRAGMA quick_check(1)').all();
  const isDamaged = findings.some((row) => Object.values(row).some((finding) => String(finding).startsWith('*** in database')));
  if (isDamaged) throw damagedStore(path);
}
