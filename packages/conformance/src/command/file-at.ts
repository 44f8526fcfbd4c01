import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CommandPlace } from './command.ts';

/** A file by its path, which may be relative to where the command was called. */
export function fileAt({ workingDirectory }: Pick<CommandPlace, 'workingDirectory'>, path: string): URL {
  return pathToFileURL(resolve(fileURLToPath(workingDirectory), path));
}
