import { ConnectorError } from '../errors/connector-error.ts';
import { StorageError, type StorageProblem } from '../errors/storage-error.ts';

const DAMAGED = 'is damaged beyond single rows; salvageTrackingStore saves what can be read into a new file';

/** SQLite's primary result codes, see https://sqlite.org/rescode.html, in the words of `StorageError`. */
const PROBLEMS: ReadonlyMap<number, readonly [StorageProblem, string]> = new Map([
  // Our SQL is fixed: where SQLite cannot make sense of it, the schema in the file is not what it was.
  [1, ['damaged', DAMAGED]],
  [3, ['read-only', 'may not be written to']],
  [5, ['in-use', 'is in use by another process']],
  [6, ['in-use', 'is in use by another connection']],
  [8, ['read-only', 'is read-only']],
  [10, ['failed', 'could not be read or written (I/O error)']],
  [11, ['damaged', DAMAGED]],
  [13, ['full', 'is full: the disk has no room, or the store has reached its maximum size']],
  [14, ['failed', 'could not be opened']],
  [23, ['read-only', 'may not be written to']],
  [26, ['not-a-store', 'is no SQLite database']],
]);

/** SQLite's primary result code, or undefined when the error is not SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** Whether a part of the file could not be understood. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 11 || code === 26;
}

/** The error that a caller gets for what SQLite or the file system threw; ours are passed on. */
export function storageFailure(error: unknown, path: string): Error {
  if (ConnectorError.is(error)) return error;
  const [problem, words] = PROBLEMS.get(sqliteCode(error) ?? -1) ?? ['failed', 'could not be used'];
  return new StorageError(problem, `the tracking store ${path} ${words}`, { cause: error });
}

export function damagedStore(path: string): StorageError {
  return new StorageError('damaged', `the tracking store ${path} ${DAMAGED}`);
}
