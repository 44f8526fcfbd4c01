import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALL_CARDS, ALL_MUTANTS } from '@venuekit/conformance';
import { checklistMembers } from './card-coverage/checklist-members.ts';
import { coverageDefects, coverageDocument } from './card-coverage/coverage-table.ts';
import { memberCardsDocument, memberDefects } from './card-coverage/member-cards.ts';
import { shapesDocument } from './card-coverage/shape-table.ts';

const members = checklistMembers();
const defects = [...coverageDefects(ALL_CARDS, ALL_MUTANTS), ...memberDefects(ALL_CARDS, members)];
if (defects.length > 0) {
  console.error(defects.join('\n'));
  process.exitCode = 1;
} else {
  const documents = new Map([
    ['docs/conformance/coverage.md', coverageDocument(ALL_CARDS, ALL_MUTANTS)],
    ['docs/conformance/shapes.md', shapesDocument(ALL_CARDS, ALL_MUTANTS)],
    ['docs/author-guide/cards.md', memberCardsDocument(ALL_CARDS, members)],
  ]);
  for (const [name, text] of documents) {
    const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
    writeFileSync(path, text);
    execFileSync('oxfmt', [path]);
  }
}
