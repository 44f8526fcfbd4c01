import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { accountStore, lookInto, rescueIfDamaged } from '../../docs/examples/tracking-store.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'venuekit-docs-storage-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  vi.restoreAllMocks();
});

it('the example of the guide to storage looks into a store', async () => {
  const store = accountStore(directory);
  store.open();
  store.commit([
    { kind: 'order', clientOrderId: 'c1', body: '{}' },
    { kind: 'event', sequence: 1, savedAtMs: 1, body: '{}' },
  ]);
  store.close();
  expect(await lookInto(store)).toBe('1 open orders, 1 events not delivered, 0 damaged rows');
});

it('the example of the guide to storage rescues a damaged store, and leaves a sound one alone', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const path = join(directory, 'spot-main.db');
  expect(await rescueIfDamaged(accountStore(directory), path)).toBe(path);
  const bytes = readFileSync(path);
  // A list of free pages that leads out of the file.
  bytes.writeUInt32BE(100_000, 32);
  bytes.writeUInt32BE(1, 36);
  writeFileSync(path, bytes);
  expect(await rescueIfDamaged(accountStore(directory), path)).toBe(`${path}.rescued`);
  expect(warn).toHaveBeenCalledWith('2 rows rescued', []);
});
