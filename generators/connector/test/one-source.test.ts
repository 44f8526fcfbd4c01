import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, it } from 'vitest';
import { EXAMPLE_ANSWERS } from '../src/answers/example-answers.ts';
import { planPackage } from '../src/tree/plan-package.ts';
import { REPOSITORY } from './scratch-folder.ts';

const REFERENCE = join(REPOSITORY, 'packages/conformance/test/reference');
/** What the suite's own tests take the connector from. */
const OWN = 'tiny-subject.ts';
const SOURCES = /^(?:src|dialect|test)\//;

const reference = new Map(
  readdirSync(REFERENCE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path !== OWN && statSync(join(REFERENCE, path)).isFile())
    .map((path) => [path.split(sep).join('/'), readFileSync(join(REFERENCE, path), 'utf8')]),
);

it('the example is, byte for byte, the reference connector of the conformance suite', async () => {
  const example = await planPackage(EXAMPLE_ANSWERS, { isInRepository: true, isExample: true });
  expect([...reference.keys()].toSorted()).toEqual(
    [...example.keys()].filter((path) => SOURCES.test(path) || path === 'package.json').toSorted(),
  );
  for (const [path, text] of reference) expect(example.get(path), path).toBe(text);
});

it('under another name, and outside of the repository, it differs in that name alone', async () => {
  const named = await planPackage({ ...EXAMPLE_ANSWERS, packageName: '@me/plain' }, { isInRepository: false, isExample: true });
  const sources = [...named].filter(([path]) => SOURCES.test(path));
  expect(sources).toHaveLength(reference.size - 1);
  for (const [path, text] of sources) expect(text.replaceAll('@me/plain', EXAMPLE_ANSWERS.packageName), path).toBe(reference.get(path));
});
