import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connectorFiles, type ConnectorWords } from './outside-files.ts';
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
): Promise<ConnectorWords> {
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
  return {
    create: 'createPlainSpot',
    dialect: 'plainSpotDialect',
    hosts: "{ rest: served.url('rest').http, publicStream: served.url('stream').ws, privateStream: served.url('stream').ws }",
  };
}

/** An author without the creator gives Binance another name. */
export async function releaseHandmade(
  author: OutsideProject,
  versionOf: (name: string) => string,
  compiler: readonly string[],
  progress: Progress,
): Promise<ConnectorWords> {
  author.write(connectorFiles(REHEARSED, versionOf));
  await author.install('--save-dev', ...compiler);
  await author.checkTypes();
  progress.say('an author in another folder has made a connector package; it compiles');

  expectText(await author.program('venuekit-conformance', 'list'), ['RULES-01', 'BOOK-01']);
  const board = await author.program('venuekit-conformance', 'run', '--family', 'RULES', '--no-mutants', '--html', 'board.html');
  expectText(board, [REHEARSED, 'RULES', '\npassed']);
  expectText(readFileSync(join(author.folder, 'board.html'), 'utf8'), ['<html', 'RULES-01']);
  progress.say('the board of the conformance suite is there');

  await publishFrom(author);
  progress.say('the connector is published');
  return {
    create: 'createRehearsedSpot',
    dialect: 'rehearsedSpotDialect',
    hosts: "{ rest: served.url('rest').http, streams: served.url('stream').ws, wsApi: `${served.url('ws-api').ws}/ws-api/v3` }",
  };
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
