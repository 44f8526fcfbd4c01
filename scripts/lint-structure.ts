// Holds the structure that docs/decisions/2026-11-20-structure-lint.md describes. An argument names another root than this repository.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { lintFile, rules } from './structure/lint.ts';

const root = resolve(process.argv[2] ?? dirname(import.meta.dirname));
const files = globSync(['packages/*/{src,dialect,test}/**/*.{ts,mts,js,mjs}', 'generators/**/*.{ts,mjs}', 'scripts/**/*.{ts,mjs}'], {
  cwd: root,
  // The reference connector is a package of its own, which `checkStructure` holds to a connector's rules.
  exclude: (name) => name.endsWith('node_modules') || name.endsWith('dist') || name.endsWith('conformance/test/reference'),
})
  .map((path) => path.split(sep).join('/'))
  .toSorted();

const problems = files.flatMap((path) => lintFile(path, readFileSync(join(root, path), 'utf8')));
for (const { path, line, rule, message } of problems) console.error(`${path}:${line} ${rule}: ${message}`);

if (files.length === 0) {
  console.error(`structure: no source file under ${root}`);
  process.exitCode = 1;
} else if (problems.length > 0) {
  console.error(`structure: ${problems.length} problems in ${new Set(problems.map((problem) => problem.path)).size} files`);
  process.exitCode = 1;
} else {
  console.log(`structure: ${files.length} files keep ${rules.length} rules`);
}
