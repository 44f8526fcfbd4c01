import { ConfigurationError } from '../errors/configuration-error.ts';
import { StorageError } from '../errors/storage-error.ts';
import { positionAfter } from './event-position.ts';
import { eventsToPrune, fillsToPrune, ordersToPrune, type PruneReport, type PruneRequest } from './retention.ts';
import type { StoredEvent, StoredEventPage, StoredOrder, StoredTracking, TrackingChange, TrackingStore } from './tracking-store.ts';

/** What a memory store saves to; outlives it, as a disk outlives a process. */
export class MemoryDisk {
  /** The account that it belongs to, once a store has opened it. */
  scope: string | undefined;
  /** The store that has it open. */
  owner: MemoryTrackingStore | undefined;
  readonly orders: Map<string, StoredOrder> = new Map();
  readonly fills: Set<string> = new Set();
  readonly notes: Map<string, string> = new Map();
  /** By sequence number, oldest first. */
  readonly events: Map<number, StoredEvent> = new Map();
  lastSequence = 0;
  deliveredUpTo = 0;
  prunedUpTo = 0;

  /** Takes it from its owner as the end of a killed process does: what was committed stays, and the owner can write no more. */
  kill(): void {
    this.owner = undefined;
  }
}

/** What a memory store is for, and where it saves. */
export interface MemoryTrackingStoreOptions {
  /** Names the account at the venue. Default `default`. */
  readonly scope?: string;
  /** Default: a new one. */
  readonly disk?: MemoryDisk;
}

/** A tracking store for tests, simulations and programs that need no memory of their own: lives as long as its disk object. */
export class MemoryTrackingStore implements TrackingStore {
  readonly #scope: string;
  readonly #disk: MemoryDisk;

  constructor(options: MemoryTrackingStoreOptions = {}) {
    this.#scope = options.scope ?? 'default';
    this.#disk = options.disk ?? new MemoryDisk();
  }

  open(): StoredTracking {
    const disk = this.#disk;
    if (disk.owner !== undefined) throw new StorageError('in-use', 'the memory store is open already');
    if (disk.scope !== undefined && disk.scope !== this.#scope) {
      throw new ConfigurationError('scope', 'the tracking store', `the memory store belongs to ${disk.scope}, not to ${this.#scope}`);
    }
    disk.scope = this.#scope;
    disk.owner = this;
    return {
      orders: [...disk.orders.values()],
      fills: [...disk.fills],
      notes: new Map(disk.notes),
      undelivered: [...disk.events.values()].filter(({ sequence }) => sequence > disk.deliveredUpTo),
      lastSequence: disk.lastSequence,
      deliveredUpTo: disk.deliveredUpTo,
      prunedUpTo: disk.prunedUpTo,
      damaged: [],
    };
  }

  commit(changes: readonly TrackingChange[]): void {
    const disk = this.#owned();
    const position = positionAfter(disk, changes);
    for (const change of changes) {
      switch (change.kind) {
        case 'order': {
          const { clientOrderId, body, settledAtMs } = change;
          disk.orders.set(clientOrderId, { clientOrderId, body, settledAtMs });
          break;
        }
        case 'fill':
          disk.fills.add(change.identity);
          break;
        case 'event': {
          const { sequence, savedAtMs, body } = change;
          disk.events.set(sequence, { sequence, savedAtMs, body });
          break;
        }
        case 'note':
          disk.notes.set(change.name, change.body);
          break;
        case 'delivered':
          break;
      }
    }
    disk.lastSequence = position.lastSequence;
    disk.deliveredUpTo = position.deliveredUpTo;
  }

  eventsAfter(sequence: number, limit: number): StoredEventPage {
    const disk = this.#owned();
    const events: StoredEvent[] = [];
    for (const event of disk.events.values()) {
      if (event.sequence <= sequence) continue;
      if (events.length >= limit) break;
      events.push(event);
    }
    return { events, readUpTo: events.at(-1)?.sequence ?? sequence, prunedUpTo: disk.prunedUpTo, damaged: [] };
  }

  prune(request: PruneRequest): PruneReport {
    const disk = this.#owned();
    const settled: [string, number][] = [];
    for (const { clientOrderId, settledAtMs } of disk.orders.values()) {
      if (settledAtMs !== undefined) settled.push([clientOrderId, settledAtMs]);
    }
    const orders = ordersToPrune(settled, request);
    for (const clientOrderId of orders) disk.orders.delete(clientOrderId);

    const delivered = [...disk.events.values()].filter(({ sequence }) => sequence <= disk.deliveredUpTo);
    const events = eventsToPrune(delivered, delivered.length, request);
    for (const sequence of events) disk.events.delete(sequence);
    disk.prunedUpTo = events.at(-1) ?? disk.prunedUpTo;

    const fills = fillsToPrune(disk.fills.size, request);
    for (const identity of [...disk.fills].slice(0, fills)) disk.fills.delete(identity);
    return { orders: orders.length, events: events.length, fills };
  }

  close(): void {
    if (this.#disk.owner === this) this.#disk.owner = undefined;
  }

  #owned(): MemoryDisk {
    if (this.#disk.owner !== this) throw new StorageError('closed', 'the memory store is not open');
    return this.#disk;
  }
}
