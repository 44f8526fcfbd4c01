import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutsideProject } from './outside-project.ts';
import type { Progress } from './progress.ts';
import { readManifest } from './public-packages.ts';
import { expectText, RehearsalFailure } from './rehearsal-failure.ts';

/** The package of an author. */
export const REHEARSED = '@venuekit/rehearsed';

/**
 * An author begins with `npm create @venuekit`: the example is green at tier 3 without a line written.
 * @param desk an empty folder, in which the creator makes the folder of the package.
 */
export async function releaseCreated(
  desk: OutsideProject,
  projectIn: (folder: string) => OutsideProject,
  progress: Progress,
): Promise<void> {
  await desk.npm('create', '--yes', '@venuekit@latest', '--', '--example', '--package-name', REHEARSED);
  const author = projectIn(folderOf(desk.folder, REHEARSED));
  await author.install();
  progress.say('npm create @venuekit has made a connector package in another folder');

  await author.npm('run', 'check');
  // The suite runs below; its tests are named after the package.
  await author.npm('test', '--', '--testNamePattern', `^(?!${REHEARSED} conforms)`);
  expectText(await author.program('venuekit-conformance', 'run', '--no-mutants'), [REHEARSED, 'passed: tier 3']);
  progress.say('its types, lint, format and tests are right, and its board shows tier 3');

  await publishFrom(author);
  progress.say('the connector is published');
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
