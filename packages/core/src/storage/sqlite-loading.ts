import type { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { readMarks } from './sqlite-marks.ts';
import { readRows, type SoundRow, type TableName, type TableReading } from './sqlite-rows.ts';
import type { DamagedRow, StoredEvent, StoredEventPage, StoredOrder, StoredTracking } from './tracking-store.ts';

/** Where each saved thing stands, so that the store finds its row without an index. */
export interface RowIds {
  readonly orders: Map<string, OrderRow>;
  /** Oldest first. */
  readonly fills: Map<string, number>;
  readonly notes: Map<string, number>;
}

interface OrderRow {
  readonly id: number;
  readonly settledAtMs: number | undefined;
}

/** What was found in a database. */
export interface LoadedTracking {
  readonly stored: StoredTracking;
  readonly ids: RowIds;
  /** How often the database has been opened before. */
  readonly generation: number;
}

/** Reads the whole of a store except the delivered events. @throws ConfigurationError for another scope; errors of SQLite */
export function loadTracking(database: DatabaseSync, path: string, scope: string): LoadedTracking {
  const damaged: DamagedRow[] = [];
  const read = (table: TableName): SoundRow[] => {
    const reading = readRows(database, table);
    for (const row of reading.damaged) damaged.push(row);
    return reading.rows;
  };
  const marks = readMarks(read('marks'));
  if (marks.scope !== undefined && marks.scope !== scope) {
    throw new ConfigurationError('scope', 'the tracking store', `${path} belongs to ${marks.scope}, not to ${scope}`);
  }
  const ids: RowIds = { orders: new Map(), fills: new Map(), notes: new Map() };
  const orders = new Map<string, StoredOrder>();
  for (const { id, head, body } of read('orders')) {
    const clientOrderId = textOf(head[0]);
    const settledAtMs = timeOf(head[1]);
    ids.orders.set(clientOrderId, { id, settledAtMs });
    orders.set(clientOrderId, { clientOrderId, body, settledAtMs });
  }
  for (const { id, head } of read('fills')) ids.fills.set(textOf(head[0]), id);
  const notes = new Map<string, string>();
  for (const { id, head, body } of read('notes')) {
    ids.notes.set(textOf(head[0]), id);
    notes.set(textOf(head[0]), body);
  }
  const prunedUpTo = marks.prunedUpTo ?? 0;
  const deliveredUpTo = Math.max(marks.deliveredUpTo ?? 0, prunedUpTo);
  // All events are looked at, because a row whose number is damaged may stand anywhere.
  const undelivered = eventPage(readRows(database, 'events', { isWanted: (id) => id > deliveredUpTo }), deliveredUpTo);
  damaged.push(...undelivered.damaged);
  return {
    ids,
    generation: marks.generation ?? 0,
    stored: {
      orders: [...orders.values()],
      fills: [...ids.fills.keys()],
      notes,
      undelivered: undelivered.events,
      lastSequence: undelivered.readUpTo,
      deliveredUpTo,
      prunedUpTo,
      damaged,
    },
  };
}

/** Events after a sequence number, delivered or not. */
export function readEventsAfter(database: DatabaseSync, sequence: number, limit: number): EventPage {
  return eventPage(readRows(database, 'events', { condition: `id > ${sequence} ORDER BY id LIMIT ${limit}` }), sequence);
}

type EventPage = Omit<StoredEventPage, 'prunedUpTo'>;

function eventPage({ rows, damaged }: TableReading, sequence: number): EventPage {
  const events: StoredEvent[] = [];
  let readUpTo = sequence;
  for (const { id, head, body } of rows) {
    events.push({ sequence: id, savedAtMs: timeOf(head[0]) ?? 0, body });
    readUpTo = Math.max(readUpTo, id);
  }
  for (const { row } of damaged) readUpTo = Math.max(readUpTo, row ?? 0);
  return { events, damaged, readUpTo };
}

function textOf(column: unknown): string {
  return typeof column === 'string' ? column : '';
}

/** A column that holds a time in ms, or nothing. */
export function timeOf(column: unknown): number | undefined {
  return typeof column === 'number' ? column : undefined;
}
