import { describe, expect, test } from 'vitest';
import { startChild } from './child-process.ts';

async function builtinsOf(...entries: string[]): Promise<readonly string[]> {
  const child = startChild(new URL('./list-builtins.ts', import.meta.url), entries);
  expect(await child.ended).toBeNull();
  return child.lines;
}

describe('node:sqlite', () => {
  test('is not loaded by the entries that everybody imports', async () => {
    const loaded = await builtinsOf('@venuekit/core', '@venuekit/core/connector', '@venuekit/core/testing');
    expect(loaded).not.toContain('node:sqlite');
    expect(loaded).not.toEqual([]);
  });

  test('is loaded by the entry of the store', async () => {
    expect(await builtinsOf('@venuekit/core/sqlite')).toContain('node:sqlite');
  });
});
