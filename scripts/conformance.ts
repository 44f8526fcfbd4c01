// npm run conformance -- <package> [command] [options]: the conformance suite on a package of this repository; `reference` is the suite's own tiny connector.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = dirname(import.meta.dirname);
const packages = join(root, 'packages');
const subjectOf = (folder: string): string => join(packages, folder, 'test/conformance.test.ts');
const folders = new Map(
  readdirSync(packages)
    .filter((folder) => existsSync(subjectOf(folder)))
    .map((folder) => [folder === 'conformance' ? 'reference' : folder, folder]),
);
const words = process.argv.slice(2);
const isHelp = words[0] === '--help' || words[0] === 'help';
// What the suite can do is the same for each package.
const [name = '', ...given] = isHelp ? ['reference', '--help'] : words;
const folder = folders.get(name);
const names = [...folders.keys()].toSorted().join(', ');

if (folder === undefined) {
  const problem = name === '' || name.startsWith('-') ? 'name a package' : `there is no package ${name} with a test/conformance.test.ts`;
  console.error(`npm run conformance -- <package> [command] [options]: ${problem}; there are ${names}`);
  process.exitCode = 2;
} else {
  const command = given[0] !== undefined && !given[0].startsWith('-') ? given[0] : 'run';
  const options = given.slice(command === given[0] ? 1 : 0);
  if (isHelp) console.log(`npm run conformance -- <package> [command] [options], with a package of ${names}. Paths begin in its folder.\n`);
  const takesSubject = !['list', 'explain', 'report'].includes(command) && !options.includes('--subject') && !options.includes('--help');
  process.argv = [process.execPath, 'venuekit-conformance', command, ...options, ...(takesSubject ? ['--subject', subjectOf(folder)] : [])];
  // In this process, so that nothing is left behind when it is ended.
  process.chdir(join(packages, folder));
  await import(pathToFileURL(join(packages, 'conformance/src/venuekit-conformance.ts')).href);
}
