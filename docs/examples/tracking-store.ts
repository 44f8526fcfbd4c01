import { StorageError, type TrackingStore } from '@venuekit/core';
import { SqliteTrackingStore, salvageTrackingStore } from '@venuekit/core/sqlite';

// #region open
export function accountStore(directory: string): SqliteTrackingStore {
  return new SqliteTrackingStore({ path: `${directory}/spot-main.db`, scope: 'spot/main' });
}
// #endregion

// #region look
/** What is saved, while the bot is not running. */
export async function lookInto(store: TrackingStore): Promise<string> {
  const { orders, undelivered, damaged } = await store.open();
  await store.close();
  const open = orders.filter(({ settledAtMs }) => settledAtMs === undefined);
  return `${open.length} open orders, ${undelivered.length} events not delivered, ${damaged.length} damaged rows`;
}
// #endregion

// #region salvage
/** @returns the file to go on with. */
export async function rescueIfDamaged(store: TrackingStore, path: string): Promise<string> {
  try {
    await store.open();
    await store.close();
    return path;
  } catch (error) {
    if (!(error instanceof StorageError) || error.problem !== 'damaged') throw error;
    const rescued = `${path}.rescued`;
    const { rows, damaged } = salvageTrackingStore({ damaged: path, rescued });
    console.warn(`${rows} rows rescued`, damaged);
    return rescued;
  }
}
// #endregion
