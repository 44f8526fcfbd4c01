import type { StatementSync } from 'node:sqlite';
import { StorageError } from '../errors/storage-error.ts';
import { type EventPosition, positionAfter } from './event-position.ts';
import { eventsToPrune, fillsToPrune, ordersToPrune, type PruneReport, type PruneRequest } from './retention.ts';
import { connect, type ConnectionOptions, setDurability, type StoreConnection } from './sqlite-connection.ts';
import { loadTracking, type LoadedTracking, readEventsAfter, type RowIds, timeOf } from './sqlite-loading.ts';
import { markRow, SELECT_GENERATION } from './sqlite-marks.ts';
import { greatestId, readRows, rowChecksum, type TableName } from './sqlite-rows.ts';
import { rollBack } from './sqlite-schema.ts';
import { readInteger } from './sqlite-value.ts';
import type { OrderChange, StoredEventPage, StoredTracking, TrackingChange } from './tracking-store.ts';

/** The time of one SQLite store between open and close. Members throw the errors of SQLite as they are. */
export class SqliteSession {
  readonly #connection: StoreConnection;
  readonly #path: string;
  readonly #waitsForDisk: boolean;
  readonly #generation: number;
  readonly #readGeneration: StatementSync;
  readonly #ids: RowIds;
  readonly #writes: Readonly<Record<TableName, StatementSync>>;
  readonly #deletes: Readonly<Record<'orders' | 'fills' | 'events', StatementSync>>;
  #position: EventPosition;
  #prunedUpTo: number;
  #lastId: number;
  /** Delivered or not. */
  #eventCount: number;

  private constructor(connection: StoreConnection, path: string, options: ConnectionOptions, loaded: LoadedTracking) {
    const { database } = connection;
    const write = (table: TableName): StatementSync => database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?, ?)`);
    const remove = (table: TableName): StatementSync => database.prepare(`DELETE FROM ${table} WHERE id = ?`);
    this.#connection = connection;
    this.#path = path;
    this.#waitsForDisk = options.durability === 'power-loss';
    this.#generation = loaded.generation + 1;
    this.#readGeneration = database.prepare(SELECT_GENERATION);
    this.#ids = loaded.ids;
    this.#writes = {
      marks: write('marks'),
      orders: write('orders'),
      fills: write('fills'),
      events: write('events'),
      notes: write('notes'),
    };
    this.#deletes = { orders: remove('orders'), fills: remove('fills'), events: remove('events') };
    this.#position = loaded.stored;
    this.#prunedUpTo = loaded.stored.prunedUpTo;
    this.#eventCount = readInteger(database, 'SELECT count(*) FROM events');
    // Above the ids of damaged rows too: they are left for a later look.
    this.#lastId = Math.max(...(['orders', 'fills', 'notes'] as const).map((table) => greatestId(database, table)));
  }

  /** Takes the lock and loads everything; from then on earlier sessions can write no more. */
  static open(
    path: string,
    scope: string,
    options: ConnectionOptions,
  ): { readonly session: SqliteSession; readonly stored: StoredTracking } {
    const connection = connect(path, options);
    try {
      const loaded = loadTracking(connection.database, path, scope);
      const session = new SqliteSession(connection, path, options, loaded);
      session.#begin(scope);
      return { session, stored: loaded.stored };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  commit(changes: readonly TrackingChange[]): void {
    const position = positionAfter(this.#position, changes);
    const isWorthWaiting = changes.some(({ kind }) => kind !== 'delivered');
    const newIds: RowIds = { orders: new Map(), fills: new Map(), notes: new Map() };
    this.#transaction(isWorthWaiting, () => {
      for (const change of changes) this.#write(change, newIds);
      if (position.deliveredUpTo !== this.#position.deliveredUpTo) {
        this.#writes.marks.run(...markRow('deliveredUpTo', position.deliveredUpTo));
      }
    });
    this.#position = position;
    for (const { kind } of changes) if (kind === 'event') this.#eventCount += 1;
    for (const [clientOrderId, row] of newIds.orders) this.#ids.orders.set(clientOrderId, row);
    for (const [identity, id] of newIds.fills) this.#ids.fills.set(identity, id);
    for (const [name, id] of newIds.notes) this.#ids.notes.set(name, id);
  }

  eventsAfter(sequence: number, limit: number): StoredEventPage {
    return { ...readEventsAfter(this.#connection.database, sequence, limit), prunedUpTo: this.#prunedUpTo };
  }

  prune(request: PruneRequest): PruneReport {
    const ids = this.#ids;
    const orders = new Set(ordersToPrune(this.#settledOrders(), request));
    const events = this.#eventsToPrune(request);
    const fills = [...ids.fills].slice(0, fillsToPrune(ids.fills.size, request));
    const report: PruneReport = { orders: orders.size, events: events.length, fills: fills.length };
    const prunedUpTo = events.at(-1) ?? this.#prunedUpTo;
    if (report.orders + report.events + report.fills === 0) return report;
    this.#transaction(false, () => {
      for (const [clientOrderId, { id }] of ids.orders) if (orders.has(clientOrderId)) this.#deletes.orders.run(id);
      for (const [, id] of fills) this.#deletes.fills.run(id);
      for (const sequence of events) this.#deletes.events.run(sequence);
      if (prunedUpTo !== this.#prunedUpTo) this.#writes.marks.run(...markRow('prunedUpTo', prunedUpTo));
    });
    for (const clientOrderId of orders) ids.orders.delete(clientOrderId);
    for (const [identity] of fills) ids.fills.delete(identity);
    this.#prunedUpTo = prunedUpTo;
    this.#eventCount -= events.length;
    return report;
  }

  close(): void {
    this.#connection.close();
  }

  /** Signs the database as ours. */
  #begin(scope: string): void {
    const { database } = this.#connection;
    database.exec('BEGIN IMMEDIATE');
    try {
      this.#writes.marks.run(...markRow('scope', scope));
      this.#writes.marks.run(...markRow('generation', this.#generation));
      database.exec('COMMIT');
    } catch (error) {
      rollBack(database);
      throw error;
    }
  }

  #transaction(isWorthWaiting: boolean, task: () => void): void {
    const { database } = this.#connection;
    // What is only tidying, or repeated when it is lost, need not wait for the disk.
    const skipsDisk = this.#waitsForDisk && !isWorthWaiting;
    if (skipsDisk) setDurability(database, 'process-crash');
    try {
      database.exec('BEGIN IMMEDIATE');
      this.#checkOwnership();
      task();
      database.exec('COMMIT');
    } catch (error) {
      rollBack(database);
      throw error;
    } finally {
      if (skipsDisk) setDurability(database, 'power-loss');
    }
  }

  /** A lock that somebody deleted, or a network disk without locks, lets a second process in: the first then stops writing. */
  #checkOwnership(): void {
    if (this.#readGeneration.get()?.['body'] === String(this.#generation)) return;
    throw new StorageError('taken-over', `the tracking store ${this.#path} has been opened by another process since`);
  }

