import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Manifest } from './public-packages.ts';

/** The files of a published package by their path inside of it, with slashes. */
export type PackageFiles = ReadonlyMap<string, string>;

/** Reads an installed package; what it depends on is not part of it. */
export function readPackageFiles(folder: string): PackageFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) =>
    join(parentPath, name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  );
  return new Map(paths.filter((path) => !path.startsWith('node_modules/')).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'] as const;
const UNWANTED = [
  /^tests?\//,
  /\.(?:test|bench)\.[cm]?[jt]s(?:\.map)?$/,
  /\.tsbuildinfo$/,
  /\.tgz$/,
  /^(?:vitest\.config|tsconfig|\.)/,
] as const;

/**
 * What is wrong with a package as it was published, one line each.
 * @param places folders of the machine that built it: none of them may be named in any file.
 */
export function contentProblems(manifest: Manifest, files: PackageFiles, places: readonly string[]): readonly string[] {
  return [
    ...INSTALL_SCRIPTS.filter((script) => manifest.scripts?.[script] !== undefined).map(
      (script) => `package.json has the script ${script}`,
    ),
    ...(manifest.engines?.['node'] === undefined ? ['package.json does not say which Node it needs'] : []),
    ...['README.md', 'LICENSE'].filter((file) => !files.has(file)).map((file) => `${file} is missing`),
    ...[...files.keys()].filter((path) => UNWANTED.some((pattern) => pattern.test(path))).map((path) => `${path} should not be published`),
    ...targetsOf(manifest)
      .filter((path) => !files.has(path))
      .map((path) => `package.json names ${path}, which is not there`),
    ...[...files].flatMap(([path, text]) => places.filter((place) => text.includes(place)).map((place) => `${path} names ${place}`)),
    ...[...files.keys()].flatMap((path) => buildProblems(path, files)),
  ];
}

/** The files that entries and programs of a package are. */
function targetsOf({ exports, bin }: Manifest): readonly string[] {
  const targets = [...Object.values(exports ?? {}).flatMap((conditions) => Object.values(conditions)), ...Object.values(bin ?? {})];
  return targets.map((path) => posix.normalize(path));
}

/** A built file whose source is gone was left over from before; a source without a built file was not built. */
function buildProblems(path: string, files: PackageFiles): readonly string[] {
  if (path.endsWith('.map')) {
    const { sources }: { readonly sources: readonly string[] } = JSON.parse(files.get(path) ?? '');
    const found = sources.map((source) =>
      posix.isAbsolute(source) || /^[a-z]+:/i.test(source) ? source : posix.join(posix.dirname(path), source),
    );
    return found.filter((source) => !files.has(source)).map((source) => `${path} has the source ${source}, which is not in the package`);
  }
  if (path.startsWith('dist/') && /\.(?:js|d\.ts)$/.test(path) && !files.has(`${path}.map`)) return [`${path} has no source map`];
  return [];
}
