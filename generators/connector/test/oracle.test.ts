import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { validateAnswers } from '../src/answers/validate-answers.ts';
import { MANIFEST_PATH } from '../src/tree/manifest.ts';
import { planPackage } from '../src/tree/plan-package.ts';
import { NOWHERE } from './answer-files.ts';
import { REPOSITORY, scratchFolder } from './scratch-folder.ts';

const BINANCE = join(REPOSITORY, 'packages/binance');
const SOURCES = /^(?:src|dialect)\//;
const ANSWERS = join(import.meta.dirname, 'oracle/answers.json');
/** What stands in for a venue in generated tests; the real connector's tests have rigs of their own. */
const TEST_RIG: ReadonlySet<string> = new Set(['test/credentials.ts', 'test/spot/venue-site.ts']);
const folder = scratchFolder();
let generated: ReadonlyMap<string, string> = new Map();

type Module = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  const answers = validateAnswers(JSON.parse(readFileSync(ANSWERS, 'utf8')), 'answers.json', NOWHERE);
  generated = await planPackage(answers, { isInRepository: true, isExample: false });
  for (const [path, text] of generated) {
    if (!SOURCES.test(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

const load = (root: string, path: string): Promise<Module> => import(/* @vite-ignore */ pathToFileURL(join(root, path)).href);

/** The definition of a connector with keys. */
function definitionOf({ binanceSpot }: Module): Readonly<Record<string, unknown>> {
  if (typeof binanceSpot !== 'function') throw new TypeError('there is no definition');
  const definition: unknown = Reflect.apply(binanceSpot, undefined, [{ tradingPairs: ['BTC-USDT'], apiKey: 'k', apiSecret: 's' }]);
  return typeof definition === 'object' && definition !== null ? { ...definition } : {};
}

function namesOf(value: unknown): readonly string[] {
  if (typeof value === 'function' && value.prototype !== undefined) return Object.getOwnPropertyNames(value.prototype);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

it('every file that is generated for Binance is one of the real connector’s', () => {
  const paths = [...generated.keys()].filter((path) => path !== MANIFEST_PATH && !TEST_RIG.has(path));
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(join(BINANCE, path)))).toEqual([]);
});

it('every name that a generated file exports is exported by the real file', async () => {
  const sources = [...generated.keys()].filter((path) => SOURCES.test(path));
  expect(sources).toHaveLength(11);
  const missing: string[] = [];
  for (const path of sources) {
    const [ours, real] = [await load(folder, path), await load(BINANCE, path)];
    missing.push(...Object.keys(ours).flatMap((name) => (name in real ? [] : [`${path}: ${name}`])));
  }
  expect(missing).toEqual([]);
});

it('every member of a generated class is one of the real class’s', async () => {
  const missing: string[] = [];
  for (const path of ['src/auth.ts', 'src/spot/order-book-data-source.ts', 'src/spot/user-stream-data-source.ts']) {
    const [ours, real] = [await load(folder, path), await load(BINANCE, path)];
    for (const [name, value] of Object.entries(ours)) {
      const known = new Set(namesOf(real[name]));
      missing.push(...namesOf(value).flatMap((member) => (known.has(member) ? [] : [`${path}: ${name}.${member}`])));
    }
  }
  expect(missing).toEqual([]);
});

it('every member and capability of the generated definition is one of the real definition’s', async () => {
  const [ours, real] = [definitionOf(await load(folder, 'src/index.ts')), definitionOf(await load(BINANCE, 'src/index.ts'))];
  expect(Object.keys(ours).length).toBeGreaterThan(25);
  expect(Object.keys(ours).filter((name) => !(name in real))).toEqual([]);
  const known = new Set(namesOf(real['capabilities']));
  expect(namesOf(ours['capabilities']).filter((name) => !known.has(name))).toEqual([]);
});

it('the generated package says of itself what the real one says', () => {
  const ours: unknown = JSON.parse(generated.get('package.json') ?? '');
  const real: unknown = JSON.parse(readFileSync(join(BINANCE, 'package.json'), 'utf8'));
  expect(real).toMatchObject({ ...(typeof ours === 'object' ? ours : {}), description: expect.any(String) });
});