  #write(change: TrackingChange, newIds: RowIds): void {
    switch (change.kind) {
      case 'order':
        this.#writeOrder(change, newIds);
        break;
      case 'fill': {
        const { identity } = change;
        if (this.#ids.fills.has(identity) || newIds.fills.has(identity)) break;
        const id = this.#nextId();
        newIds.fills.set(identity, id);
        this.#put('fills', id, [identity], '');
        break;
      }
      case 'event':
        this.#put('events', change.sequence, [change.savedAtMs], change.body);
        break;
      case 'note': {
        const { name, body } = change;
        const id = this.#ids.notes.get(name) ?? newIds.notes.get(name) ?? this.#nextId();
        newIds.notes.set(name, id);
        this.#put('notes', id, [name], body);
        break;
      }
      case 'delivered':
        break;
    }
  }

  #writeOrder({ clientOrderId, body, settledAtMs }: OrderChange, newIds: RowIds): void {
    const known = newIds.orders.get(clientOrderId) ?? this.#ids.orders.get(clientOrderId);
    const id = known?.id ?? this.#nextId();
    newIds.orders.set(clientOrderId, { id, settledAtMs });
    this.#put('orders', id, [clientOrderId, settledAtMs ?? null], body);
  }

  #put(table: TableName, id: number, columns: readonly unknown[], body: string): void {
    const head = JSON.stringify(columns);
    this.#writes[table].run(id, head, body, rowChecksum(table, id, head, body));
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  *#settledOrders(): Generator<readonly [string, number]> {
    for (const [clientOrderId, { settledAtMs }] of this.#ids.orders) if (settledAtMs !== undefined) yield [clientOrderId, settledAtMs];
  }

  /** Damaged events count as old: they have been delivered, or were reported and can never be. */
  #eventsToPrune(request: PruneRequest): readonly number[] {
    const { database } = this.#connection;
    const delivered = `id <= ${this.#position.deliveredUpTo}`;
    const { rows, damaged } = readRows(database, 'events', { condition: `${delivered} ORDER BY id LIMIT ${request.limit}` });
    const candidates: { sequence: number; savedAtMs: number | undefined }[] = rows.map(({ id, head }) => ({
      sequence: id,
      savedAtMs: timeOf(head[0]),
    }));
    for (const { row } of damaged) if (row !== undefined) candidates.push({ sequence: row, savedAtMs: undefined });
    candidates.sort((left, right) => left.sequence - right.sequence);
    const undelivered = readInteger(database, `SELECT count(*) FROM events WHERE id > ${this.#position.deliveredUpTo}`);
    return eventsToPrune(candidates, this.#eventCount - undelivered, request);
  }
}
