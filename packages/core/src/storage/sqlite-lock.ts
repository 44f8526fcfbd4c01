import { DatabaseSync } from 'node:sqlite';
import { closeSync, openSync } from 'node:fs';
import { StorageError, type StorageProblem } from '../errors/storage-error.ts';
import { sqliteCode, storageFailure } from './sqlite-failure.ts';

/** What the operating system's words for a file that cannot be made mean; all others are `failed`. */
const FILE_PROBLEMS: ReadonlyMap<string, StorageProblem> = new Map([
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['EROFS', 'read-only'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
]);

/** A lock between processes that the operating system frees when its holder ends, however it ends. */
export interface StoreLock {
  release(): void;
}

/**
 * Takes the lock of a store: an exclusive transaction on an empty database beside it, which SQLite holds with the locks of the operating
 * system. A file of its own, because a program that reads and closes the store's file (a backup) would free locks on that.
 * @throws StorageError `in-use` when another process, or another connection of this one, holds it.
 */
export function lockStore(path: string): StoreLock {
  const lockPath = `${path}.lock`;
  createPrivately(lockPath);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lockPath);
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (sqliteCode(error) !== 5) throw storageFailure(error, lockPath);
    throw new StorageError(
      'in-use',
      `the tracking store ${path} is open in another process, or in another connector of this one; one store belongs to one connector`,
    );
  }
  const held = database;
  return { release: () => held.close() };
}

/**
 * Creates an empty file for this user only; leaves one that exists alone.
 *
 * An existing file is not even opened: closing it again would free the locks that this process holds on it.
 */
export function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw fileFailure(error, path);
  }
}

export function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function fileFailure(error: unknown, path: string): StorageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new StorageError(FILE_PROBLEMS.get(code) ?? 'failed', `${path} could not be created`, { cause: error });
}
