import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { isDamage } from './sqlite-failure.ts';
import { readInteger } from './sqlite-value.ts';
import type { DamagedRow } from './tracking-store.ts';

/** All tables of a store. */
export const TABLES = ['marks', 'orders', 'fills', 'events', 'notes'] as const;

export type TableName = (typeof TABLES)[number];

const KINDS: Readonly<Record<TableName, DamagedRow['kind']>> = {
  marks: 'mark',
  orders: 'order',
  fills: 'fill',
  events: 'event',
  notes: 'note',
};

/** A row whose checksum is right. */
export interface SoundRow {
  readonly id: number;
  readonly head: readonly unknown[];
  readonly body: string;
}

/** The rows of a table, or of a part of it, in the order of their ids. */
export interface TableReading {
  readonly rows: SoundRow[];
  readonly damaged: DamagedRow[];
}

/** A row number beyond 2^48 can only be damage: read as it is, it might end the whole query, or leave no number free above it. The name is another than the
 * column's, because otherwise `ORDER BY id` would sort by it instead of walking through the table. */
const NUMBER = 'iif(id BETWEEN 0 AND 281474976710655, id, NULL) AS number';
const COLUMNS = `${NUMBER}, head, body, checksum`;

export function rowChecksum(table: TableName, id: number, head: string, body: string): string {
  return crc32(body, crc32(head, crc32(`${table} ${id} `))).toString(16);
}

/** Which rows are read. */
export interface RowSelection {
  /** An SQL condition on `id`, with what follows it; it holds no venue's text. Default: all rows, in the order of their ids. */
  readonly condition?: string;
  /** Which of the sound rows are given back; all are checked. Default: all. */
  readonly isWanted?: (id: number) => boolean;
}

/** Reads rows, sorting out the damaged ones; where a part of the table cannot be reached, what stands before and behind it. */
export function readRows(database: DatabaseSync, table: TableName, selection: RowSelection = {}): TableReading {
  const { condition = 'TRUE ORDER BY id', isWanted = () => true } = selection;
  const sorter = new RowSorter(table, isWanted);
  try {
    for (const row of database.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE ${condition}`).iterate()) sorter.sort(row);
    return sorter;
  } catch (error) {
    passOverDamage(error);
    return readOneByOne(database, table, condition, new RowSorter(table, isWanted));
  }
}

/** The greatest id in a table, of damaged rows too; 0 for none. */
export function greatestId(database: DatabaseSync, table: TableName): number {
  return readInteger(database, `SELECT ifnull(max(number), 0) FROM (SELECT ${NUMBER} FROM ${table})`);
}

/** Where one row ends the query for all: the ids can be listed without looking into the rows. */
function readOneByOne(database: DatabaseSync, table: TableName, condition: string, sorter: RowSorter): TableReading {
  const one = database.prepare(`SELECT ${COLUMNS} FROM ${table} WHERE id = ?`);
  for (const id of reachableIds(database, table, condition, sorter)) {
    try {
      sorter.sort(one.get(id) ?? {});
    } catch (error) {
      passOverDamage(error);
      sorter.report(id, 'cannot be read');
    }
  }
  return sorter;
}

function reachableIds(database: DatabaseSync, table: TableName, condition: string, sorter: RowSorter): SQLOutputValue[] {
  const ids: SQLOutputValue[] = [];
  if (collectIds(database, `SELECT ${NUMBER} FROM ${table} WHERE ${condition}`, ids)) return ids;
  sorter.report(undefined, 'and perhaps others cannot be reached');
  const fromTheEnd: SQLOutputValue[] = [];
  collectIds(database, `SELECT ${NUMBER} FROM ${table} ORDER BY id DESC`, fromTheEnd);
  const known = new Set(ids);
  return [...ids, ...fromTheEnd.reverse().filter((id) => !known.has(id))];
}

/** @returns whether the query came to its end. */
function collectIds(database: DatabaseSync, sql: string, ids: SQLOutputValue[]): boolean {
  try {
    for (const row of database.prepare(sql).iterate()) ids.push(...Object.values(row));
    return true;
  } catch (error) {
    passOverDamage(error);
    return false;
  }
}

function passOverDamage(error: unknown): void {
  if (!isDamage(error)) throw error;
}

class RowSorter implements TableReading {
  readonly rows: SoundRow[] = [];
  readonly damaged: DamagedRow[] = [];
  readonly #table: TableName;
  readonly #isWanted: (id: number) => boolean;
  #previousId = -1;

  constructor(table: TableName, isWanted: (id: number) => boolean) {
    this.#table = table;
    this.#isWanted = isWanted;
  }

  sort({ number: id, head, body, checksum }: Record<string, SQLOutputValue>): void {
    if (typeof id !== 'number') this.report(undefined, 'has no usable number');
    else if (typeof head !== 'string' || typeof body !== 'string' || checksum !== rowChecksum(this.#table, id, head, body)) {
      this.report(id, 'does not match its checksum');
    } else if (id <= this.#previousId) {
      this.report(id, 'is there twice or out of order, perhaps in the place of another,');
    } else {
      this.#previousId = id;
      if (!this.#isWanted(id)) return;
      const columns: unknown = JSON.parse(head);
      this.rows.push({ id, head: Array.isArray(columns) ? columns : [], body });
    }
  }

  report(id: unknown, what: string): void {
    const row = typeof id === 'number' ? id : undefined;
    const name = row === undefined ? 'a row' : `row ${row}`;
    this.damaged.push({ kind: KINDS[this.#table], row, message: `${name} of the table ${this.#table} ${what} and was skipped` });
  }
}
