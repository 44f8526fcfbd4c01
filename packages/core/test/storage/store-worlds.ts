import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StorageError } from '../../src/errors/storage-error.ts';
import { MemoryDisk, MemoryTrackingStore } from '../../src/storage/memory-tracking-store.ts';
import type { PruneRequest } from '../../src/storage/retention.ts';
import type { Durability } from '../../src/storage/sqlite-connection.ts';
import { SqliteTrackingStore } from '../../src/storage/sqlite-tracking-store.ts';
import type { StoredTracking, TrackingChange, TrackingStore } from '../../src/storage/tracking-store.ts';
import { SCOPE } from './store-contents.ts';

/** A store whose members answer at once, as both of ours do. */
interface PromptStore extends TrackingStore {
  open(): StoredTracking;
  commit(changes: readonly TrackingChange[]): void;
  eventsAfter(sequence: number, limit: number): Exclude<ReturnType<TrackingStore['eventsAfter']>, Promise<unknown>>;
  prune(request: PruneRequest): Exclude<ReturnType<TrackingStore['prune']>, Promise<unknown>>;
  close(): void;
}

/** A place for one store that can be opened again and again, and whose process can be killed. */
export interface StoreWorld extends Disposable {
  /** A store on what is saved here, not yet open. */
  newStore(scope?: string): PromptStore;
  /** The process that has the store open dies without a word: its lock is free, what it committed is there. */
  crash(): void;
}

export const WORLDS: readonly (readonly [name: string, create: () => StoreWorld])[] = [
  ['the memory store', memoryWorld],
  ['the SQLite store', sqliteWorld],
  ['the SQLite store that waits for the disk', () => sqliteWorld('power-loss')],
];

export function memoryWorld(): StoreWorld {
  const disk = new MemoryDisk();
  return {
    newStore: (scope = SCOPE) => new MemoryTrackingStore({ scope, disk }),
    crash: () => disk.kill(),
    [Symbol.dispose]: () => undefined,
  };
}

/** A crash leaves the files as they are, so the next store opens a copy of them that was made while the last had them open. */
export function sqliteWorld(durability: Durability = 'process-crash'): StoreWorld {
  const directory = temporaryDirectory();
  const opened: PromptStore[] = [];
  let life = 0;
  const path = (): string => join(directory.path, `life-${life}`);
  mkdirSync(path());
  return {
    newStore(scope = SCOPE) {
      const store = new SqliteTrackingStore({ path: join(path(), 'state.db'), scope, durability });
      opened.push(store);
      return store;
    },
    crash() {
      const before = path();
      life += 1;
      cpSync(before, path(), { recursive: true });
    },
    [Symbol.dispose]() {
      for (const store of opened) store.close();
      directory[Symbol.dispose]();
    },
  };
}

/** A directory of its own, deleted at the end. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'venuekit-storage-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The problem of the StorageError that a task throws. */
export function problemOf(task: () => unknown): string {
  try {
    task();
  } catch (error) {
    return error instanceof StorageError ? error.problem : `not a StorageError: ${String(error)}`;
  }
  return 'nothing thrown';
}
