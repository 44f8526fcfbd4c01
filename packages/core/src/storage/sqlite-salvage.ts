import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { connect } from './sqlite-connection.ts';
import { storageFailure } from './sqlite-failure.ts';
import { locateStore } from './sqlite-location.ts';
import { lockStore } from './sqlite-lock.ts';
import { readRows, rowChecksum, TABLES } from './sqlite-rows.ts';
import type { DamagedRow } from './tracking-store.ts';

/** How much of a damaged store was saved. */
export interface SalvageReport {
  readonly rows: number;
  /** What could not be read. Where parts of the file are unreachable, more may be missing than is listed. */
  readonly damaged: readonly DamagedRow[];
}

/**
 * Copies what can be read of a damaged SQLite store into a new file, which can then be opened in its place; the damaged one is
 * left as it is. What it lost, the connector asks the venue about, so far as the orders are still listed there.
 * @throws ConfigurationError when a path is wrong or the new file exists; StorageError when the damaged store is open, or unreadable as a whole.
 */
export function salvageTrackingStore(paths: { readonly damaged: string; readonly rescued: string }): SalvageReport {
  const from = locateStore(paths.damaged);
  const to = locateStore(paths.rescued);
  if (existsSync(to)) throw new ConfigurationError('rescued', 'the salvage of a tracking store', `${to} exists already`);
  const lock = lockStore(from);
  try {
    return copySoundRows(from, to);
  } catch (error) {
    throw storageFailure(error, from);
  } finally {
    lock.release();
  }
}

function copySoundRows(from: string, to: string): SalvageReport {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    const target = connect(to, { durability: 'power-loss', maximumBytes: undefined });
    try {
      const damaged: DamagedRow[] = [];
      let rows = 0;
      target.database.exec('BEGIN IMMEDIATE');
      for (const table of TABLES) {
        const reading = readRows(source, table);
        const insert = target.database.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?)`);
        for (const { id, head: columns, body } of reading.rows) {
          const head = JSON.stringify(columns);
          insert.run(id, head, body, rowChecksum(table, id, head, body));
        }
        rows += reading.rows.length;
        for (const row of reading.damaged) damaged.push(row);
      }
      target.database.exec('COMMIT');
      return { rows, damaged };
    } finally {
      target.close();
    }
  } finally {
    source.close();
  }
}
