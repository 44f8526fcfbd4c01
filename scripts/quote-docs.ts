// Brings the code that the pages quote up to its sources: node scripts/quote-docs.ts
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requoted } from './docs/quoted-code.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const page of globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root })) {
  const path = join(root, page);
  const text = readFileSync(path, 'utf8');
  if (requoted(text) !== text) writeFileSync(path, requoted(text));
}
