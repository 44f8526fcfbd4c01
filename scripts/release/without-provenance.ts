import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages } from './public-packages.ts';

/** A statement of provenance needs the identity of a CI service, and npm refuses to publish without one. */
export function withoutProvenance(copy: string): void {
  for (const { folder } of publicPackages(copy)) {
    const file = join(copy, folder, 'package.json');
    const manifest: object = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, `${JSON.stringify({ ...manifest, publishConfig: { access: 'public' } }, undefined, 2)}\n`);
  }
}
