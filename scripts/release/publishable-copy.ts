import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPrograms, publicPackages } from './public-packages.ts';

export const CREATOR = '@venuekit/create';

/** Whether the creator can be published: its program, which is written and not built, is there. When it is not, the copy keeps the package for itself. */
export function keepUnwrittenCreator(copy: string): boolean {
  const creator = publicPackages(copy).find(({ name }) => name === CREATOR);
  if (creator === undefined || missingPrograms(copy, creator).length === 0) return creator !== undefined;
  changeManifest(copy, creator.folder, (manifest) => ({ ...manifest, private: true }));
  return false;
}

/** A statement of provenance needs the identity of a CI service, and npm refuses to publish without one. */
export function withoutProvenance(copy: string): void {
  for (const { folder } of publicPackages(copy)) {
    changeManifest(copy, folder, (manifest) => ({ ...manifest, publishConfig: { access: 'public' } }));
  }
}

function changeManifest(copy: string, folder: string, change: (manifest: object) => object): void {
  const file = join(copy, folder, 'package.json');
  const manifest: object = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify(change(manifest), undefined, 2)}\n`);
}
