import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { GENERATOR_ROOT } from '../src/generator-root.ts';

export const REPOSITORY: string = dirname(dirname(GENERATOR_ROOT));

/** A folder outside of the repository that is gone after the tests; packages in it find the modules of the repository. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'venuekit-create-'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
