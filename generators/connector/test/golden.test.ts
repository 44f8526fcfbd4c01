import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { expect, it } from 'vitest';
import { GENERATOR_VERSION } from '../src/generator-version.ts';
import { PACKAGE_VERSIONS } from '../src/render/package-versions.ts';
import { MANIFEST_PATH, readManifest } from '../src/tree/manifest.ts';
import { planPackage } from '../src/tree/plan-package.ts';
import { answersOf } from './answer-files.ts';

const GOLDEN = '.golden';

/** What changes with each release of anything is no part of a golden tree. */
function normalised(path: string, text: string): string {
  if (path === MANIFEST_PATH) {
    const { place, answers, files } = readManifest(text);
    return `${JSON.stringify({ place, answers, files: [...files.keys()] }, undefined, 2)}\n`;
  }
  if (path !== 'package.json') return text;
  const versions = new Set([...Object.values(PACKAGE_VERSIONS), `^${GENERATOR_VERSION}`]);
  return text.replace(/"(\^?\d+(?:\.\d+\.\d+)?)"/g, (whole, version: string) => (versions.has(version) ? '"<version>"' : whole));
}

it.each(['cedar', 'fir'])('the package of %s is the golden one; UPDATE_GOLDEN=1 writes it anew', async (name) => {
  const folder = join(import.meta.dirname, 'golden', name);
  const files = await planPackage(answersOf(name), { isInRepository: false, isExample: false });
  const made = new Map([...files].map(([path, text]) => [path, normalised(path, text)]));
  if (process.env['UPDATE_GOLDEN'] === '1') {
    rmSync(folder, { recursive: true, force: true });
    for (const [path, text] of made) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path + GOLDEN), text);
    }
  }
  const golden = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(GOLDEN))
      .map((path) => [path.slice(0, -GOLDEN.length).split(sep).join('/'), readFileSync(join(folder, path), 'utf8')]),
  );
  expect([...made.keys()].toSorted()).toEqual([...golden.keys()].toSorted());
  for (const [path, text] of golden) expect(made.get(path), path).toBe(text);
});
