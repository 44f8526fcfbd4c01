import { readdirSync } from 'node:fs';

/** The names of the files of a folder that end so, in their order. A folder that is not there has none. @throws errors of the disk. */
export function filesIn(folder: URL, ending: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .toSorted();
  } catch (error) {
    // Errors of Node are none of `Error` where a test runner gives each file a realm of its own.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
