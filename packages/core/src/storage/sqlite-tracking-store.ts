import { ConfigurationError } from '../errors/configuration-error.ts';
import { StorageError } from '../errors/storage-error.ts';
import type { PruneReport, PruneRequest } from './retention.ts';
import type { Durability } from './sqlite-connection.ts';
import { storageFailure } from './sqlite-failure.ts';
import { locateStore } from './sqlite-location.ts';
import { SqliteSession } from './sqlite-session.ts';
import type { StoredEventPage, StoredTracking, TrackingChange, TrackingStore } from './tracking-store.ts';

export interface SqliteTrackingStoreOptions {
  /** The file; made when it is missing, its directory must exist. Beside it stand `-wal`, `-shm` and `.lock`. A local disk, not a network one. */
  readonly path: string;
  /** Names the account at the venue, for instance `spot/main`. A file that was made for another scope is refused. */
  readonly scope: string;
  /** Default `process-crash`. */
  readonly durability?: Durability;
  /** The file grows no further than this; beyond it commits fail with StorageError `full`. Default: no limit but the disk. */
  readonly maximumBytes?: number;
}

/**
 * A tracking store in a SQLite file, with a write-ahead log. Every member does its work before it returns.
 *
 * The file belongs to one store of one process at a time: a second is refused, and the operating system frees the lock of a process that
 * was killed.
 */
export class SqliteTrackingStore implements TrackingStore {
  readonly #options: SqliteTrackingStoreOptions;
  #session: SqliteSession | undefined;

  constructor(options: SqliteTrackingStoreOptions) {
    this.#options = options;
  }

  /** @throws ConfigurationError for a wrong path or scope; StorageError for what stands behind the path. */
  open(): StoredTracking {
    const { path: givenPath, scope, durability = 'process-crash', maximumBytes } = this.#options;
    if (scope === '') throw new ConfigurationError('scope', 'the tracking store', 'is empty; name the account');
    if (this.#session !== undefined) throw new StorageError('in-use', `the tracking store ${givenPath} is open already`);
    let path = givenPath;
    try {
      path = locateStore(givenPath);
      const { session, stored } = SqliteSession.open(path, scope, { durability, maximumBytes });
      this.#session = session;
      return stored;
    } catch (error) {
      throw storageFailure(error, path);
    }
  }

  commit(changes: readonly TrackingChange[]): void {
    this.#work((session) => session.commit(changes));
  }

  eventsAfter(sequence: number, limit: number): StoredEventPage {
    return this.#work((session) => session.eventsAfter(sequence, limit));
  }

  prune(request: PruneRequest): PruneReport {
    return this.#work((session) => session.prune(request));
  }

  close(): void {
    const session = this.#session;
    this.#session = undefined;
    try {
      session?.close();
    } catch (error) {
      throw storageFailure(error, this.#options.path);
    }
  }

  #work<Result>(task: (session: SqliteSession) => Result): Result {
    const { path } = this.#options;
    if (this.#session === undefined) throw new StorageError('closed', `the tracking store ${path} is not open`);
    try {
      return task(this.#session);
    } catch (error) {
      throw storageFailure(error, path);
    }
  }
}
