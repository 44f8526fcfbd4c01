import { isPayloadObject, type PayloadObject } from '@venuekit/core/connector';
import type { Problem } from './source-file.ts';

const PATH = 'package.json';
/** The oldest Node that strips types by itself and holds what core needs. */
const OLDEST_NODE = [22, 18] as const;

/** What is wrong with a connector's package.json. */
export function packageProblems(text: string): readonly Problem[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return [problem('package-json', 'is no JSON')];
  }
  if (!isPayloadObject(manifest)) return [problem('package-json', 'is no object')];
  return [...fieldProblems(manifest), ...exportProblems(manifest['exports']), ...dependencyProblems(manifest), ...nodeProblems(manifest)];
}

/** The package's name; undefined where there is none. */
export function packageName(text: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(text);
    return isPayloadObject(manifest) && typeof manifest['name'] === 'string' ? manifest['name'] : undefined;
  } catch {
    return undefined;
  }
}

function fieldProblems(manifest: PayloadObject): readonly Problem[] {
  const problems: Problem[] = [];
  for (const field of ['name', 'version', 'description', 'license']) {
    if (typeof manifest[field] !== 'string' || manifest[field] === '') problems.push(problem('package-field', `"${field}" is missing`));
  }
  if (manifest['type'] !== 'module') problems.push(problem('package-field', '"type" should be "module"'));
  const scripts = isPayloadObject(manifest['scripts']) ? manifest['scripts'] : {};
  for (const script of ['preinstall', 'install', 'postinstall']) {
    if (script in scripts)
      problems.push(problem('package-field', `"scripts.${script}" runs on the machine of everybody who installs the package`));
  }
  const files = Array.isArray(manifest['files']) ? manifest['files'] : [];
  for (const folder of ['dist', 'dialect']) {
    const isPublished = files.some((entry) => typeof entry === 'string' && entry.replace(/^\.?\//, '').split('/')[0] === folder);
    if (!isPublished) problems.push(problem('package-field', `"files" should name ${folder}, or it is not published`));
  }
  return problems;
}

function exportProblems(value: unknown): readonly Problem[] {
  const entries = isPayloadObject(value) ? value : {};
  return ['.', './dialect'].flatMap((entry) => {
    const target = entries[entry];
    if (!isPayloadObject(target)) return [problem('package-export', `"exports" should have "${entry}"`)];
    const conditions = Object.keys(target);
    const problems: Problem[] = [];
    for (const condition of ['types', 'default']) {
      if (!conditions.includes(condition)) problems.push(problem('package-export', `"exports.${entry}" should have "${condition}"`));
    }
    if (conditions.includes('types') && conditions.indexOf('default') < conditions.indexOf('types')) {
      problems.push(problem('package-export', `"exports.${entry}": "types" should come before "default", the first match counts`));
    }
    return problems;
  });
}

function dependencyProblems(manifest: PayloadObject): readonly Problem[] {
  const has = (field: string, name: string): boolean => isPayloadObject(manifest[field]) && name in manifest[field];
  const problems: Problem[] = [];
  if (!has('dependencies', '@venuekit/core') && !has('peerDependencies', '@venuekit/core')) {
    problems.push(problem('package-dependency', '"@venuekit/core" should be a dependency'));
  }
  for (const name of ['@venuekit/venue', '@venuekit/conformance', 'vitest', 'msw']) {
    if (has('dependencies', name)) problems.push(problem('package-dependency', `"${name}" is for tests: not in "dependencies"`));
  }
  if (!has('peerDependencies', '@venuekit/venue')) {
    problems.push(
      problem('package-dependency', '"@venuekit/venue" should be an (optional) peer dependency: the dialect that is published imports it'),
    );
  }
  return problems;
}

function nodeProblems(manifest: PayloadObject): readonly Problem[] {
  const engines = isPayloadObject(manifest['engines']) ? manifest['engines']['node'] : undefined;
  const [, major = '', minor = '0'] = /^>=\s*(\d+)(?:\.(\d+))?/.exec(typeof engines === 'string' ? engines : '') ?? [];
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const [statedMajor, statedMinor] = [Number.parseInt(major, 10), Number.parseInt(minor, 10)];
  const isEnough = statedMajor > oldestMajor || (statedMajor === oldestMajor && statedMinor >= oldestMinor);
  return isEnough ? [] : [problem('package-field', `"engines.node" should be ">=${OLDEST_NODE.join('.')}" or later, as core's is`)];
}

function problem(rule: string, message: string): Problem {
  return { rule, path: PATH, line: 1, message };
}
