import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENERATOR_ROOT } from '../src/generator-root.ts';
import { scratchFolder } from './scratch-folder.ts';

const PROGRAM = join(GENERATOR_ROOT, 'bin/create-venuekit.mjs');
const REFUSAL = /^@venuekit\/create needs Node 22\.18 or newer; this is v\d+\.\d+\.\d+\.\n$/;
const scratch = scratchFolder();

/** Node 20 where the machine has one, by its own word. */
const oldNode = ['node', 'node20']
  .map((name) => ({ name, probe: spawnSync(name, ['-p', 'process.versions.node'], { encoding: 'utf8', env: { PATH: systemPath() } }) }))
  .find(({ probe }) => probe.status === 0 && probe.stdout.startsWith('20.'))?.name;

/** Without what a package manager puts in front. */
function systemPath(): string {
  return (process.env['PATH'] ?? '')
    .split(':')
    .filter((part) => !part.includes('node_modules'))
    .join(':');
}

describe('on a Node that is too old the creator', () => {
  it.runIf(oldNode !== undefined)('prints one clear line and exits 1, by Node 20 itself', () => {
    const { status, stdout, stderr } = spawnSync(oldNode ?? '', [PROGRAM], { encoding: 'utf8', env: { PATH: systemPath() } });
    expect([status, stdout, stderr]).toEqual([1, '', expect.stringMatching(REFUSAL)]);
  });

  it.each(['20.19.0', '22.17.9', '18.0.0'])('prints it for %s', (version) => {
    const preload = join(scratch, `preload-${version}.mjs`);
    writeFileSync(
      preload,
      `Object.defineProperty(process, 'version', { value: 'v${version}' });
       Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    );
    const { status, stderr } = spawnSync(process.execPath, ['--import', preload, PROGRAM], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(REFUSAL)]);
  });

  it('does not load what such a Node cannot read', () => {
    const text = readFileSync(PROGRAM, 'utf8');
    expect(text.match(/import/g)).toHaveLength(1);
    expect(text.indexOf('await import')).toBeGreaterThan(text.indexOf('else'));
  });
});

it('the program of the workspace answers for itself', () => {
  const main = join(GENERATOR_ROOT, 'src/main.ts');
  expect(execFileSync(process.execPath, ['-C', '@venuekit/source', main, '--help'], { encoding: 'utf8' })).toContain(
    'npm create @venuekit',
  );
});
