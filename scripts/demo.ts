// Says what the workspace holds so far, by looking: the packages, and what an application can import from each entry.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly exports: Readonly<Record<string, { readonly '@venuekit/source': string }>>;
}

const root = dirname(import.meta.dirname);

console.log(`VenueKit, on Node ${process.version}. There is no venue to trade on and no connector to run yet; this is what is there:\n`);
for (const file of globSync('packages/*/package.json', { cwd: root }).toSorted()) {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
  console.log(`${manifest.name}: ${manifest.description}`);
  for (const [entry, { '@venuekit/source': source }] of Object.entries(manifest.exports)) {
    const names: object = await import(pathToFileURL(join(root, dirname(file), source)).href);
    console.log(`  ${entry.padEnd(12)} ${Object.keys(names).length} values to import`);
  }
}
console.log('\nTests: npm test   Checks: npm run check   Where to go from here: README.md');
