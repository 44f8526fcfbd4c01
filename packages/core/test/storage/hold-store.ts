// A process that opens the store named by its first argument, says so, and keeps it open until it is killed.
import { writeSync } from 'node:fs';
import { SqliteTrackingStore } from '../../src/storage/sqlite-tracking-store.ts';
import { order, SCOPE } from './store-contents.ts';

const [path = ''] = process.argv.slice(2);
const store = new SqliteTrackingStore({ path, scope: SCOPE });
store.open();
store.commit([order('held')]);
writeSync(1, 'open\n');
// Without an open handle the process would end by itself.
process.stdin.resume();
