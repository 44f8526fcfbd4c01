import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package, from `src/` as from `dist/`. */
export const GENERATOR_ROOT: string = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'templates'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new RangeError('the templates of the generator are missing');
  return rootAbove(parent);
}
