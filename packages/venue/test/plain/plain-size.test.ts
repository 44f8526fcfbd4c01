import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What a reader of one fixed choice has to read; all other files of the folder are about ways to differ from it. */
const BASE = ['plain-dialect.ts', 'plain-frames.ts', 'plain-reply.ts', 'plain-request.ts'];

/** Lines of code: neither comments nor imports nor empty ones. */
function linesOfCode(file: string): number {
  const text = readFileSync(new URL(`../../src/plain/${file}`, import.meta.url), 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^import [\s\S]*?;$/gm, '');
  return code.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

it('the plain dialect is at most 250 lines', () => {
  const lines = BASE.map(linesOfCode);
  expect(Math.min(...lines)).toBeGreaterThan(10);
  expect(lines.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(250);
});
