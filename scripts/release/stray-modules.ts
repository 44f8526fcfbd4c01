import { readdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether a path is a folder or stands in it. */
export function standsIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/**
 * The files that do not stand in the folder of the project that loaded them.
 * @param loaded what Node or the compiler has read: paths, or URLs of which those that are no files do not count.
 * @param realPath where a path leads when links are followed.
 */
export function strayModules(
  loaded: readonly string[],
  folder: string,
  realPath: (path: string) => string = realpathSync,
): readonly string[] {
  const paths = loaded
    .filter((name) => !/^(?:node|data|builtin):/.test(name))
    .map((name) => (name.startsWith('file:') ? fileURLToPath(name) : name));
  return [...new Set(paths.map((path) => realPath(path)))].filter((path) => !standsIn(folder, path));
}

/** The links in what a project has installed that lead out of it. */
export function strayLinks(folder: string): readonly string[] {
  const entries = readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ parentPath, name }) => join(parentPath, name));
  return links.filter((path) => !standsIn(folder, realpathSync(path)));
}
