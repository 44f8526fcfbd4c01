export type { Durability } from './storage/sqlite-connection.ts';
export { SqliteTrackingStore } from './storage/sqlite-tracking-store.ts';
export type { SqliteTrackingStoreOptions } from './storage/sqlite-tracking-store.ts';
export { salvageTrackingStore } from './storage/sqlite-salvage.ts';
export type { SalvageReport } from './storage/sqlite-salvage.ts';
