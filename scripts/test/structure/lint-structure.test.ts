import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const command = join(import.meta.dirname, '../../lint-structure.ts');

describe('the lint-structure command', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'venuekit-structure-'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function write(path: string, code: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), code);
  }

  function run(): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, root], { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  it('ends with status 0 where every file keeps the rules', () => {
    write('packages/core/src/book/order-book.ts', 'export const depth = 1;\n');
    expect(run()).toEqual({ status: 0, output: expect.stringContaining('1 files keep') });
  });

  it('ends with status 1 and names file, line and rule where one does not', () => {
    write('packages/core/src/book/order-book.ts', 'export const now = Date.now();\n');
    write('packages/core/test/order-book.test.ts', "import 'node:timers/promises';\n");
    const { status, output } = run();
    expect(status).toBe(1);
    expect(output).toContain('packages/core/src/book/order-book.ts:1 world-time: ');
    expect(output).toContain('packages/core/test/order-book.test.ts:1 world-timers: ');
    expect(output).toContain('2 problems in 2 files');
  });

  it('ends with status 1 where it found nothing to check', () => {
    expect(run()).toEqual({ status: 1, output: expect.stringContaining('no source file') });
  });
});
