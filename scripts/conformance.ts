// npm run conformance -- <package> [command] [options]: the conformance suite on a package of this repository; `reference` is the suite's own tiny connector.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const [name = '', ...given] = process.argv.slice(2);
const folder = join(root, 'packages', name === 'reference' ? 'conformance' : name);
const subject = join(folder, 'test/conformance.test.ts');

if (name === '' || name.startsWith('-') || !existsSync(subject)) {
  console.error(`npm run conformance -- <package> [command] [options]: ${name === '' ? 'name a package' : `there is no ${subject}`}`);
  process.exitCode = 2;
} else {
  const command = given[0] !== undefined && !given[0].startsWith('-') ? given[0] : 'run';
  const options = given.slice(command === given[0] ? 1 : 0);
  const takesSubject = !['list', 'explain', 'report'].includes(command) && !options.includes('--subject') && !options.includes('--help');
  const words = [command, ...options, ...(takesSubject ? ['--subject', subject] : [])];
  const program = join(root, 'packages/conformance/src/venuekit-conformance.ts');
  const { status } = spawnSync(process.execPath, ['-C', '@venuekit/source', program, ...words], { cwd: folder, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
