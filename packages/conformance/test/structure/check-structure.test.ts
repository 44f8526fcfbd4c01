import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkStructure } from '../../src/structure/check-structure.ts';

const MANIFEST = {
  name: '@someone/venuekit-acme',
  version: '1.0.0',
  description: 'The Acme connector',
  license: 'MIT',
  type: 'module',
  engines: { node: '>=22.18' },
  files: ['dist', 'src', 'dialect'],
  exports: {
    '.': { types: './dist/src/index.d.ts', default: './dist/src/index.js' },
    './dialect': { types: './dist/dialect/index.d.ts', default: './dist/dialect/index.js' },
  },
  dependencies: { '@venuekit/core': '^1.0.0' },
  peerDependencies: { '@venuekit/venue': '^1.0.0' },
};

const SOURCES = [
  'src/index.ts',
  'src/auth.ts',
  'src/web-utils.ts',
  'src/utils.ts',
  'src/spot/constants.ts',
  'src/spot/wire.ts',
  'src/spot/order-book-data-source.ts',
  'src/spot/user-stream-data-source.ts',
  'src/spot/exchange.ts',
  'dialect/index.ts',
  'test/conformance.test.ts',
];

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function problems(): readonly string[] {
  return checkStructure(pathToFileURL(`${root}/`)).problems.map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venuekit-structure-'));
  write('package.json', JSON.stringify(MANIFEST));
  for (const path of SOURCES) write(path, 'export {};\n');
});

afterEach(() => rmSync(root, { recursive: true }));

it('has nothing to say about a package that is as it should be', () => {
  write('dialect/index.ts', "import type { Dialect } from '@venuekit/venue';\nexport type Mine = Dialect;\n");
  write('src/spot/exchange.ts', "import { ZERO } from '@venuekit/core/connector';\nexport const nothing = ZERO;\n");
  write('test/spot/exchange.test.ts', "import { nothing } from '../../src/spot/exchange.ts';\nexport const same = nothing;\n");
  expect(checkStructure(pathToFileURL(`${root}/`))).toEqual({ problems: [], files: SOURCES.length + 1 });
});

it('refuses a folder that is no package, naming field and origin', () => {
  rmSync(join(root, 'package.json'));
  expect(() => checkStructure(pathToFileURL(`${root}/`))).toThrow(/packageRoot.*the subject.*has no package\.json/);
});

describe('files', () => {
  it.each(SOURCES)('names %s when it is missing', (path) => {
    rmSync(join(root, path));
    expect(problems()).toEqual([expect.stringMatching(new RegExp(`^${path}:1 layout: is missing`))]);
  });

  it('looks for the product where the subject says it stands', () => {
    const { problems: found } = checkStructure(pathToFileURL(`${root}/`), 'perpetual');
    expect(found.map(({ path }) => path)).toContain('src/perpetual/exchange.ts');
  });

  it('wants at most 15 lines of the conformance test', () => {
    write('test/conformance.test.ts', 'export {};\n'.repeat(15));
    expect(problems()).toEqual([]);
    write('test/conformance.test.ts', 'export {};\n'.repeat(16));
    expect(problems()).toEqual([expect.stringContaining('conformance-test: 16 lines, at most 15')]);
  });

  it('tells of JavaScript among the sources, of vague names and of long files', () => {
    write('src/old.js', 'export {};\n');
    write('src/spot/order-helpers.ts', 'export {};\n');
    write('src/spot/long.ts', 'export {};\n'.repeat(401));
    expect(problems()).toEqual([
      expect.stringContaining('src/old.js:1 layout: sources are TypeScript'),
      expect.stringContaining('src/spot/long.ts:401 file-length: 401 lines'),
      expect.stringContaining('src/spot/order-helpers.ts:1 file-name'),
    ]);
  });

  it('names a file that cannot be read as TypeScript, and goes on', () => {
    write('src/auth.ts', 'export const = ;\n');
    rmSync(join(root, 'src/utils.ts'));
    expect(problems()).toEqual([expect.stringContaining('src/auth.ts:1 unreadable'), expect.stringContaining('src/utils.ts:1 layout')]);
  });
});

