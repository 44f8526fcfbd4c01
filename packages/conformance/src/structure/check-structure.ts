import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigurationError } from '@venuekit/core/connector';
import { fileRules } from './file-rules.ts';
import { layoutProblems } from './layout-rules.ts';
import { moneyRule } from './money-rule.ts';
import { packageName, packageProblems } from './package-rules.ts';
import { checkFile, type Area, type Place, type Problem, type Rule } from './source-file.ts';
import { wallRules } from './wall-rules.ts';
import { worldRules } from './world-rules.ts';

/** What the structure of a connector package looks like. */
export interface StructureReport {
  /** By path and line. */
  readonly problems: readonly Problem[];
  /** How many files were read. */
  readonly files: number;
}

const AREAS: readonly Area[] = ['src', 'dialect', 'test'];

/** Book levels are doubles; they are read in this file alone. */
const RULES: readonly Rule[] = [
  ...worldRules((group, path) => group === 'environment' && /(?:^|\/)config(?:\.ts$|\/)/.test(path)),
  moneyRule((path) => path.endsWith('/wire.ts')),
  ...fileRules,
  ...wallRules,
];

/**
 * Checks a connector package that stands in a folder of its own: its files, what they import and touch, its package.json.
 * @param product the folder of the product in `src/`. Default `spot`.
 * @throws ConfigurationError when there is no package.json in the folder.
 */
export function checkStructure(packageRoot: URL, product: string = 'spot'): StructureReport {
  const root = fileURLToPath(packageRoot);
  const manifest = textOf(root, 'package.json');
  if (manifest === undefined) throw new ConfigurationError('packageRoot', 'the subject', 'has no package.json');
  const files = new Map(AREAS.flatMap((area) => sourcesIn(root, area)));
  const name = packageName(manifest);
  const problems = [
    ...packageProblems(manifest),
    ...layoutProblems(files, product),
    ...Array.from(files, ([path, text]) => checkFile(path, text, placeOf(path, name), RULES)).flat(),
  ];
  const ordered = problems.toSorted((left, right) => (left.path === right.path ? left.line - right.line : left.path < right.path ? -1 : 1));
  return { problems: ordered, files: files.size };
}

function sourcesIn(root: string, area: Area): readonly (readonly [string, string])[] {
  let names: readonly string[];
  try {
    names = readdirSync(`${root}/${area}`, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .map((name) => `${area}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.(?:ts|js|mjs)$/.test(path) && !path.includes('/node_modules/'))
    .toSorted()
    .map((path) => [path, textOf(root, path) ?? ''] as const);
}

function textOf(root: string, path: string): string | undefined {
  try {
    return readFileSync(`${root}/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}

function placeOf(path: string, name: string | undefined): Place {
  const [area, ...rest] = path.split('/');
  return {
    package: name,
    area: AREAS.find((known) => known === area),
    room: rest.length > 1 ? rest[0] : undefined,
    isEntry: rest.length === 1 && rest[0] === 'index.ts',
    isConnector: true,
  };
}
