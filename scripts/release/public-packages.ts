import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the rehearsal reads of a `package.json`. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package that is published. */
export interface PublicPackage extends Manifest {
  /** Its folder, relative to the workspace, with slashes. */
  readonly folder: string;
}

export function readManifest(folder: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return manifest;
}

/** The packages of a workspace that are not private. */
export function publicPackages(root: string): readonly PublicPackage[] {
  const found = globSync('{packages,generators}/*/package.json', { cwd: root })
    .map((file): PublicPackage => ({ ...readManifest(join(root, dirname(file))), folder: dirname(file).replaceAll('\\', '/') }))
    .filter((manifest) => manifest.private !== true);
  return found.toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The programs that a package names and does not hold. */
export function missingPrograms(root: string, { folder, bin }: PublicPackage): readonly string[] {
  return Object.values(bin ?? {}).filter((file) => !existsSync(join(root, folder, file)));
}

/** What an outsider can import: `@venuekit/core`, `@venuekit/core/connector`, … */
export function entryNames({ name, exports }: Manifest): readonly string[] {
  return Object.keys(exports ?? {}).map((path) => (path === '.' ? name : `${name}${path.slice(1)}`));
}
