import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSample, type Sample } from './sample.ts';

/**
 * The samples of a folder: each file that ends in `.json`, by name. A folder that is not there has none.
 * @throws SampleError for a file that is no sample; errors of the disk.
 */
export function readSamples(folder: string): readonly Sample[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => readSample(readFileSync(join(folder, name), 'utf8'), name));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
