// Writes the requirement set of a day, which holds the cards whose `since` is that day, and its hash for the test that keeps it from changing:
// node -C @venuekit/source scripts/freeze-requirements.ts 2026-11-20. A set that is there already is written anew only with --again: as long as it is not published.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ALL_CARDS } from '@venuekit/conformance';
import { hashOfSet } from '../packages/conformance/test/requirements/hash-of-set.ts';

const [date = '', word] = process.argv.slice(2);
const setFile = new URL(`../packages/conformance/src/requirements/${date}.ts`, import.meta.url);
const hashFile = new URL('../packages/conformance/test/requirements/frozen-hashes.ts', import.meta.url);
const cards = ALL_CARDS.filter(({ since }) => since === date);

if (cards.length === 0) {
  const days = [...new Set(ALL_CARDS.map(({ since }) => since))].join(', ');
  console.error(`no card came on ${date === '' ? '(no day given)' : date}; the days are ${days}`);
  process.exitCode = 2;
} else if (existsSync(setFile) && word !== '--again') {
  console.error(`the set of ${date} is frozen; --again writes it anew, which nobody may do once it is published`);
  process.exitCode = 2;
} else {
  writeFileSync(setFile, setText());
  writeFileSync(hashFile, hashText(readFileSync(hashFile, 'utf8')));
  console.log(
    `${date}: ${cards.length} cards; run npx oxfmt, and list a new set in packages/conformance/src/requirements/all-requirements.ts`,
  );
}

function setText(): string {
  const groups = (['must', 'should'] as const).map((severity) => {
    const tiers = [1, 2, 3].map((tier) => {
      const own = cards.filter((card) => card.severity === severity && card.tier === tier);
      const families = [...Map.groupBy(own, ({ family }) => family)];
      const rows = families.map(([family, members]) => `${family}: '${members.map(({ id }) => id.slice(family.length + 1)).join(' ')}',`);
      return `${tier}: { ${rows.join('\n')} },`;
    });
    return `${severity}: { ${tiers.join('\n')} },`;
  });
  return [
    "import { requirementSet, type RequirementSet } from './requirement-set.ts';",
    '',
    '/** Written by scripts/freeze-requirements.ts. Once published it never changes. */',
    `export const REQUIREMENTS_${date.replaceAll('-', '_')}: RequirementSet = requirementSet('${date}', {`,
    ...groups,
    '});',
    '',
  ].join('\n');
}

function hashText(before: string): string {
  const hashes = new Map([...before.matchAll(/\['(\d{4}-\d{2}-\d{2})', '([0-9a-f]+)'\]/g)].map(([, day = '', hash = '']) => [day, hash]));
  const rows = [...hashes.set(date, hashOfSet({ cards }))].map(([day, hash]) => `  ['${day}', '${hash}'],`);
  return [
    '/** What each set was when it was frozen. Who changes one that is published turns somebody’s run red: make a new one instead. */',
    'export const FROZEN_HASHES: ReadonlyMap<string, string> = new Map([',
    ...rows.toSorted((left, right) => left.localeCompare(right)),
    ']);',
    '',
  ].join('\n');
}
