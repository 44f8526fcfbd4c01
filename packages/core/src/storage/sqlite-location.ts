import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isFileError } from './sqlite-lock.ts';

/**
 * The store's file by its real path, so that one file has one lock under whatever name it is opened.
 * @throws ConfigurationError when the directory does not exist, or the path names no file.
 */
export function locateStore(path: string): string {
  if (path === '' || path === ':memory:') throw wrong('a path of a file is needed; for a store without a file use MemoryTrackingStore');
  const full = resolve(path);
  try {
    const real = realpathSync(full);
    if (statSync(real).isDirectory()) throw wrong(`${full} is a directory; name a file in it`);
    return real;
  } catch (error) {
    if (!isFileError(error, 'ENOENT')) throw isFileError(error, 'ENOTDIR') ? wrong(`${dirname(full)} is no directory`) : error;
  }
  try {
    return join(realpathSync(dirname(full)), basename(full));
  } catch (error) {
    if (!isFileError(error, 'ENOENT')) throw error;
    throw wrong(`the directory ${dirname(full)} does not exist; create it first`);
  }
}

function wrong(problem: string): ConfigurationError {
  return new ConfigurationError('path', 'the tracking store', problem);
}
