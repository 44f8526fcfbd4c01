import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SqliteTrackingStore } from '../../src/storage/sqlite-tracking-store.ts';
import { startChild } from './child-process.ts';
import { SCOPE, sequencesOf } from './store-contents.ts';
import { problemOf, temporaryDirectory } from './store-worlds.ts';

/** The last number that the process called durable, or delivered. */
function lastTold(lines: readonly string[], word: string): number {
  const line = lines.findLast((text) => text.startsWith(`${word} `)) ?? `${word} 0`;
  return Number.parseInt(line.slice(word.length + 1), 10);
}

describe('A SQLite store whose process is killed with SIGKILL', () => {
  test('is refused to others while the process lives, and free as soon as it is dead', async () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    const child = startChild(new URL('./hold-store.ts', import.meta.url), [path]);
    await child.firstLine;
    const store = new SqliteTrackingStore({ path, scope: SCOPE });
    expect(problemOf(() => store.open())).toBe('in-use');
    expect(() => store.open()).toThrow(/is open in another process/);
    child.process.kill('SIGKILL');
    expect(await child.ended).toBe('SIGKILL');
    expect(store.open().orders).toMatchObject([{ clientOrderId: 'held' }]);
    store.close();
  });

  const moments: [string, number][] = [
    ['before-record', 1],
    ['before-record', 5],
    ['after-record', 4],
    ['before-commit', 3],
    ['after-commit', 3],
    ['after-durable', 6],
    ['after-delivered', 2],
  ];
  test.each(moments)('keeps all that it called durable, and nothing by halves: %s of turn %i', async (moment, turn) => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'state.db');
    let events = 0;
    for (let life = 0; life < 2; life += 1) {
      const child = startChild(new URL('./trade-until-killed.ts', import.meta.url), [path, moment, String(turn)]);
      expect(await child.ended).toBe('SIGKILL');
      const store = new SqliteTrackingStore({ path, scope: SCOPE });
      const stored = store.open();
      const all = store.eventsAfter(0, 1_000).events;
      store.close();
      expect(stored.damaged).toEqual([]);
      expect(sequencesOf(all)).toEqual(all.map((_, index) => index + 1));
      const names = all.map(({ sequence }) => `order-${sequence}`);
      expect(stored.orders.map(({ clientOrderId }) => clientOrderId)).toEqual(names);
      expect(stored.fills).toEqual(names.map((name) => `fill of ${name}`));
      // What was told as durable is there; beyond it at most the turn in which the process died.
      const durable = Math.max(events, lastTold(child.lines, 'durable'));
      expect([durable, durable + 1]).toContain(all.length);
      expect(all.length - durable).toBe(moment === 'after-commit' ? 1 : 0);
      expect(stored.deliveredUpTo).toBeGreaterThanOrEqual(lastTold(child.lines, 'delivered'));
      events = all.length;
    }
    expect(events).toBeGreaterThanOrEqual(2 * (turn - 1));
  });
});
