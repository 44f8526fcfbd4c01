import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

type Bump = 'patch' | 'minor' | 'major';

const root = fileURLToPath(new URL('../..', import.meta.url));
const changesets = fileURLToPath(import.meta.resolve('@changesets/cli/bin.js'));
const CONNECTOR = '@venuekit/binance';
const FIXED = ['@venuekit/core', '@venuekit/venue', '@venuekit/conformance', '@venuekit/create'] as const;

let folder = '';

/** The workspace's manifests and the settings of changesets in a repository of their own, with every package at 0.1.0. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'venuekit-versions-'));
  for (const file of ['package.json', 'package-lock.json', ...globSync('{packages,generators}/*/package.json', { cwd: root })]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  // Who wrote a change is asked of git, and is no matter here.
  const config = readFileSync(join(root, '.changeset/config.json'), 'utf8').replace(/"changelog": "[^"]+"/, '"changelog": false');
  mkdirSync(join(folder, '.changeset'));
  writeFileSync(join(folder, '.changeset/config.json'), config);
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  for (const { name } of manifests()) change(name, 'minor');
  applyVersions();
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function manifests(): Manifest[] {
  return globSync('{packages,generators}/*/package.json', { cwd: folder }).map((file) => {
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return manifest;
  });
}

function manifestOf(name: string): Manifest {
  const found = manifests().find((manifest) => manifest.name === name);
  if (found === undefined) throw new RangeError(`there is no package ${name}`);
  return found;
}

const versionsOf = (names: readonly string[]): readonly string[] => names.map((name) => manifestOf(name).version);

function change(name: string, bump: Bump): void {
  const file = join(folder, '.changeset', `${name.replaceAll(/\W/g, '-')}.md`);
  writeFileSync(file, `---\n'${name}': ${bump}\n---\n\nA change.\n`);
}

function applyVersions(): void {
  execFileSync(process.execPath, [changesets, 'version'], { cwd: folder, stdio: 'pipe' });
}

describe('versions by changesets', () => {
  it('gives each package its first minor, and none a major', () => {
    expect(new Set(manifests().map(({ version }) => version))).toEqual(new Set(['0.1.0']));
  });

  it.each(FIXED)('moves core, venue, conformance and create together when %s changes, and leaves the connector as it is', (name) => {
    const before = manifestOf(CONNECTOR);
    change(name, 'minor');
    applyVersions();
    expect(versionsOf(FIXED)).toEqual(FIXED.map(() => '0.2.0'));
    expect(manifestOf(CONNECTOR).version).toBe('0.1.0');
    expect(manifestOf(CONNECTOR).peerDependencies).toEqual(before.peerDependencies);
  });

  it('moves a connector by itself', () => {
    change(CONNECTOR, 'minor');
    applyVersions();
    expect(manifestOf(CONNECTOR).version).toBe('0.2.0');
    expect(versionsOf(FIXED)).toEqual(FIXED.map(() => '0.1.0'));
  });

  it('releases a connector with a range that holds the new core when core has a major', () => {
    change('@venuekit/core', 'major');
    applyVersions();
    expect(versionsOf(FIXED)).toEqual(FIXED.map(() => '1.0.0'));
    expect(manifestOf(CONNECTOR).version).toBe('0.1.1');
    expect(manifestOf(CONNECTOR).peerDependencies).toEqual({
      '@venuekit/core': '^1.0.0',
      '@venuekit/venue': '^1.0.0',
    });
  });
});
