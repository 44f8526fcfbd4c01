import { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../errors/storage-error.ts';
import { createPrivately, lockStore, type StoreLock } from './sqlite-lock.ts';
import { checkStructure, migrate } from './sqlite-schema.ts';
import { readInteger, readText } from './sqlite-value.ts';

/** What a committed change survives. */
export type Durability =
  /** The death of the process, however it dies. The last commits may be lost when the machine loses power or its kernel fails. */
  | 'process-crash'
  /** A loss of power too: each commit waits for the disk. */
  | 'power-loss';

export interface ConnectionOptions {
  readonly durability: Durability;
  readonly maximumBytes: number | undefined;
}

/** An open database whose lock is ours. */
export interface StoreConnection {
  readonly database: DatabaseSync;
  /** Closes the database, then frees the lock. */
  close(): void;
}

/** How long a commit waits while a foreign program (a backup, a shell) holds the file, in ms. Nothing else runs meanwhile. */
const BUSY_TIMEOUT_MS = 250;
/** A write-ahead log that has grown beyond this is cut back when it is reused. */
const LOG_SIZE_LIMIT = 16 * 1024 * 1024;

/** Takes the lock and opens the database in its present version. @throws StorageError, ConfigurationError, errors of SQLite */
export function connect(path: string, options: ConnectionOptions): StoreConnection {
  const lock = lockStore(path);
  let database: DatabaseSync | undefined;
  try {
    createPrivately(path);
    database = new DatabaseSync(path);
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    migrate(database, path);
    checkStructure(database, path);
    configure(database, path, options);
    return connection(database, lock);
  } catch (error) {
    database?.close();
    lock.release();
    throw error;
  }
}

function configure(database: DatabaseSync, path: string, { durability, maximumBytes }: ConnectionOptions): void {
  if (readText(database, 'PRAGMA journal_mode = WAL') !== 'wal') {
    throw new StorageError('failed', `the file system of ${path} does not offer what a write-ahead log needs; use a local disk`);
  }
  setDurability(database, durability);
  // Without these a Mac's disk keeps the last writes in its own memory.
  database.exec(`PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1; PRAGMA journal_size_limit = ${LOG_SIZE_LIMIT}`);
  if (maximumBytes === undefined) return;
  const pages = Math.max(1, Math.floor(maximumBytes / readInteger(database, 'PRAGMA page_size')));
  database.exec(`PRAGMA max_page_count = ${pages}`);
}

/** Sets what the following commits survive. */
export function setDurability(database: DatabaseSync, durability: Durability): void {
  database.exec(durability === 'power-loss' ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL');
}

function connection(database: DatabaseSync, lock: StoreLock): StoreConnection {
  return {
    database,
    close() {
      try {
        database.close();
      } finally {
        lock.release();
      }
    },
  };
}