describe('imports', () => {
  it.each([
    ['src/spot/exchange.ts', '../../dialect/index.ts', 'dialect-wall'],
    ['dialect/index.ts', '../src/auth.ts', 'dialect-wall'],
    ['src/auth.ts', '@someone/venuekit-acme/dialect', 'dialect-wall'],
    ['src/auth.ts', '../test/samples.ts', 'dialect-wall'],
    ['src/auth.ts', '@venuekit/venue', 'package-order'],
    ['dialect/index.ts', '@venuekit/conformance', 'package-order'],
  ])('of %s may not hold %s (%s)', (path, specifier, rule) => {
    write(path, `export * from '${specifier}';\n`);
    expect(problems()).toEqual([expect.stringContaining(`${path}:1 ${rule}: `)]);
  });

  it('has no barrel files in folders', () => {
    write('src/spot/index.ts', 'export {};\n');
    expect(problems()).toEqual([expect.stringContaining('src/spot/index.ts:1 no-barrels')]);
  });
});

describe('what is injected', () => {
  it.each([
    ['Date.now()', 'world-time'],
    ['setTimeout(() => 1, 5)', 'world-timers'],
    ['Math.random()', 'world-random'],
    ['console.log(1)', 'world-console'],
    ['[process.env]', 'world-environment'],
    ["parseFloat('1.5')", 'money-double'],
  ])('%s is named with its line (%s)', (use, rule) => {
    write('src/spot/exchange.ts', `export const used = 1;\nexport const value = ${use};\n`);
    expect(problems()).toEqual([expect.stringContaining(`src/spot/exchange.ts:2 ${rule}: `)]);
  });

  it('lets wire.ts read the doubles of books, and configuration files the environment', () => {
    write('src/spot/wire.ts', "export const price = Number('1.5');\n");
    write('src/config.ts', 'export const key = process.env;\n');
    expect(problems()).toEqual([]);
  });
});

describe('package.json', () => {
  it.each<readonly [string, object, string]>([
    ['no name', { name: undefined }, 'package-field: "name" is missing'],
    ['an empty license', { license: '' }, 'package-field: "license" is missing'],
    ['CommonJS', { type: 'commonjs' }, 'package-field: "type" should be "module"'],
    ['an old Node', { engines: { node: '>=20' } }, 'package-field: "engines.node" should be ">=22.18"'],
    ['a Node that is nearly new enough', { engines: { node: '>=22.17' } }, 'package-field: "engines.node" should be ">=22.18"'],
    ['no Node at all', { engines: undefined }, 'package-field: "engines.node" should be ">=22.18"'],
    ['install scripts', { scripts: { postinstall: 'x' } }, 'package-field: "scripts.postinstall" runs'],
    ['no dialect among the files', { files: ['dist'] }, 'package-field: "files" should name dialect'],
    ['no dialect among the exports', { exports: { '.': MANIFEST.exports['.'] } }, 'package-export: "exports" should have "./dialect"'],
    ['no core', { dependencies: {} }, 'package-dependency: "@venuekit/core" should be a dependency'],
    ['no venue', { peerDependencies: {} }, 'package-dependency: "@venuekit/venue" should be an (optional) peer dependency'],
    ['tests as dependencies', { dependencies: { ...MANIFEST.dependencies, vitest: '*' } }, 'package-dependency: "vitest" is for tests'],
  ])('with %s is told', (_case, change, message) => {
    write('package.json', JSON.stringify({ ...MANIFEST, ...change }));
    expect(problems()).toEqual([expect.stringContaining(message)]);
  });

  it('with types after default, which nobody would find, is told', () => {
    const { types, default: file } = MANIFEST.exports['.'];
    write('package.json', JSON.stringify({ ...MANIFEST, exports: { ...MANIFEST.exports, '.': { default: file, types } } }));
    expect(problems()).toEqual([expect.stringContaining('"types" should come before "default"')]);
  });

  it.each(['>=22.18', '>=22.20.1', '>= 24', '>=26.0'])('takes the Node %s', (node) => {
    write('package.json', JSON.stringify({ ...MANIFEST, engines: { node } }));
    expect(problems()).toEqual([]);
  });

  it.each(['not json', '[]'])('that is %s is told', (text) => {
    write('package.json', text);
    expect(problems()).toEqual([expect.stringContaining('package.json:1 package-json')]);
  });
});
