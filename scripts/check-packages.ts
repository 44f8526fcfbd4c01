// Builds and packs every public package, checks the tarballs, imports each entry by name from an empty project that has only them, runs two cards of the
// conformance suite there, and asks the creator what it would make.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface PublicPackage extends Manifest {
  readonly folder: string;
  readonly tarball: string;
}

const root = dirname(import.meta.dirname);
const scratch = mkdtempSync(join(tmpdir(), 'venuekit-packages-'));

function run(command: string, args: readonly string[], cwd = root): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

function npm(args: readonly string[], cwd = root): void {
  const cli = process.env['npm_execpath'];
  if (cli === undefined) run('npm', args, cwd);
  else run(process.execPath, [cli, ...args], cwd);
}

function tool(name: string, args: readonly string[]): void {
  run(join(root, 'node_modules', '.bin', name), args);
}

function publicPackages(): PublicPackage[] {
  return globSync('{packages,generators}/*/package.json', { cwd: root })
    .toSorted()
    .map((file): PublicPackage => {
      const manifest: Manifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
      // The name that `npm pack` gives: `@scope/name` becomes `scope-name`.
      const tarball = join(scratch, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
      return { ...manifest, folder: dirname(file), tarball };
    })
    .filter((manifest) => manifest.private !== true);
}

/** Optional peers are not installed by themselves; an entry that needs one is for those who have it. */
function foreignPeers(packages: readonly PublicPackage[]): string[] {
  const ours = new Set(packages.map(({ name }) => name));
  const wanted = packages.flatMap(({ peerDependencies }) => Object.entries(peerDependencies ?? {}));
  return wanted.filter(([name]) => !ours.has(name)).map(([name, range]) => `${name}@${range}`);
}

function checkConsumer(packages: readonly PublicPackage[]): void {
  const consumer = join(scratch, 'consumer');
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  npm(
    ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages.map((entry) => entry.tarball), ...foreignPeers(packages)],
    consumer,
  );

  const names = packages.flatMap(({ name, exports }) =>
    Object.keys(exports).map((path) => (path === '.' ? name : `${name}${path.slice(1)}`)),
  );
  const lines = names.map((name) => `console.log('imported ${name}:', Object.keys(await import('${name}')).length, 'names');`);
  writeFileSync(join(consumer, 'main.js'), lines.join('\n'));
  run(process.execPath, ['main.js'], consumer);

  // The example of the guide, outside of this repository; the folder is no connector's, so that its structure is left alone.
  const example = readFileSync(join(root, 'docs/examples/conformance-test.ts'), 'utf8').replace(/^ {2}packageRoot.*\n/m, '');
  mkdirSync(join(consumer, 'test'));
  writeFileSync(join(consumer, 'test', 'conformance.test.ts'), example);
  const suite = join('node_modules', '@venuekit', 'conformance', 'dist', 'venuekit-conformance.js');
  run(process.execPath, [suite, 'run', '--card', 'BOOK-01,ORDER-01', '--no-mutants'], consumer);
  const creator = join('node_modules', '@venuekit', 'create', 'bin', 'create-venuekit.mjs');
  run(process.execPath, [creator, 'made', '--example', '--dry-run'], consumer);
}

try {
  const packages = publicPackages();
  // A file whose source is gone would otherwise still be packed.
  for (const { folder } of packages) rmSync(join(root, folder, 'dist'), { recursive: true, force: true });
  tool('tsc', ['-b']);
  npm(['pack', '--silent', '--pack-destination', scratch, ...packages.map(({ folder }) => `--workspace=${folder}`)]);
  for (const { tarball } of packages) {
    tool('publint', ['--strict', tarball]);
    tool('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii', '--quiet']);
  }
  checkConsumer(packages);
  console.log(`${packages.length} packages: packed, checked, installed and imported by name`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
