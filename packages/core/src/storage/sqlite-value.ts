import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { StorageError } from '../errors/storage-error.ts';

/** The first column of the only row. */
function readValue(database: DatabaseSync, sql: string): SQLOutputValue | undefined {
  return Object.values(database.prepare(sql).get() ?? {})[0];
}

/** The number that a query of one row and column gives. @throws StorageError `damaged` when it is none. */
export function readInteger(database: DatabaseSync, sql: string): number {
  const value = readValue(database, sql);
  if (typeof value !== 'number') throw new StorageError('damaged', `no number came back for ${sql}`);
  return value;
}

/** The text that a query of one row and column gives, or the text of what it gives instead. */
export function readText(database: DatabaseSync, sql: string): string {
  return String(readValue(database, sql));
}
