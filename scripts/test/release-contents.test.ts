import { describe, expect, it } from 'vitest';
import { contentProblems, type PackageFiles } from '../release/package-contents.ts';
import type { Manifest } from '../release/public-packages.ts';

const manifest: Manifest = {
  name: '@venuekit/example',
  version: '0.1.0',
  engines: { node: '>=22.18' },
  bin: { example: './dist/program.js' },
  exports: { '.': { '@venuekit/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
  scripts: { build: 'tsc -b' },
};
const mapOf = (source: string): string => JSON.stringify({ version: 3, sources: [source], mappings: '' });
const files: PackageFiles = new Map([
  ['package.json', '{}'],
  ['README.md', '# Example'],
  ['LICENSE', 'MIT'],
  ['src/index.ts', 'export {};'],
  ['src/program.ts', 'export {};'],
  ['dist/index.js', 'export {};'],
  ['dist/index.js.map', mapOf('../src/index.ts')],
  ['dist/index.d.ts', 'export {};'],
  ['dist/index.d.ts.map', mapOf('../src/index.ts')],
  ['dist/program.js', '#!/usr/bin/env node'],
  ['dist/program.js.map', mapOf('../src/program.ts')],
]);

function problemsWith(changes: Readonly<Record<string, string | undefined>>, changed: Partial<Manifest> = {}): readonly string[] {
  const all = new Map<string, string>(files);
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) all.delete(path);
    else all.set(path, text);
  }
  return contentProblems({ ...manifest, ...changed }, all, ['/home/ann/venuekit']);
}

describe('the contents of a published package', () => {
  it('are right when all that is named is there, with sources and maps', () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each(['preinstall', 'install', 'postinstall', 'prepare'])('may not have the script %s', (script) => {
    expect(problemsWith({}, { scripts: { [script]: 'node steal.js' } })).toEqual([`package.json has the script ${script}`]);
  });

  it.each([
    'test/index.test.ts',
    'tests/samples.json',
    'src/index.test.ts',
    'src/speed.bench.ts',
    'src/.tsbuildinfo',
    'core.tgz',
    'tsconfig.json',
    '.env',
  ])('may not have %s', (path) => {
    expect(problemsWith({ [path]: '' })).toEqual([`${path} should not be published`]);
  });

  it('may have templates of tests and of settings', () => {
    expect(
      problemsWith({ 'templates/test/auth.test.ts.hbs': '', 'templates/vitest.config.ts.hbs': '', 'templates/tsconfig.json.hbs': '' }),
    ).toEqual([]);
  });

  it('say which Node they need', () => {
    expect(problemsWith({}, { engines: {} })).toEqual(['package.json does not say which Node it needs']);
  });

  it.each(['README.md', 'LICENSE'])('need %s', (path) => {
    expect(problemsWith({ [path]: undefined })).toEqual([`${path} is missing`]);
  });

  it.each(['src/index.ts', 'dist/index.d.ts', 'dist/index.js', 'dist/program.js'])('need %s, which package.json names', (path) => {
    expect(problemsWith({ [path]: undefined })).toContain(`package.json names ${path}, which is not there`);
  });

  it('may not have a built file whose source is gone', () => {
    expect(problemsWith({ 'dist/moved.js': '', 'dist/moved.js.map': mapOf('../src/moved.ts') })).toEqual([
      'dist/moved.js.map has the source src/moved.ts, which is not in the package',
    ]);
  });

  it('may not have a built file that tells no source', () => {
    expect(problemsWith({ 'dist/foreign.js': '' })).toEqual(['dist/foreign.js has no source map']);
  });

  it('may not name the machine that built them', () => {
    expect(problemsWith({ 'dist/index.js.map': mapOf('/home/ann/venuekit/packages/example/src/index.ts') })).toEqual([
      'dist/index.js.map names /home/ann/venuekit',
      'dist/index.js.map has the source /home/ann/venuekit/packages/example/src/index.ts, which is not in the package',
    ]);
    expect(problemsWith({ 'dist/index.js.map': mapOf('file:///src/index.ts') })).toEqual([
      'dist/index.js.map has the source file:///src/index.ts, which is not in the package',
    ]);
  });
});
