import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALL_CARDS, ALL_MUTANTS } from '@venuekit/conformance';
import { coverageDefects, coverageDocument } from './card-coverage/coverage-table.ts';

const defects = coverageDefects(ALL_CARDS, ALL_MUTANTS);
if (defects.length > 0) {
  console.error(defects.join('\n'));
  process.exitCode = 1;
} else {
  const path = fileURLToPath(new URL('../docs/conformance/coverage.md', import.meta.url));
  writeFileSync(path, coverageDocument(ALL_CARDS, ALL_MUTANTS));
  execFileSync('oxfmt', [path]);
}
