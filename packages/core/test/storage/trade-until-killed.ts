// A process that records turns, says which are durable, and kills itself at a named moment of one turn.
import { writeSync } from 'node:fs';
import { SystemClock } from '../../src/clock/system-clock.ts';
import { SqliteTrackingStore } from '../../src/storage/sqlite-tracking-store.ts';
import { TrackingJournal } from '../../src/storage/tracking-journal.ts';
import type { TrackingChange } from '../../src/storage/tracking-store.ts';
import { SCOPE } from './store-contents.ts';

const [path = '', moment = '', turnText = ''] = process.argv.slice(2);
const lastTurn = Number.parseInt(turnText, 10);
let turn = 0;

function dieAt(here: string): void {
  if (turn === lastTurn && here === moment) process.kill(process.pid, 'SIGKILL');
}

class MortalStore extends SqliteTrackingStore {
  override commit(changes: readonly TrackingChange[]): void {
    dieAt('before-commit');
    super.commit(changes);
    dieAt('after-commit');
  }
}

const failures: Error[] = [];
const journal = new TrackingJournal({
  store: new MortalStore({ path, scope: SCOPE }),
  clock: new SystemClock(),
  onFailure: (error) => failures.push(error),
});
await journal.open();
for (turn = 1; failures.length === 0; turn += 1) {
  const name = `order-${journal.lastSequence + 1}`;
  dieAt('before-record');
  const recording = journal.record({ orders: [{ clientOrderId: name, value: { name } }], fills: [`fill of ${name}`], events: [{ name }] });
  dieAt('after-record');
  const [sequence = 0] = await recording;
  writeSync(1, `durable ${sequence}\n`);
  dieAt('after-durable');
  journal.markDelivered(sequence);
  await journal.flush();
  writeSync(1, `delivered ${sequence}\n`);
  dieAt('after-delivered');
}
process.exitCode = 1;
