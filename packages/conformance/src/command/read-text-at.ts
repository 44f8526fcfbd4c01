import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CommandPlace } from './command.ts';
import { fileAt } from './file-at.ts';
import { UsageError } from './usage-error.ts';

/** The text of a file by its path. @throws UsageError when it cannot be read. */
export async function readTextAt(place: Pick<CommandPlace, 'workingDirectory'>, path: string): Promise<string> {
  const file = fileAt(place, path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UsageError(`there is no file ${fileURLToPath(file)}`);
    throw new UsageError(`${fileURLToPath(file)} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
