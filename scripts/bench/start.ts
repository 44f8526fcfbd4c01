import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { quantile } from './contest.ts';
import type { BenchRow } from './row.ts';
import { plainRow } from './row.ts';

const run = promisify(execFile);
const PACKAGES = ['@venuekit/core', '@venuekit/binance'] as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = ['core/dist/index.js', 'binance/dist/src/index.js'].map((path) => `${ROOT}packages/${path}`);
const MEGABYTE = 1_048_576;

interface Probe {
  readonly importMs: number;
  readonly residentBytes: number;
}

/** What importing a package takes, each time in a fresh process; from the built files where there are any, else from the sources. */
export async function benchStart(options: { readonly isQuick: boolean }): Promise<readonly BenchRow[]> {
  const isBuilt = BUILT.every((path) => existsSync(path));
  const conditions = isBuilt ? [] : ['-C', '@venuekit/source'];
  const origin = isBuilt ? 'built' : 'from source, types stripped on the way';
  const samples = new Map(PACKAGES.map((name): [string, Probe[]] => [name, []]));
  for (let round = 0; round < (options.isQuick ? 3 : 9); round += 1) {
    for (const name of PACKAGES) samples.get(name)?.push(await probe(name, conditions));
  }
  return [...samples].flatMap(([name, probes]) => [
    plainRow(
      'start',
      `import of ${name} (${origin})`,
      'ms',
      quantile(
        probes.map(({ importMs }) => importMs),
        0.5,
      ),
    ),
    plainRow(
      'start',
      `resident memory of ${name} above bare Node (${origin})`,
      'MB',
      quantile(
        probes.map(({ residentBytes }) => residentBytes / MEGABYTE),
        0.5,
      ),
    ),
  ]);
}

async function probe(name: string, conditions: readonly string[]): Promise<Probe> {
  const program = `
    const before = process.memoryUsage.rss();
    const startedMs = performance.now();
    await import(${JSON.stringify(name)});
    const importMs = performance.now() - startedMs;
    console.log(JSON.stringify({ importMs, residentBytes: process.memoryUsage.rss() - before }));
  `;
  const { stdout } = await run(process.execPath, [...conditions, '--input-type=module', '--eval', program], { cwd: ROOT });
  const found: unknown = JSON.parse(stdout);
  if (!isProbe(found)) throw new Error(`the import of ${name} could not be measured`);
  return found;
}

function isProbe(value: unknown): value is Probe {
  return typeof value === 'object' && value !== null && 'importMs' in value && 'residentBytes' in value;
}
