import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CommandPlace } from './command.ts';
import { fileAt } from './file-at.ts';
import { UsageError } from './usage-error.ts';

/** A file that a command is to write, looked at before the work that fills it. @throws UsageError when it cannot stand there. */
export function outputAt(place: Pick<CommandPlace, 'workingDirectory'>, path: string): URL {
  const file = fileAt(place, path);
  if (isFolder(file)) throw new UsageError(`${fileURLToPath(file)} is a folder, not a file to write`);
  if (!isFolder(new URL('.', file))) throw new UsageError(`there is no folder for ${fileURLToPath(file)}`);
  return file;
}

function isFolder(url: URL): boolean {
  return statSync(url, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
