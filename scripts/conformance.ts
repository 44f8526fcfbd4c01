// npm run conformance -- [package] <command> [options]: the conformance suite on a package of this repository, or on each of them; `reference` is the suite's own.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(import.meta.dirname);
const packages = join(root, 'packages');
const subjectOf = (folder: string): string => join(packages, folder, 'test/conformance.test.ts');
const folders = new Map(
  readdirSync(packages)
    .filter((folder) => existsSync(subjectOf(folder)))
    .map((folder) => [folder === 'conformance' ? 'reference' : folder, folder]),
);
const names = [...folders.keys()].toSorted();

/** These say something about a connector, and so can be asked of all; the others are the same whatever the package. */
const ABOUT_A_CONNECTOR: ReadonlySet<string> = new Set(['run', 'mutants', 'next']);
const SAME_FOR_ALL: ReadonlySet<string> = new Set(['list', 'explain', 'report']);

/** In this process, so that nothing is left behind when it is ended. */
async function runOn(folder: string, given: readonly string[]): Promise<void> {
  const command = given[0] !== undefined && !given[0].startsWith('-') ? given[0] : 'run';
  const options = given.slice(command === given[0] ? 1 : 0);
  const takesSubject = !SAME_FOR_ALL.has(command) && !options.includes('--subject') && !options.includes('--help');
  process.argv = [process.execPath, 'venuekit-conformance', command, ...options, ...(takesSubject ? ['--subject', subjectOf(folder)] : [])];
  process.chdir(join(packages, folder));
  await import(pathToFileURL(join(packages, 'conformance/src/venuekit-conformance.ts')).href);
}

/** One package after another; fails when one does. */
function runOnAll(given: readonly string[]): void {
  const program = [...process.execArgv, fileURLToPath(import.meta.url)];
  const failed = names.filter((name) => {
    console.log(`\n${name}`);
    return spawnSync(process.execPath, [...program, name, ...given], { stdio: 'inherit' }).status !== 0;
  });
  console.log(failed.length === 0 ? `\nall well: ${names.join(', ')}` : `\nnot well: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

const words = process.argv.slice(2);
const [first = '', ...rest] = words;
const folder = folders.get(first);
const reference = folders.get('reference') ?? '';

if (folder !== undefined) await runOn(folder, rest);
else if (ABOUT_A_CONNECTOR.has(first)) runOnAll(words);
else if (SAME_FOR_ALL.has(first)) await runOn(reference, words);
else if (first === '--help' || first === 'help') {
  console.log(`npm run conformance -- [package] <command> [options], with a package of ${names.join(', ')}; run, mutants and next`);
  console.log('without a package are for each of them. Paths begin in the folder of the package.\n');
  await runOn(reference, ['--help']);
} else {
  const problem = first === '' || first.startsWith('-') ? 'name a package' : `there is no package ${first} with a test/conformance.test.ts`;
  console.error(`npm run conformance -- <package> [command] [options]: ${problem}; there are ${names.join(', ')}`);
  process.exitCode = 2;
}
