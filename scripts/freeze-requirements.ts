// Writes the requirement set of a day: npx node -C @venuekit/source scripts/freeze-requirements.ts 2026-11-20. It holds the cards whose `since` is that day.
import { writeFileSync } from 'node:fs';
import { ALL_CARDS } from '../packages/conformance/src/cards/all-cards.ts';

const [date = ''] = process.argv.slice(2);
const cards = ALL_CARDS.filter(({ since }) => since === date);
if (cards.length === 0) {
  const days = [...new Set(ALL_CARDS.map(({ since }) => since))].join(', ');
  console.error(`no card came on ${date === '' ? '(no day given)' : date}; the days are ${days}`);
  process.exitCode = 2;
} else {
  const rows = cards.map(({ id, severity, tier }) => `    { id: '${id}', severity: '${severity}', tier: ${tier} },`);
  const name = `REQUIREMENTS_${date.replaceAll('-', '_')}`;
  const text = [
    "import type { RequirementSet } from './requirement-set.ts';",
    '',
    '/** Written by scripts/freeze-requirements.ts. Once published it never changes. */',
    `export const ${name}: RequirementSet = {`,
    `  date: '${date}',`,
    '  cards: [',
    ...rows,
    '  ],',
    '};',
    '',
  ].join('\n');
  writeFileSync(new URL(`../packages/conformance/src/requirements/${date}.ts`, import.meta.url), text);
  console.log(`${date}: ${cards.length} cards`);
}
