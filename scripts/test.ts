// Runs every project's tests through nx and ends with one line that adds them up. Arguments go to nx: `npm test -- --projects=@venuekit/core`.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readReport, summarize, type ProjectResult } from './test-summary.ts';

const root = dirname(import.meta.dirname);
const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const nxArguments = process.argv.slice(2);
const isFiltered = nxArguments.length > 0;

const projects = globSync(['packages/*/vitest.config.ts', 'generators/*/vitest.config.ts', 'scripts/vitest.config.ts'], { cwd: root })
  .map(dirname)
  .toSorted();
// Whatever stands there afterwards was written by this run or brought back by nx with the cached result.
for (const project of projects) rmSync(join(root, project, '.vitest'), { recursive: true, force: true });

const runStartedMs = Date.now();
const runner = spawnSync(process.execPath, [nx, 'run-many', '-t', 'test', ...nxArguments], { cwd: root, stdio: 'inherit' });

const results: ProjectResult[] = [];
const missing: string[] = [];
for (const project of projects) {
  const report = join(root, project, '.vitest', 'results.json');
  if (existsSync(report)) results.push(readReport(project, readFileSync(report, 'utf8'), runStartedMs));
  else if (!isFiltered) missing.push(project);
}

const summary = summarize(results, missing, runner.status ?? 1);
for (const { project, passed, failed, skipped, fromCache } of results) {
  console.log(
    `${project}: ${passed} passed, ${failed} failed, ${skipped} skipped${fromCache ? ' (nothing changed: result from the nx cache)' : ''}`,
  );
}
for (const problem of summary.problems) console.log(problem);
if (summary.cached.length > 0) {
  console.log(
    `${summary.cached.length} of ${results.length} results come from the nx cache; NX_SKIP_NX_CACHE=true npm test runs all again`,
  );
}
console.log(summary.line);
process.exitCode = summary.ok ? 0 : 1;
