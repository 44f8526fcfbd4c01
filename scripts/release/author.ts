import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProgramFailure } from './child-programs.ts';
import type { OutsideProject } from './outside-project.ts';
import type { Progress } from './progress.ts';
import { readManifest } from './public-packages.ts';
import { expectText, RehearsalFailure } from './rehearsal-failure.ts';

/** The package of an author. */
export const REHEARSED = '@venuekit/rehearsed';

/** The folder of the package that is made out of answers. */
const BEGUN = 'begun';

/**
 * An author makes two packages with `npm create @venuekit`. The example is green at tier 3 without a line written, and is published; what comes out of
 * answers compiles, lints and says what to write first.
 * @param desk an empty folder, in which the creator makes the folders of the packages.
 * @param answers the path of a file of answers.
 */
export async function releaseCreated(
  desk: OutsideProject,
  answers: string,
  projectIn: (folder: string) => OutsideProject,
  progress: Progress,
): Promise<void> {
  const create = (...words: readonly string[]): Promise<string> => desk.npm('create', '--yes', '@venuekit@latest', ...words);
  // One after the other: npm keeps one installed creator for both.
  await create('--', '--example', '--package-name', REHEARSED);
  await create(BEGUN, '--', '--answers', answers);
  progress.say('npm create @venuekit has made two connector packages in another folder');
  await Promise.all([
    releaseExample(projectIn(folderOf(desk.folder, REHEARSED)), progress),
    tryBegun(projectIn(join(desk.folder, BEGUN)), progress),
  ]);
}

async function releaseExample(author: OutsideProject, progress: Progress): Promise<void> {
  await author.install();
  await author.npm('run', 'check');
  // The suite runs below; its tests are named after the package.
  await author.npm('test', '--', '--testNamePattern', `^(?!${REHEARSED} conforms)`);
  expectText(await author.program('venuekit-conformance', 'run', '--no-mutants'), [REHEARSED, 'passed: tier 3']);
  progress.say('the example: types, lint, format and tests are right, and its board shows tier 3');

  await publishFrom(author);
  progress.say('the example is published');
}

async function tryBegun(author: OutsideProject, progress: Progress): Promise<void> {
  await author.install();
  await author.npm('run', 'check');
  const next = await author.npm('run', 'next', '--', '--card', 'RULES-01').catch(reasonOf);
  expectText(next, ['next: RULES-01', 'is not implemented by this connector', 'open    src/spot/exchange.ts']);
  progress.say('what was made out of answers: types, lint and format are right, and the suite says what to write first');
}

/** What a program wrote that ends with an error as long as something is left to do. */
function reasonOf(error: unknown): string {
  if (error instanceof ProgramFailure) return error.message;
  throw error;
}

async function publishFrom(author: OutsideProject): Promise<void> {
  await author.npm('pack', '--loglevel=error');
  await author.npm('publish', '--loglevel=error', '--provenance=false');
}

/** The folder of a package that somebody has made below a folder. @throws RehearsalFailure */
function folderOf(desk: string, name: string): string {
  const found = globSync(['package.json', '*/package.json', '*/*/package.json'], { cwd: desk })
    .map((file) => join(desk, dirname(file)))
    .find((folder) => readManifest(folder).name === name);
  if (found === undefined) throw new RehearsalFailure(`npm create @venuekit has made no package ${name}`);
  return found;
}
