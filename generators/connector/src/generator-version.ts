import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATOR_ROOT } from './generator-root.ts';

/** The version of this package; the other packages of VenueKit have it too. */
export const GENERATOR_VERSION: string = readVersion();

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(GENERATOR_ROOT, 'package.json'), 'utf8'));
  const version: unknown = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof version !== 'string') throw new TypeError('package.json of the generator has no version');
  return version;
}
